import { findPolicyInForce } from "../../db/policy";
import { guard } from "../../model/role";
import { left } from "../../model/verdict";
import { connectionsHref, queryText } from "../../query/link";
import type { Table } from "../answer";
import { countryNames } from "../country-names";
import { legalCoverage } from "../legal-coverage";
import { groupTransfers, shortList } from "../transfer-groups";
import { readTransfers, type Transfer } from "../transfers";
import { defineView } from "../view";

const shown = 200;

export const legalGeo = defineView<Table>({
  id: "legal-geo",
  question: "What breaks the geo policy?",
  permission: "legal:view",
  async answer(db, actor, q) {
    guard(actor, "legal:view");
    const [transfers, inForce] = await Promise.all([readTransfers(db, actor, q), findPolicyInForce(db)]);
    const breaking = groupTransfers(
      transfers.filter((t) => t.breaks.length > 0),
      (t) => [t.destination],
    ).sort((a, b) => b.lastSeen - a.lastSeen);
    const open = transfers.filter((t) => t.breaks.length === 0 && t.open.length > 0).length;
    const rules = inForce?.policy.geo.length ?? 0;
    return {
      answer: {
        form: "table",
        columns: [
          { id: "destination", label: "Destination", unit: "host" },
          { id: "where", label: "Possibly in", unit: "text" },
          { id: "service", label: "Sent by", unit: "text", minor: true },
          { id: "rule", label: "Geo rule", unit: "address", minor: true },
          { id: "bytes", label: "Bytes out", unit: "bytes", minor: true },
        ],
        rows: breaking.slice(0, shown).map((g) => {
          const { domain } = g.transfers[0]!;
          return {
            id: g.key,
            link: connectionsHref(
              queryText({ service: g.services, dst: g.key, team: q.team, environment: q.environment, outcome: left }),
              q.period,
            ),
            sample: g.sample,
            cells: {
              destination: g.key,
              domain,
              where: [...new Set(g.transfers.map(whereWords))].join("; "),
              service: shortList(g.services),
              rule: [...new Set(g.transfers.flatMap((t) => t.breaks))].join(", "),
              bytes: g.bytesOut || null,
            },
          };
        }),
        total: breaking.length,
      },
      coverage: {
        ...legalCoverage(transfers),
        basis: `${rules} geo ${rules === 1 ? "rule" : "rules"} of policy version ${inForce?.row.version ?? "none"}`,
        ...(open > 0 ? { notes: [`${open} could not be judged: the data they handle is not registered`] } : { notes: [] }),
      },
      ...(rules === 0
        ? {
            empty: {
              why: "The policy in force holds no geo rule, so nothing can break one.",
              action: { label: "Open the policy", href: "/policy" },
            },
          }
        : breaking.length === 0
          ? {
              empty: {
                why: `Nothing that left in this period breaks the ${rules} geo ${rules === 1 ? "rule" : "rules"} in force.${open > 0 ? ` ${open} could not be judged: the data they handle is not registered.` : ""}`,
              },
            }
          : {}),
    };
  },
});

const whereWords = ({ outside, countries, unregistered, judgedBy }: Transfer): string =>
  unregistered
    ? `${countryNames([unregistered])}, though the register says ${countryNames(countries.filter((c) => c !== unregistered))}`
    : `${countryNames(outside)}${judgedBy === "register" ? ", as the register says" : ""}`;
