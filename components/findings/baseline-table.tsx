import type { BaselineRow } from "@/lib/db/baseline";
import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";

/** What a rule has learned of a subject's past. `by`: the statistics that the rule compares with; `unit`: of what it compares. */
export function BaselineTable({
  rows,
  subject,
  unit,
  by,
}: {
  rows: readonly BaselineRow[];
  subject: string;
  unit: "bytes" | "count";
  by: "median" | "mean";
}) {
  const columns: TableColumn[] = [
    { id: "bucket", label: "Windows" },
    { id: "source", label: "Seen by", minor: true },
    { id: "middle", label: by === "median" ? "Median" : "Mean", unit },
    { id: "spread", label: by === "median" ? "Median deviation" : "Standard deviation", unit, minor: true },
    { id: "samples", label: "Learned from", unit: "count" },
    { id: "until", label: "Before", unit: "time", minor: true },
  ];
  return (
    <DataTable
      caption="What the rule has learned"
      columns={columns}
      rows={rows.map((r) => ({
        id: `${r.subject} ${r.bucket}`,
        cells: {
          bucket: bucketWords(r.bucket),
          source: r.subject.slice(subject.length + 3) || null,
          middle: r[by],
          spread: by === "median" ? r.mad : r.deviation,
          samples: r.samples,
          until: r.until.getTime(),
        },
        sortBy: { bucket: r.bucket },
      }))}
    />
  );
}

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function bucketWords(bucket: number): string {
  const hour = `${String(bucket % 24).padStart(2, "0")}:00 UTC`;
  if (bucket < 0) return "Every window";
  return bucket < 168 ? `${days[Math.floor(bucket / 24)]} ${hour}` : `Every day ${hour}`;
}
