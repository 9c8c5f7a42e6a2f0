import type { SourceHealth } from "@/lib/db/source-health";
import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";
import { Badge } from "../ui/badge";
import { Count, Duration, Percent } from "../ui/figures";
import { DaySpark } from "./day-spark";
import { KeptMark } from "./kept-mark";
import { samplingWord } from "./sampling-word";
import { StatusWord } from "./status";

const columns: TableColumn[] = [
  { id: "name", label: "Source" },
  { id: "status", label: "Status" },
  { id: "format", label: "Format", minor: true },
  { id: "last", label: "Last record", unit: "time" },
  { id: "lag", label: "Lag, 95 %", align: "end", minor: true },
  { id: "day", label: "Last day, by hour", minor: true },
  { id: "rate", label: "Connections an hour", align: "end", minor: true },
  { id: "rejected", label: "Rejected, last day", align: "end", minor: true },
];

const order: Record<SourceHealth["status"], number> = { silent: 0, rejecting: 1, waiting: 2, receiving: 3, disabled: 4 };

/** Every log feed and how it is. */
export function SourceList({
  sources,
  missed,
  formatNames,
}: {
  sources: SourceHealth[];
  /** Hours of `lastDay` that are gaps, by source. */
  missed: ReadonlyMap<number, ReadonlySet<number>>;
  formatNames: Record<string, string>;
}) {
  return (
    <DataTable
      caption="Sources"
      columns={columns}
      rows={sources.map((s) => ({
        id: String(s.id),
        href: `/sources/${s.id}`,
        sample: s.sample,
        cells: {
          name: (
            <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="code font-medium">{s.name}</span>
              <KeptMark source={s} />
              {s.sampling !== null && (
                <Badge title="It logs a sample: counts are lower bounds">{s.sampling > 1 ? samplingWord(s.sampling) : "sampled"}</Badge>
              )}
            </span>
          ),
          status: <StatusWord status={s.status} />,
          format: formatNames[s.format] ?? s.format,
          last: s.lastRecordAt?.getTime() ?? null,
          lag: (s.lag ?? s.lagMs) === null ? null : <Duration value={s.lag?.p95 ?? s.lagMs} />,
          day: <DaySpark hours={s.lastDay} missed={missed.get(s.id) ?? new Set()} />,
          rate: <Count value={Math.round(s.perHour * 10) / 10} />,
          rejected:
            s.lines === 0 ? null : (
              <span title={`${s.rejected.toLocaleString("en")} of ${s.lines.toLocaleString("en")} lines`}>
                <Percent value={s.rejected / s.lines} />
              </span>
            ),
        },
        sortBy: {
          name: s.name,
          status: order[s.status],
          lag: s.lag?.p95 ?? s.lagMs,
          day: s.perHour,
          rate: s.perHour,
          rejected: s.lines === 0 ? null : s.rejected / s.lines,
        },
      }))}
    />
  );
}
