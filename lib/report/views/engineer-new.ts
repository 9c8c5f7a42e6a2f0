import { scopeOf } from "../../access/scope";
import { listNewDestinations } from "../../db/trouble";
import { guard } from "../../model/role";
import type { Table } from "../answer";
import { coverageOf, readCounted } from "../counted";
import { destinationHref } from "../destination-page";
import { defineView } from "../view";

const shown = 8;

export const engineerNew = defineView<Table>({
  id: "engineer-new",
  question: "Which destinations are new?",
  permission: "engineer:view",
  async answer(db, actor, q) {
    guard(actor, "engineer:view");
    const [{ rows, total }, counted] = await Promise.all([listNewDestinations(db, scopeOf(actor), q, shown), readCounted(db, actor, q)]);
    const { basis, freshUntil } = coverageOf(counted);
    return {
      answer: {
        form: "table",
        columns: [
          { id: "host", label: "Destination", unit: "host" },
          { id: "service", label: "Called by", unit: "text" },
          { id: "outcome", label: "Outcome", unit: "outcome" },
          { id: "first", label: "First seen", unit: "time", minor: true },
          { id: "count", label: "Calls", unit: "count", minor: true },
        ],
        rows: rows.map((r, i) => {
          const name = r.host ?? r.ip ?? "";
          return {
            id: String(i),
            link: destinationHref(name, q),
            sample: r.sample,
            cells: {
              host: name,
              domain: r.domain,
              service: r.environment ? `${r.service} (${r.environment})` : r.service,
              outcome: r.outcome,
              first: r.firstSeen.getTime(),
              count: r.count,
            },
          };
        }),
        total,
      },
      coverage: { basis, freshUntil, sample: rows.some((r) => r.sample), notes: ["new to the service, as far back as roll-ups are kept"] },
      ...(total === 0
        ? {
            empty: {
              why: "Every service called only what it had called before this period.",
              action: { label: "All destinations", href: "/destinations" },
            },
          }
        : {}),
    };
  },
});
