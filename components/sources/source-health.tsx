import type { ReactNode } from "react";
import type { SourcePage } from "@/lib/report/source-page";
import { format } from "../answers/format";
import { Series } from "../answers/series";
import { Section, Sheet } from "../page/page";
import { Percent } from "../ui/figures";
import { Time } from "../ui/time";
import { Reasons } from "./account";
import { samplingWord } from "./sampling-word";
import { StatusWord } from "./status";

const number = (n: number): string => n.toLocaleString("en", { maximumFractionDigits: n < 10 ? 1 : 0 });

/** How a source is: rate, lag, last record, rejects, gaps; what its figures cannot say is said. */
export function SourceHealth({ page, sampled }: { page: SourcePage; sampled?: string | undefined }) {
  const { health: h, gaps, quiet, lost } = page;
  const silent = gaps.filter((g) => g.kind === "silent").reduce((sum, g) => sum + (g.to - g.from) / 3_600_000, 0);
  const figures: [string, ReactNode, string?][] = [
    ["Status", <StatusWord key="status" status={h.status} />],
    ["Lines a minute", number(h.linesPerMinute), "over the last hour"],
    ["Records a minute", number(h.recordsPerMinute), "over the last hour"],
    ["Lag", h.lag ? `${format("durationMs", h.lag.p50)} · ${format("durationMs", h.lag.p95)}` : "–", "half within, 95 % within"],
    ["Last record", h.lastRecordAt ? <Time key="last" at={h.lastRecordAt} /> : "none yet"],
    ["Rejected", h.lines > 0 ? <Percent key="rejected" value={h.rejected / h.lines} /> : "–", "of the last day's lines"],
    ["Gaps", silent === 0 ? "none" : `${number(silent)} h`, "in the week shown"],
    ["Sampling", samplingWord(h.sampling)],
  ];
  return (
    <Section
      title="Health"
      note="Connections by the hour they happened in. Hatched: hours that nothing is known of, where there usually is something."
    >
      <Sheet className="grid gap-4 p-4 sm:p-5">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4 xl:grid-cols-8">
          {figures.map(([name, value, note]) => (
            <div key={name} className="min-w-0">
              <dt className="text-xs text-faint">{name}</dt>
              <dd className="figures text-sm font-medium">{value}</dd>
              {note && <dd className="text-xs text-faint">{note}</dd>}
            </div>
          ))}
        </dl>
        <Series answer={page.hours} name="Connections by hour" height={160} />
        <div className="grid gap-1">
          <Reasons label="Rejected in the last day because" reasons={Object.fromEntries(page.rejects.map((r) => [r.reason, r.lines]))} />
          {quiet > 0 && (
            <p className="text-sm text-soft">
              No traffic, as the log says, in <span className="figures">{number(quiet)}</span> capture windows (NODATA): known, and none.
            </p>
          )}
          {lost > 0 && (
            <p className="text-sm font-medium">
              Records were lost, as the log says, in <span className="figures">{number(lost)}</span> capture windows: what passed then is
              not known.
            </p>
          )}
          {h.sampling !== null && (
            <p className="text-sm text-soft">
              {sampled ? `${sampled}. ` : ""}This source logs a sample: what was not sampled is not here, so counts are lower bounds, and
              bytes that are raised to the whole are estimates.
            </p>
          )}
        </div>
      </Sheet>
    </Section>
  );
}
