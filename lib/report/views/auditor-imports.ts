import { countRejectReasons, listSourceBalances } from "../../db/import-balance";
import { listSources } from "../../db/source-health";
import { guard } from "../../model/role";
import type { Table } from "../answer";
import { defineView } from "../view";

export const auditorImports = defineView<Table>({
  id: "auditor-imports",
  question: "Does every line that came in have an account?",
  permission: "auditor:view",
  async answer(db, actor, q) {
    guard(actor, "auditor:view");
    const noted = q.noted ?? q.period;
    const [balances, reasons, sources] = await Promise.all([
      listSourceBalances(db, noted),
      countRejectReasons(db, noted),
      listSources(db, new Date(q.period.to)),
    ]);
    const sum = (of: (b: (typeof balances)[number]) => number) => balances.reduce((total, b) => total + of(b), 0);
    const unbalanced = sum((b) => b.unbalanced);
    const idOf = new Map(sources.map((s) => [s.name, s.id]));
    return {
      answer: {
        form: "table",
        columns: [
          { id: "source", label: "Source", unit: "text" },
          { id: "imports", label: "Imports", unit: "count", minor: true },
          { id: "lines", label: "Lines", unit: "count" },
          { id: "used", label: "Used", unit: "count", minor: true },
          { id: "duplicates", label: "Duplicates", unit: "count", minor: true },
          { id: "skipped", label: "Skipped", unit: "count", minor: true },
          { id: "rejected", label: "Rejected", unit: "count" },
          { id: "balance", label: "Balance", unit: "text" },
        ],
        rows: balances.map((b) => ({
          id: b.source,
          ...(idOf.has(b.source) && { link: `/sources/${idOf.get(b.source)}` }),
          sample: b.sample,
          cells: {
            source: b.source,
            imports: b.imports,
            lines: b.lines,
            used: b.used,
            duplicates: b.duplicates,
            skipped: b.skipped,
            rejected: b.rejected,
            balance: b.unbalanced === 0 ? "balanced" : `${b.unbalanced} not balanced`,
          },
        })),
      },
      coverage: {
        basis: `${sum((b) => b.lines).toLocaleString("en")} lines${sum((b) => b.replayed) > 0 ? ` and ${sum((b) => b.replayed).toLocaleString("en")} read from quarantine` : ""} = ${sum((b) => b.used).toLocaleString("en")} used + ${sum((b) => b.duplicates).toLocaleString("en")} duplicates + ${sum((b) => b.skipped).toLocaleString("en")} skipped + ${sum((b) => b.rejected).toLocaleString("en")} rejected`,
        notes: [
          "by time of receipt",
          unbalanced === 0 ? "every import balances" : `${unbalanced} imports do not balance`,
          ...reasons.slice(0, 5).map((r) => `${r.lines.toLocaleString("en")} rejected: ${r.reason}`),
        ],
        sample: balances.some((b) => b.sample),
      },
      ...(balances.length === 0
        ? { empty: { why: "Nothing was received in this period.", action: { label: "See the sources", href: "/sources" } } }
        : {}),
    };
  },
});
