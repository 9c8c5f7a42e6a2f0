import { guard } from "../../model/role";
import type { Table } from "../answer";
import { readCounted } from "../counted";
import { readSamplingNotes } from "../source-gaps";
import { readSourceStates, sourceStates } from "../source-states";
import { defineView } from "../view";

export const cisoCoverage = defineView<Table>({
  id: "ciso-coverage",
  question: "What does this page see, and what not?",
  permission: "ciso:view",
  async answer(db, actor, q) {
    guard(actor, "ciso:view");
    const [{ sources, basis }, counted, sampling] = await Promise.all([
      readSourceStates(db, q),
      readCounted(db, actor, q),
      readSamplingNotes(db, actor, q),
    ]);
    const name = (r: (typeof counted)[number]) => `${r.service}\0${r.environment}`;
    const seen = new Set(counted.map(name));
    const unnamed = new Set(counted.filter((r) => r.provisional).map(name));
    return {
      answer: {
        form: "table",
        columns: [
          { id: "source", label: "Source", unit: "text" },
          { id: "status", label: "State", unit: "text" },
          { id: "last", label: "Last record", unit: "time" },
          { id: "rate", label: "Records an hour", unit: "count", minor: true },
          { id: "rejected", label: "Rejected", unit: "ratio", minor: true },
        ],
        rows: sources.map((s) => ({
          id: String(s.id),
          link: `/sources/${s.id}`,
          sample: s.sample,
          cells: {
            source: s.name,
            status: sourceStates[s.status],
            last: s.lastRecordAt?.getTime() ?? null,
            rate: Math.round(s.perHour),
            rejected: s.lines === 0 ? null : s.rejected / s.lines,
          },
        })),
      },
      coverage: {
        basis,
        notes: [
          ...sampling,
          `${seen.size} workloads judged`,
          ...(unnamed.size > 0
            ? [`${unnamed.size} known by their address only: map them`]
            : ["all of them named by a mapping or their logs"]),
        ],
      },
      ...(sources.length === 0
        ? {
            empty: {
              why: "No source is connected, so nothing on this page can be seen yet.",
              action: { label: "Connect a source", href: "/sources/new" },
            },
          }
        : {}),
    };
  },
});
