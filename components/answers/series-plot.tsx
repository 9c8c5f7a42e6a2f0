"use client";

import { useRouter } from "next/navigation";
import { useId, useRef } from "react";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { inkFill, outcomeFill } from "./fill";
import { axisTicks, bucketLabel, format } from "./format";
import type { SeriesChartProps } from "./series-chart";
import { SeriesReading } from "./series-reading";
import { shareTicks } from "./share-ticks";

type Point = { at: number; ghost: number | null } & Record<string, number | null>;

/** The drawing. Arrow keys move through the buckets, Enter opens the one that is read out. */
export function SeriesPlot({ answer, links, name }: SeriesChartProps) {
  const hatch = useId();
  const router = useRouter();
  const reading = useRef<number>(undefined);
  const { buckets, series, unit } = answer;
  const lines = unit === "ratio" || unit === "durationMs";
  const compared = series.some((s) => s.previous);

  const points = buckets.map((at, i): Point => {
    const point: Point = { at, ghost: null };
    for (const s of series) {
      point[s.id] = s.values[i] ?? null;
      if (lines) point[`${s.id}:before`] = s.previous?.[i] ?? null;
    }
    if (compared && !lines)
      point.ghost = series.reduce<number | null>((sum, s) => (s.previous?.[i] == null ? sum : (sum ?? 0) + s.previous[i]!), null);
    return point;
  });
  const ticks = axisTicks(buckets, answer.bucketMs);
  const bucketOf = (at: number) => buckets.findLast((b) => b <= at) ?? buckets[0];
  const lowest = Math.min(1, ...series.flatMap((s) => [...s.values, ...(s.previous ?? [])].filter((v) => v !== null)));
  const shares = shareTicks(lowest);
  const open = (index: number | undefined) => {
    const href = index === undefined ? undefined : links?.[index];
    if (href) router.push(href);
  };
  const colour = (s: (typeof series)[number], i: number) =>
    s.outcome === "unexplained" ? (lines ? "var(--unknown)" : `url(#${hatch})`) : s.outcome ? outcomeFill(s.outcome) : inkFill(i);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the chart inside is the focusable element; Enter bubbles from it.
    <div className="size-full" onKeyDown={(e) => e.key === "Enter" && open(reading.current)}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 220 }}>
        <ComposedChart
          data={points}
          title={name}
          margin={{ top: answer.marks?.length ? 18 : 6, right: 4, bottom: 0, left: 0 }}
          barCategoryGap={buckets.length > 60 ? 0 : "12%"}
          onClick={(state) => open(Number(state.activeTooltipIndex ?? Number.NaN))}
          style={links ? { cursor: "pointer" } : undefined}
        >
          <defs>
            <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="1.4" height="4" fill="var(--unknown)" />
            </pattern>
          </defs>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            tickFormatter={(at: number) => bucketLabel(at, answer.bucketMs)}
            tickLine={false}
            axisLine={{ stroke: "var(--line-strong)" }}
            tick={{ fontSize: 11, fill: "var(--faint)" }}
            {...(ticks ? { ticks, minTickGap: 12 } : { minTickGap: 36 })}
            height={22}
          />
          <YAxis
            tickFormatter={(v: number) => format(unit, v)}
            tickLine={false}
            axisLine={false}
            tick={{ fontSize: 11, fill: "var(--faint)" }}
            width={unit === "bytes" ? 58 : 48}
            tickCount={5}
            {...(unit === "ratio" ? { ticks: shares, domain: [shares[0] ?? 0, 1] } : { domain: [0, "auto"] })}
            allowDecimals={unit !== "count"}
          />
          {answer.gaps?.map((gap) => (
            <ReferenceArea
              key={gap.from}
              x1={bucketOf(gap.from) ?? 0}
              x2={bucketOf(gap.to - 1) ?? 0}
              fill={`url(#${hatch})`}
              fillOpacity={0.5}
              ifOverflow="hidden"
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--line-strong)" }}
            content={({ active, label }) => {
              const index = active && typeof label === "number" ? buckets.indexOf(label) : -1;
              reading.current = index < 0 ? undefined : index;
              return index < 0 ? null : <SeriesReading answer={answer} index={index} opens={links !== undefined} />;
            }}
          />
          {series.map((s, i) =>
            lines ? (
              <Line
                key={s.id}
                dataKey={s.id}
                stroke={colour(s, i)}
                strokeWidth={2}
                dot={buckets.length === 1}
                activeDot={{ r: 3 }}
                isAnimationActive={false}
                type="linear"
              />
            ) : (
              <Bar key={s.id} dataKey={s.id} stackId="all" fill={colour(s, i)} isAnimationActive={false} maxBarSize={40} />
            ),
          )}
          {compared &&
            (lines ? series.map((s) => `${s.id}:before`) : ["ghost"]).map((key) => (
              <Line
                key={key}
                dataKey={key}
                stroke="var(--faint)"
                strokeWidth={1.25}
                strokeDasharray="3 3"
                dot={false}
                activeDot={false}
                isAnimationActive={false}
                type="linear"
              />
            ))}
          {answer.marks?.map((mark) => (
            <ReferenceLine
              key={`${mark.at}${mark.label}`}
              x={bucketOf(mark.at) ?? 0}
              stroke="var(--accent)"
              strokeWidth={1}
              label={{ value: mark.label, position: "top", fontSize: 11, fill: "var(--accent)" }}
            />
          ))}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
