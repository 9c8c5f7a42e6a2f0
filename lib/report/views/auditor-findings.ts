import { scopeOf } from "../../access/scope";
import { countFindingsByStatus } from "../../db/evidence";
import { guard } from "../../model/role";
import type { Table } from "../answer";
import { defineView } from "../view";

const statusWords: Record<string, string> = {
  open: "Open",
  acknowledged: "Acknowledged",
  accepted: "Accepted until",
  resolved: "Resolved",
};
const order = Object.keys(statusWords);

export const auditorFindings = defineView<Table>({
  id: "auditor-findings",
  question: "What was found, and how long has it been waiting?",
  permission: "auditor:view",
  async answer(db, actor) {
    guard(actor, "auditor:view");
    const rows = await countFindingsByStatus(db, scopeOf(actor));
    rows.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
    const total = rows.reduce((sum, r) => sum + r.count, 0);
    const waiting = rows.filter((r) => r.status === "open").reduce((sum, r) => sum + r.count, 0);
    return {
      answer: {
        form: "table",
        columns: [
          { id: "status", label: "Status", unit: "text" },
          { id: "severity", label: "Severity", unit: "severity" },
          { id: "count", label: "Count", unit: "count" },
          { id: "unassigned", label: "Of nobody", unit: "count", minor: true },
          { id: "oldest", label: "Oldest", unit: "time" },
        ],
        rows: rows.map((r) => ({
          id: `${r.status} ${r.severity}`,
          link: `/findings?${new URLSearchParams({ status: r.status, severity: r.severity })}`,
          sample: r.sample,
          cells: {
            status: statusWords[r.status] ?? r.status,
            severity: r.severity,
            count: r.count,
            unassigned: r.unassigned,
            oldest: r.oldest.getTime(),
          },
        })),
      },
      coverage: {
        basis: `${total} findings now, ${waiting} of them open`,
        notes: ["whatever the period"],
        sample: rows.some((r) => r.sample),
      },
      ...(total === 0
        ? { empty: { why: "No audit has found anything yet. See whether one ran.", action: { label: "Audit runs", href: "/audit" } } }
        : {}),
    };
  },
});
