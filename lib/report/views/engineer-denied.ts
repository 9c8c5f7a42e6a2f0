import { scopeOf } from "../../access/scope";
import { getPolicyVersion } from "../../db/policy";
import { type Denied, listDenied } from "../../db/trouble";
import { guard } from "../../model/role";
import { type Conditions, connectionsHref, queryText } from "../../query/link";
import type { Table } from "../answer";
import { coverageOf, readCounted } from "../counted";
import { deciderOf, deniedReason } from "../denied-reason";
import { defineView } from "../view";

const shown = 10;

export const engineerDenied = defineView<Table>({
  id: "engineer-denied",
  question: "What was denied, and why?",
  permission: "engineer:view",
  async answer(db, actor, q) {
    guard(actor, "engineer:view");
    const [{ rows, total, rowsInAll }, counted] = await Promise.all([listDenied(db, scopeOf(actor), q, shown), readCounted(db, actor, q)]);
    const versions = [...new Set(rows.map((r) => r.policyVersion).filter((v) => v > 0))];
    const policies = await Promise.all(versions.map((v) => getPolicyVersion(db, v).catch(() => undefined)));
    const deciders = new Map(policies.flatMap((p) => (p ? [[p.version, deciderOf(p.version, p.yaml)] as const] : [])));
    const { basis, freshUntil, sample } = coverageOf(counted);
    return {
      answer: {
        form: "table",
        columns: [
          { id: "service", label: "Service", unit: "text" },
          { id: "destination", label: "Destination", unit: "host" },
          { id: "outcome", label: "Outcome", unit: "outcome", minor: true },
          { id: "count", label: "Calls", unit: "count" },
          { id: "why", label: "Why", unit: "text", minor: true },
          { id: "last", label: "Last", unit: "time", minor: true },
        ],
        rows: rows.map((r, i) => ({
          id: String(i),
          link: connectionsHref(queryText(conditionsOf(r)), q.period),
          sample: r.sample,
          cells: {
            service: r.environment ? `${r.service} (${r.environment})` : r.service,
            destination: `${r.host ?? r.ip ?? ""}${r.port === null || r.port === 443 ? "" : `:${r.port}`}`,
            outcome: r.outcome,
            count: r.count,
            why: deniedReason(r, deciders.get(r.policyVersion)),
            last: r.lastSeen.getTime(),
            ask: askHref(r),
          },
        })),
        total: rowsInAll,
      },
      coverage: {
        basis: `${total.toLocaleString("en")} calls · ${basis}`,
        freshUntil,
        sample,
        notes: ["violations left although the policy denies them"],
      },
      ...(rows.length === 0
        ? { empty: { why: "Nothing was denied in this period and scope: no engine stopped a call, and none left against the policy." } }
        : {}),
    };
  },
});

const conditionsOf = (r: Denied): Conditions => ({
  service: r.service,
  environment: r.environment ?? undefined,
  ...(r.host ? { host: r.host } : { ip: r.ip ?? undefined }),
  dport: r.port ?? undefined,
  outcome: r.outcome,
});

/** The question "would this be allowed?", filled in. */
function askHref(r: Denied): string {
  const asked = new URLSearchParams({ destination: r.host ?? r.ip ?? "" });
  if (!r.provisional) asked.set("service", r.service);
  if (r.environment) asked.set("environment", r.environment);
  if (r.port !== null) asked.set("port", String(r.port));
  if (r.protocol) asked.set("protocol", r.protocol);
  return `/policy?${asked}`;
}
