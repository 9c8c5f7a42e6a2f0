import type { Series as Answer } from "@/lib/report/answer";
import { OutcomeShape } from "../ui/outcome";
import { inkFill } from "./fill";
import { format } from "./format";
import { SeriesChart } from "./series-chart";

/** Over time: stacked bars for amounts, lines for ratios. The legend is HTML and carries the totals. */
export function Series({ answer, name, height = 220 }: { answer: Answer; name: string; height?: number }) {
  const { link, ...plain } = answer;
  const links = link ? answer.buckets.map((at) => link(at, at + answer.bucketMs)) : undefined;
  const summed = answer.unit === "count" || answer.unit === "bytes";
  const shown = plain.series.filter((s) => plain.series.length === 1 || s.values.some((v) => v !== null && v !== 0));
  return (
    <div>
      <ul className="figures mb-3 flex flex-wrap gap-x-5 gap-y-1 text-xs text-soft">
        {shown.map((s, i) => (
          <li key={s.id} className="inline-flex items-center gap-1.5">
            {s.outcome ? (
              <OutcomeShape outcome={s.outcome} />
            ) : (
              <span aria-hidden className="h-2.5 w-2.5 rounded-xs" style={{ background: inkFill(i) }} />
            )}
            {s.label}
            {summed && (
              <span className="font-medium text-ink">
                {format(
                  answer.unit,
                  s.values.reduce<number>((sum, v) => sum + (v ?? 0), 0),
                )}
              </span>
            )}
          </li>
        ))}
        {shown.some((s) => s.previous) && (
          <li className="inline-flex items-center gap-1.5">
            <svg aria-hidden="true" width="16" height="2" className="text-faint">
              <path d="M0 1h16" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 2" />
            </svg>
            Period before
          </li>
        )}
        {(answer.gaps?.length ?? 0) > 0 && (
          <li className="inline-flex items-center gap-1.5">
            <span aria-hidden className="hatch h-2.5 w-4" />
            Data missing
          </li>
        )}
      </ul>
      <SeriesChart answer={{ ...plain, series: shown }} links={links} name={name} height={height} />
    </div>
  );
}
