import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";
import { visible } from "../ui/visible";

const columns: TableColumn[] = [
  { id: "kind", label: "Task" },
  { id: "error", label: "What went wrong" },
  { id: "attempts", label: "Attempts", unit: "count", minor: true },
  { id: "given", label: "Given up", unit: "time" },
];

export interface DeadTask {
  id: bigint;
  kind: string;
  attempts: number;
  doneAt: Date | null;
  error: string | null;
}

/** Background work that was tried and given up. */
export function DeadTasks({ tasks }: { tasks: readonly DeadTask[] }) {
  return (
    <DataTable
      caption="Background work that was given up"
      columns={columns}
      rows={tasks.map((t) => ({
        id: String(t.id),
        cells: { kind: t.kind, error: visible(t.error ?? ""), attempts: t.attempts, given: t.doneAt?.getTime() ?? null },
      }))}
    />
  );
}
