import type { Traffic } from "../../model/audit-subject";
import { left } from "../../model/verdict";
import { most, pairName, pairQuery, workloadName } from "../pair";
import { defineRule } from "../rule";
import { bytesText, countText, listText } from "../words";

const europe = [{ id: "personal-data", countries: ["DE", "FR", "IE"] }];

export const unapprovedCountry = defineRule({
  id: "unapproved-country",
  title: "Traffic went to a country outside the geo policy",
  description:
    "A destination lies, approximately, in a country that the geo rules of the policy do not name for this workload or the data it handles. Where the location databases are silent or disagree, the countries of the recipient register are judged. An address abroad is a lead, not yet a transfer.",
  severity: "high",
  audience: ["legal", "ciso", "auditor"],
  controls: ["GDPR Art. 44", "GDPR Art. 30(1)(e)", "ISO 27001 A.5.34"],
  falsePositives: [
    "Anycast and CDN addresses that a database places in one country.",
    "A location database that is older than the network.",
    "A country in the recipient register that is no longer right.",
  ],
  over: "traffic",
  concerns: (s) => s.verdict !== "unjudged" && left.includes(s.outcome) && (s.geo === undefined || s.geo.length > 0),
  needs: ["geo", "countries"],
  parameters: {
    minimum: { default: 1, min: 1, unit: "connections", about: "Fewer like connections in the period are let pass." },
  },
  judge(s, p) {
    const outside = s.geo!.filter((g) => s.countries!.some((c) => !g.countries.includes(c)));
    if (outside.length === 0 || s.count < p.minimum) return { verdict: "pass" };
    const broken = outside.filter((g) => !g.open);
    // No register entry, no classes: whether a rule by class of data holds cannot be said.
    if (broken.length === 0) return { verdict: "unknown", missing: "classes" };
    return { verdict: "fail", details: { geo: broken.map((g) => g.id) } };
  },
  subject: (s) => `${pairName(s)} in ${outsideOf(s).join(", ")}`,
  // Records know what the databases said, not what the register says.
  evidence: (s) => pairQuery(s, { country: s.country }),
  tell(failures) {
    const all = failures.map((f) => f.subject);
    const { country, operatorCountry, classes } = all[0]!;
    const outside = outsideOf(all[0]!);
    const rules = [...new Set(failures.flatMap((f) => f.details.geo as string[]))];
    const bytes = most(all, (s) => s.bytesOut);
    const connections = most(all, (s) => s.count);
    return {
      summary: `${workloadName(all[0]!)}${classes?.length ? `, which handles ${listText(classes)} data,` : ""} reached ${all[0]!.destination} in ${listText(outside.map(countryName))}${country ? "" : ", as the recipient register says,"} ${countText(connections, "time")}${
        bytes > 0 ? ` and sent ${bytesText(bytes)}` : ""
      }; geo rule ${listText(rules)} does not name ${outside.length === 1 ? "that country" : "those countries"}.`,
      details: {
        countries: outside,
        countriesFrom: country ? "location and operator databases" : "recipient register",
        operatorCountry: operatorCountry ?? null,
        geo: rules,
        classes: [...(classes ?? [])],
        connections,
        bytesOut: bytes,
      },
    };
  },
  examples: [
    {
      name: "an approved country",
      given: { verdict: "allowed", outcome: "conforming", geo: europe, countries: ["DE"], count: 1 },
      verdict: "pass",
    },
    {
      name: "another country",
      given: { verdict: "allowed", outcome: "conforming", geo: europe, countries: ["SG"], country: "SG", count: 1 },
      verdict: "fail",
    },
    {
      name: "a CDN, and the register names one country that is not approved",
      given: { verdict: "allowed", outcome: "conforming", geo: europe, countries: ["DE", "US"], count: 1 },
      verdict: "fail",
    },
    {
      name: "a CDN: the country is not known",
      given: { verdict: "allowed", outcome: "conforming", geo: europe, count: 1 },
      verdict: "unknown",
      missing: "countries",
    },
    {
      name: "nobody has said which data the workload handles",
      given: { verdict: "allowed", outcome: "conforming", countries: ["SG"], geo: [{ ...europe[0]!, open: true }], count: 1 },
      verdict: "unknown",
      missing: "classes",
    },
  ],
});

/** The countries that a rule binding the subject does not name. */
const outsideOf = ({ geo = [], countries = [] }: Traffic): string[] =>
  countries.filter((c) => geo.some((g) => !g.open && !g.countries.includes(c)));

const names = new Intl.DisplayNames("en", { type: "region" });
const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
