import { OutcomeShape } from "../ui/outcome";
import { bucketName, format } from "./format";
import type { SeriesChartProps } from "./series-chart";

/** What the chart says at one bucket. */
export function SeriesReading({ answer, index, opens }: { answer: SeriesChartProps["answer"]; index: number; opens: boolean }) {
  const at = answer.buckets[index] ?? 0;
  const marks = answer.marks?.filter((m) => m.at >= at && m.at < at + answer.bucketMs) ?? [];
  const gap = answer.gaps?.find((g) => g.from < at + answer.bucketMs && g.to > at);
  return (
    <div className="min-w-44 rounded-md bg-raised px-3 py-2 text-xs text-ink shadow-over">
      <p className="mb-1 font-medium">{bucketName(at, answer.bucketMs)}</p>
      <dl className="figures grid grid-cols-[1fr_auto_auto] gap-x-3 gap-y-0.5">
        {answer.series.map((s) => (
          <div key={s.id} className="contents">
            <dt className="inline-flex items-center gap-1.5 text-soft">
              {s.outcome && <OutcomeShape outcome={s.outcome} />}
              {s.label}
            </dt>
            <dd className="text-right font-medium">{format(answer.unit, s.values[index])}</dd>
            <dd className="text-right text-faint">{s.previous?.[index] == null ? "" : format(answer.unit, s.previous[index])}</dd>
          </div>
        ))}
      </dl>
      {marks.map((m) => (
        <p key={m.label} className="mt-1 text-accent">
          {m.label}
        </p>
      ))}
      {gap && <p className="mt-1 text-soft">{gap.reason}</p>}
      {opens && <p className="mt-1 text-faint">Click or Enter to list them</p>}
    </div>
  );
}
