"use client";

import { useId, useState } from "react";
import { Bar, BarChart, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { Outcome } from "@/lib/model/verdict";
import type { CountedOverTime } from "@/lib/report/search-connections";
import { outcomeFill } from "../answers/fill";
import { compactCount, fullCount } from "../ui/number";
import { OutcomeShape, outcomeLook } from "../ui/outcome";
import type { HistogramBar } from "./histogram";
import { zoneLabel } from "./zone-time";

/** The drawing alone; in a chunk of its own. */
export function HistogramPlot({
  bars,
  gaps,
  outcomes,
  zone,
  days,
  cursor,
  onZoom,
}: {
  bars: readonly HistogramBar[];
  gaps: CountedOverTime["gaps"];
  outcomes: readonly Outcome[];
  zone: string;
  days: boolean;
  cursor: { at: number; end: number } | undefined;
  onZoom: (from: number, to: number) => void;
}) {
  const hatch = useId();
  const [drag, setDrag] = useState<{ at: number; end: number }>();
  const marked = drag ?? cursor;
  const data = bars.map((b) => ({ from: b.from, ...b.counts }));
  const at = (index: unknown): number | undefined => {
    const n = Number(index ?? Number.NaN);
    return Number.isInteger(n) && n >= 0 && n < bars.length ? n : undefined;
  };
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 800, height: 112 }}>
      <BarChart
        data={data}
        accessibilityLayer={false}
        margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
        barCategoryGap={bars.length > 60 ? 1 : "12%"}
        style={{ cursor: "crosshair" }}
        onMouseDown={(s) => {
          const i = at(s.activeTooltipIndex);
          if (i !== undefined) setDrag({ at: i, end: i });
        }}
        onMouseMove={(s) => {
          const i = at(s.activeTooltipIndex);
          if (i !== undefined) setDrag((d) => d && { ...d, end: i });
        }}
        onMouseUp={() => {
          if (drag) onZoom(drag.at, drag.end);
          setDrag(undefined);
        }}
        onMouseLeave={() => setDrag(undefined)}
      >
        <defs>
          <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="1.6" height="4" fill="var(--unknown)" />
          </pattern>
        </defs>
        <XAxis
          dataKey="from"
          tickFormatter={(t: number) => zoneLabel(t, zone, days)}
          tickLine={false}
          axisLine={{ stroke: "var(--line-strong)" }}
          tick={{ fontSize: 11, fill: "var(--faint)" }}
          minTickGap={48}
          height={20}
        />
        <YAxis
          width={44}
          tickCount={3}
          allowDecimals={false}
          tickFormatter={compactCount}
          tickLine={false}
          axisLine={false}
          tick={{ fontSize: 11, fill: "var(--faint)" }}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--ink)", fillOpacity: 0.06 }}
          content={({ active, label }) => {
            const bar = active ? bars.find((b) => b.from === label) : undefined;
            return bar ? <Reading bar={bar} outcomes={outcomes} zone={zone} days={days} /> : null;
          }}
        />
        {gaps.map((gap) => (
          <ReferenceArea
            key={gap.from}
            x1={bars.findLast((b) => b.from <= gap.from)?.from ?? 0}
            x2={bars.findLast((b) => b.from < gap.to)?.from ?? 0}
            fill={`url(#${hatch})`}
            fillOpacity={0.5}
            ifOverflow="hidden"
          />
        ))}
        {marked && bars[marked.at] && bars[marked.end] && (
          <ReferenceArea
            x1={bars[marked.at]!.from}
            x2={bars[marked.end]!.from}
            fill="var(--accent)"
            fillOpacity={0.14}
            stroke="var(--accent)"
            strokeOpacity={0.6}
          />
        )}
        {outcomes.map((o) => (
          <Bar key={o} dataKey={o} stackId="all" fill={o === "unexplained" ? `url(#${hatch})` : outcomeFill(o)} isAnimationActive={false} />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

function Reading({ bar, outcomes, zone, days }: { bar: HistogramBar; outcomes: readonly Outcome[]; zone: string; days: boolean }) {
  return (
    <div className="min-w-44 rounded-md bg-raised px-3 py-2 text-xs text-ink shadow-over">
      <p className="mb-1 font-medium">
        {zoneLabel(bar.from, zone, days)}
        {!days && ` – ${zoneLabel(bar.to, zone, false)}`}
      </p>
      <dl className="figures grid grid-cols-[1fr_auto] gap-x-3 gap-y-0.5">
        {outcomes
          .filter((o) => bar.counts[o])
          .map((o) => (
            <div key={o} className="contents">
              <dt className="inline-flex items-center gap-1.5 text-soft">
                <OutcomeShape outcome={o} />
                {outcomeLook[o].label}
              </dt>
              <dd className="text-right font-medium">{fullCount(bar.counts[o] ?? 0)}</dd>
            </div>
          ))}
      </dl>
      {bar.gap && <p className="mt-1 max-w-60 text-soft">{bar.gap}</p>}
      <p className="mt-1 text-faint">Click or drag to zoom in</p>
    </div>
  );
}
