import type { AuditRun } from "@/lib/db/audit-run";
import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";
import { exactTime } from "../ui/time-words";
import { periodText, runStatus } from "./run-words";

const columns: TableColumn[] = [
  { id: "requested", label: "Asked for" },
  { id: "by", label: "By", minor: true },
  { id: "period", label: "Period" },
  { id: "status", label: "Status" },
  { id: "fail", label: "Failed", unit: "count", minor: true },
  { id: "unknown", label: "Could not be judged", unit: "count", minor: true },
  { id: "findings", label: "Findings", unit: "count" },
  { id: "took", label: "Took", unit: "durationMs", minor: true },
];

const sum = (run: AuditRun, of: "fail" | "unknown" | "findings"): number | null =>
  run.status === "done" ? Object.values(run.counts).reduce((total, c) => total + c[of], 0) : null;

export function RunList({ runs }: { runs: readonly AuditRun[] }) {
  return (
    <DataTable
      caption="Audits"
      columns={columns}
      rows={runs.map((run) => ({
        id: run.id,
        href: `/audit/${run.id}`,
        cells: {
          requested: <span className="figures">{exactTime(run.requestedAt.getTime()).slice(0, 16)} UTC</span>,
          by: run.requestedBy,
          period: periodText(run),
          status: runStatus[run.status],
          fail: sum(run, "fail"),
          unknown: sum(run, "unknown"),
          findings: sum(run, "findings"),
          took: run.startedAt && run.endedAt ? run.endedAt.getTime() - run.startedAt.getTime() : null,
        },
        sortBy: { requested: run.requestedAt.getTime(), period: run.since.getTime() },
      }))}
    />
  );
}
