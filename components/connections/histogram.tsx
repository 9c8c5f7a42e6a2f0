"use client";

import dynamic from "next/dynamic";
import { use, useEffect, useMemo, useState } from "react";
import { type Outcome, outcomes } from "@/lib/model/verdict";
import type { Period } from "@/lib/query/period";
import type { CountedOverTime } from "@/lib/report/search-connections";
import { Twin } from "../answers/twin";
import { isTyping } from "../table/use-row-keys";
import { fullCount } from "../ui/number";
import { OutcomeShape, outcomeLook } from "../ui/outcome";
import { Skeleton } from "../ui/skeleton";
import { useView } from "./use-view";
import { zoneLabel, zoneName } from "./zone-time";

const Plot = dynamic(() => import("./histogram-plot").then((m) => m.HistogramPlot), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

const DataTable = dynamic(() => import("../table/data-table").then((m) => m.DataTable), {
  loading: () => <Skeleton className="mx-4 mb-4 h-36" />,
});

export interface HistogramBar {
  from: number;
  to: number;
  total: number;
  counts: Partial<Record<Outcome, number>>;
  /** Why the counts are not the whole. */
  gap?: string | undefined;
}

/** When it happened: click or drag to zoom in, arrows and Enter by keyboard, `z` to zoom out. */
export function Histogram({ histogram, period }: { histogram: Promise<CountedOverTime>; period: Period }) {
  const counted = use(histogram);
  const { view, search } = useView();
  const [cursor, setCursor] = useState<{ at: number; end: number }>();
  const { starts, end, unit } = counted.buckets;
  const days = unit === "day" || unit === "week" || unit === "month" || unit === "year";
  const bars = useMemo(
    () =>
      starts.map((from, i): HistogramBar => {
        const counts = Object.fromEntries(counted.series.map((s) => [s.outcome, s.values[i] ?? 0]));
        const total = counted.series.reduce((n, s) => n + (s.values[i] ?? 0), 0);
        return { from, to: starts[i + 1] ?? end, total, counts, gap: counted.gaps.find((g) => g.from <= from && g.to > from)?.reason };
      }),
    [counted, starts, end],
  );
  const present = outcomes.filter((o) => counted.series.some((s) => s.outcome === o));

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "z" || e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      e.preventDefault();
      const span = period.to - period.from;
      const to = Math.min(period.to + span / 2, Math.max(period.to, Date.now()));
      search({ from: new Date(to - 2 * span).toISOString(), to: new Date(to).toISOString() });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [period, search]);

  const zoom = (from: number, to: number) => {
    const a = bars[Math.min(from, to)];
    const b = bars[Math.max(from, to)];
    if (a && b)
      search({ from: new Date(Math.max(a.from, period.from)).toISOString(), to: new Date(Math.min(b.to, period.to)).toISOString() });
  };
  const onKeyDown = (e: React.KeyboardEvent) => {
    const last = bars.length - 1;
    const now = cursor ?? { at: 0, end: 0 };
    const step = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (step !== 0) {
      const next = cursor ? Math.min(Math.max(now.end + step, 0), last) : step > 0 ? 0 : last;
      setCursor({ at: e.shiftKey && cursor ? now.at : next, end: next });
    } else if (e.key === "Home") setCursor({ at: 0, end: 0 });
    else if (e.key === "End") setCursor({ at: last, end: last });
    else if (e.key === "Enter" && cursor) zoom(cursor.at, cursor.end);
    else if (e.key === "Escape") setCursor(undefined);
    else return;
    e.preventDefault();
  };

  const chosen = cursor && bars.slice(Math.min(cursor.at, cursor.end), Math.max(cursor.at, cursor.end) + 1);
  const reading = chosen?.length
    ? `${zoneLabel(chosen[0]!.from, view.tz, days)} to ${zoneLabel(chosen.at(-1)!.to, view.tz, days)}: ${fullCount(chosen.reduce((n, b) => n + b.total, 0))} connections${missing(chosen)}. Enter zooms in.`
    : "";
  return (
    <Twin
      name="When it happened"
      question={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1 font-normal">
          <span className="font-semibold">When it happened</span>
          {present.map((o) => (
            <span key={o} className="inline-flex items-center gap-1.5 text-xs text-soft">
              <OutcomeShape outcome={o} />
              {outcomeLook[o].label}
            </span>
          ))}
          {counted.gaps.length > 0 && (
            <span className="inline-flex items-center gap-1.5 text-xs text-soft">
              <span aria-hidden className="hatch h-2.5 w-4" />
              Data missing
            </span>
          )}
        </span>
      }
      chart={
        <div className="px-3 pb-1">
          <div
            role="slider"
            aria-label="Histogram: arrows move, Shift and arrows select, Enter zooms in, z zooms out"
            aria-valuemin={0}
            aria-valuemax={Math.max(0, bars.length - 1)}
            aria-valuenow={cursor?.end ?? 0}
            aria-valuetext={reading || "Nothing selected"}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onBlur={() => setCursor(undefined)}
            className="h-28 rounded-sm outline-none focus-visible:outline-2"
          >
            <Plot bars={bars} gaps={counted.gaps} outcomes={present} zone={view.tz} days={days} cursor={cursor} onZoom={zoom} />
          </div>
          <p aria-live="polite" className="h-4 truncate px-2 text-xs text-faint">
            {reading ||
              `${zoneName(view.tz, period.to)}${counted.certainty === "exact" ? "" : " · counts are at most: this filter is finer than the hourly counts"}`}
          </p>
        </div>
      }
      table={
        <DataTable
          caption="When it happened"
          height="9rem"
          columns={[
            { id: "from", label: `From (${zoneName(view.tz, period.from)})`, sortable: false },
            { id: "total", label: "Connections", unit: "count" },
            ...present.map((o) => ({ id: o, label: outcomeLook[o].label, unit: "count" as const, minor: true })),
            ...(counted.gaps.length > 0 ? [{ id: "gap", label: "Not known", unit: "text" as const, sortable: false }] : []),
          ]}
          rows={bars.map((b) => ({
            id: String(b.from),
            cells: { from: zoneLabel(b.from, view.tz, days), total: b.total, ...b.counts, gap: b.gap ?? null },
          }))}
        />
      }
    />
  );
}

function missing(chosen: readonly HistogramBar[]): string {
  const reasons = [...new Set(chosen.flatMap((b) => b.gap ?? []))];
  return reasons.length > 0 ? `; ${reasons.join("; ")}` : "";
}
