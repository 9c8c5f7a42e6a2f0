import type { BaselineRow } from "@/lib/db/baseline";
import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";

const columns: TableColumn[] = [
  { id: "bucket", label: "Windows" },
  { id: "source", label: "Seen by", minor: true },
  { id: "median", label: "Median", unit: "count" },
  { id: "mad", label: "Median deviation", unit: "count", minor: true },
  { id: "mean", label: "Mean", unit: "count" },
  { id: "deviation", label: "Standard deviation", unit: "count", minor: true },
  { id: "samples", label: "Windows learned from", unit: "count" },
  { id: "until", label: "Before", unit: "time", minor: true },
];

/** What a rule has learned of a subject's past. `unit` is of what it compares. */
export function BaselineTable({ rows, subject, unit }: { rows: readonly BaselineRow[]; subject: string; unit: "bytes" | "count" }) {
  return (
    <DataTable
      caption="What the rule has learned"
      columns={columns.map((c) => (["median", "mad", "mean", "deviation"].includes(c.id) ? { ...c, unit } : c))}
      rows={rows.map((r) => ({
        id: `${r.subject} ${r.bucket}`,
        cells: {
          bucket: bucketWords(r.bucket),
          source: r.subject.slice(subject.length + 3) || null,
          median: r.median,
          mad: r.mad,
          mean: r.mean,
          deviation: r.deviation,
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
