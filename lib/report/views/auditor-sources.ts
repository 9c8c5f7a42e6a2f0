import { listSources, type SourceStatus } from "../../db/source-health";
import { guard } from "../../model/role";
import type { Table } from "../answer";
import { defineView } from "../view";

const words: Record<SourceStatus, string> = {
  silent: "Silent",
  rejecting: "Rejecting lines",
  waiting: "Nothing sent yet",
  disabled: "Disabled",
  receiving: "Receiving",
};
const worstFirst = Object.keys(words);

export const auditorSources = defineView<Table>({
  id: "auditor-sources",
  question: "Which sources tell, and which have gone silent?",
  permission: "auditor:view",
  async answer(db, actor, q) {
    guard(actor, "auditor:view");
    const sources = await listSources(db, new Date(q.period.to));
    sources.sort((a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status) || a.name.localeCompare(b.name));
    const count = (status: SourceStatus) => sources.filter((s) => s.status === status).length;
    const unmasked = sources.filter((s) => s.unmasked).length;
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
            status: words[s.status],
            last: s.lastRecordAt?.getTime() ?? null,
            values: s.unmasked ? "kept in full" : "masked",
          },
        })),
      },
      coverage: {
        basis: `${count("receiving")} of ${sources.length} sources receiving`,
        notes: [
          ...(count("silent") > 0 ? [`${count("silent")} silent: what they would have told is not on this page`] : []),
          unmasked === 0 ? "all mask personal values" : `${unmasked} keep personal values in full`,
        ],
        sample: sources.some((s) => s.sample),
      },
      ...(sources.length === 0 ? { empty: { why: "No source is connected, so there is nothing to audit yet." } } : {}),
    };
  },
});
