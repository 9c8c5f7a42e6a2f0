import { scopeOf } from "../../access/scope";
import { listRetried } from "../../db/trouble";
import { guard } from "../../model/role";
import { connectionsHref, queryText } from "../../query/link";
import type { Table } from "../answer";
import { coverageOf, readCounted } from "../counted";
import { defineView } from "../view";

const shown = 6;

export const engineerRetries = defineView<Table>({
  id: "engineer-retries",
  question: "Who keeps trying again?",
  permission: "engineer:view",
  async answer(db, actor, q) {
    guard(actor, "engineer:view");
    const [{ rows, total, rowsInAll }, counted] = await Promise.all([listRetried(db, scopeOf(actor), q, shown), readCounted(db, actor, q)]);
    const { basis, freshUntil, sample } = coverageOf(counted);
    return {
      answer: {
        form: "table",
        columns: [
          { id: "service", label: "Service", unit: "text" },
          { id: "host", label: "Destination", unit: "host" },
          { id: "retries", label: "Retries", unit: "count" },
          { id: "calls", label: "Of calls", unit: "count", minor: true },
          { id: "retryable", label: "429, 5xx …", unit: "count", minor: true },
          { id: "last", label: "Last", unit: "time", minor: true },
        ],
        rows: rows.map((r, i) => ({
          id: String(i),
          sample: r.sample,
          link: connectionsHref(
            queryText({
              service: r.service,
              environment: r.environment ?? undefined,
              ...(r.host ? { host: r.host } : { ip: r.ip ?? undefined }),
              ...(r.retries > 0 ? { attempt: ">0" } : { status: [408, 425, 429, "5xx"] }),
            }),
            q.period,
          ),
          cells: {
            service: r.environment ? `${r.service} (${r.environment})` : r.service,
            host: r.host ?? r.ip,
            retries: r.retries,
            calls: r.count,
            retryable: r.retryable,
            last: r.lastSeen.getTime(),
          },
        })),
        total: rowsInAll,
      },
      coverage: {
        basis: `${total.toLocaleString("en")} retries · ${basis}`,
        freshUntil,
        sample,
        notes: ["only logs of requests tell attempts and statuses: 408, 425, 429 and 5xx are what a client is expected to try again"],
      },
      ...(rows.length === 0
        ? { empty: { why: "No call was tried again in this period and scope, as far as the logs number attempts." } }
        : {}),
    };
  },
});
