import { keptWords } from "../../model/kept-values";
import { guard } from "../../model/role";
import type { Table } from "../answer";
import { readSourceStates, sourceStates } from "../source-states";
import { defineView } from "../view";

export const auditorSources = defineView<Table>({
  id: "auditor-sources",
  question: "Which sources tell, and which have gone silent?",
  permission: "auditor:view",
  async answer(db, actor, q) {
    guard(actor, "auditor:view");
    const { sources, count, basis } = await readSourceStates(db, q);
    const keeping = sources.filter((s) => keptWords(s) !== undefined).length;
    return {
      answer: {
        form: "table",
        columns: [
          { id: "source", label: "Source", unit: "text" },
          { id: "format", label: "Format", unit: "text", minor: true },
          { id: "status", label: "State", unit: "text" },
          { id: "last", label: "Last record", unit: "time" },
          { id: "values", label: "Personal values", unit: "text", minor: true },
        ],
        rows: sources.map((s) => ({
          id: String(s.id),
          link: `/sources/${s.id}`,
          sample: s.sample,
          cells: {
            source: s.name,
            format: s.format,
            status: sourceStates[s.status],
            last: s.lastRecordAt?.getTime() ?? null,
            values: keptWords(s) ?? "masked",
          },
        })),
      },
      coverage: {
        basis,
        notes: [
          ...(count("silent") > 0 ? [`${count("silent")} silent: what they would have told is not on this page`] : []),
          keeping === 0 ? "all mask personal values" : `${keeping} keep queries or users in full`,
        ],
        sample: sources.some((s) => s.sample),
      },
      ...(sources.length === 0 ? { empty: { why: "No source is connected, so there is nothing to audit yet." } } : {}),
    };
  },
});
