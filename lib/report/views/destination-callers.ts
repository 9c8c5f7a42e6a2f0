import { scopeOf } from "../../access/scope";
import { listDestinationCallers } from "../../db/destination";
import { guard } from "../../model/role";
import { connectionsHref, queryText } from "../../query/link";
import type { Table } from "../answer";
import { destinationConditions } from "../destination-page";
import { defineView } from "../view";

export const destinationCallers = defineView<Table>({
  id: "destination-callers",
  question: "Who called it, and which rule decided?",
  permission: "connection:read",
  async answer(db, actor, q) {
    guard(actor, "connection:read");
    const host = q.params?.["host"] ?? "";
    const rows = await listDestinationCallers(db, scopeOf(actor), q, host);
    return {
      answer: {
        form: "table",
        columns: [
          { id: "service", label: "Service", unit: "text" },
          { id: "environment", label: "Environment", unit: "text" },
          { id: "team", label: "Team", unit: "text", minor: true },
          { id: "rule", label: "Rule", unit: "text" },
          { id: "count", label: "Connections", unit: "count" },
          { id: "violation", label: "Violations", unit: "count" },
          { id: "blocked", label: "Blocked", unit: "count", minor: true },
          { id: "retries", label: "Retries", unit: "count", minor: true },
          { id: "bytesOut", label: "Bytes out", unit: "bytes", minor: true },
          { id: "bytesIn", label: "Bytes in", unit: "bytes", minor: true },
          { id: "last", label: "Last seen", unit: "time", minor: true },
        ],
        rows: rows.map((r, i) => ({
          id: String(i),
          link: connectionsHref(
            queryText(
              {
                ...destinationConditions(host),
                service: r.service,
                ...(r.environment && { environment: r.environment }),
                ...(r.rule && { rule: r.rule }),
              },
              {},
            ),
            q.period,
          ),
          sample: r.sample,
          cells: {
            service: r.service,
            environment: r.environment,
            team: r.team,
            rule: r.rule ?? "none",
            count: r.count,
            violation: r.violation,
            blocked: r.blocked,
            retries: r.retries,
            bytesOut: r.bytesOut,
            bytesIn: r.bytesIn,
            last: r.lastSeen.getTime(),
          },
        })),
      },
      coverage: {
        basis: "requests where a log of the caller has them, else connections",
        notes: rows.some((r) => r.kind === "connection") ? ["retries cannot be seen from logs of connections"] : [],
        sample: rows.some((r) => r.sample),
      },
      ...(rows.length === 0 ? { empty: { why: "No caller in your scope reached for it in this period." } } : {}),
    };
  },
});
