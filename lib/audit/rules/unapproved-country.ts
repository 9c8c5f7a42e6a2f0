import { left } from "../../model/verdict";
import { most, pairName, pairQuery, workloadName } from "../pair";
import { defineRule } from "../rule";
import { bytesText, countText, listText } from "../words";

const europe = [{ id: "personal-data", countries: ["DE", "FR", "IE"] }];

export const unapprovedCountry = defineRule({
  id: "unapproved-country",
  title: "Traffic went to a country outside the geo policy",
  description:
    "A destination lies, approximately, in a country that the geo rules of the policy do not name for this workload or the data it handles. An address abroad is a lead, not yet a transfer.",
  severity: "high",
  audience: ["legal", "ciso", "auditor"],
  controls: ["GDPR Art. 44", "GDPR Art. 30(1)(e)", "ISO 27001 A.5.34"],
  falsePositives: [
    "Anycast and CDN addresses that a database places in one country.",
    "A location database that is older than the network.",
  ],
  over: "traffic",
  concerns: (s) => s.verdict !== "unjudged" && left.includes(s.outcome) && (s.geo === undefined || s.geo.length > 0),
  needs: ["geo", "country"],
  parameters: {
    minimum: { default: 1, min: 1, unit: "connections", about: "Fewer like connections in the period are let pass." },
  },
  judge(s, p) {
    const outside = s.geo!.filter((g) => !g.countries.includes(s.country!));
    if (outside.length === 0 || s.count < p.minimum) return { verdict: "pass" };
    const broken = outside.filter((g) => !g.open);
    // No register entry, no classes: whether a rule by class of data holds cannot be said.
    if (broken.length === 0) return { verdict: "unknown", missing: "classes" };
    return { verdict: "fail", details: { country: s.country!, geo: broken.map((g) => g.id) } };
  },
  subject: (s) => `${pairName(s)} in ${s.country}`,
  evidence: (s) => pairQuery(s, { country: s.country }),
  tell(failures) {
    const all = failures.map((f) => f.subject);
    const { country, operatorCountry, classes } = all[0]!;
    const rules = [...new Set(failures.flatMap((f) => f.details.geo as string[]))];
    const bytes = most(all, (s) => s.bytesOut);
    const connections = most(all, (s) => s.count);
    return {
      summary: `${workloadName(all[0]!)}${classes?.length ? `, which handles ${listText(classes)} data,` : ""} reached ${all[0]!.destination} in ${countryName(country!)} ${countText(connections, "time")}${
        bytes > 0 ? ` and sent ${bytesText(bytes)}` : ""
      }; geo rule ${listText(rules)} does not name that country.`,
      details: {
        country: country!,
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
      given: { verdict: "allowed", outcome: "conforming", geo: europe, country: "DE", count: 1 },
      verdict: "pass",
    },
    {
      name: "another country",
      given: { verdict: "allowed", outcome: "conforming", geo: europe, country: "SG", count: 1 },
      verdict: "fail",
    },
    {
      name: "a CDN: the country is not known",
      given: { verdict: "allowed", outcome: "conforming", geo: europe, count: 1 },
      verdict: "unknown",
      missing: "country",
    },
    {
      name: "nobody has said which data the workload handles",
      given: { verdict: "allowed", outcome: "conforming", country: "SG", geo: [{ ...europe[0]!, open: true }], count: 1 },
      verdict: "unknown",
      missing: "classes",
    },
  ],
});

const names = new Intl.DisplayNames("en", { type: "region" });
const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code);
