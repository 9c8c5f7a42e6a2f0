import type { Period } from "./period";
import { addUnits, floorTo, type Unit } from "./zone";

/** Starts of the buckets, ascending; each ends where the next starts, the last one at `end`. */
export interface Buckets {
  starts: number[];
  end: number;
  unit: Unit;
  step: number;
}

const steps: readonly { unit: Unit; step: number; ms: number }[] = [
  { unit: "second", step: 1, ms: 1e3 },
  { unit: "second", step: 10, ms: 1e4 },
  { unit: "minute", step: 1, ms: 6e4 },
  { unit: "minute", step: 5, ms: 3e5 },
  { unit: "minute", step: 15, ms: 9e5 },
  { unit: "hour", step: 1, ms: 3.6e6 },
  { unit: "hour", step: 3, ms: 1.08e7 },
  { unit: "hour", step: 6, ms: 2.16e7 },
  { unit: "hour", step: 12, ms: 4.32e7 },
  { unit: "day", step: 1, ms: 8.64e7 },
  { unit: "week", step: 1, ms: 6.048e8 },
  { unit: "month", step: 1, ms: 2.6298e9 },
  { unit: "year", step: 1, ms: 3.15576e10 },
];

/**
 * Cuts a period at round times of the zone's own clock, into at most `most` buckets (and one or two cut ones at its ends).
 * A day with a change of clocks has 23 or 25 hours; parts of a day longer than an hour start anew with each day.
 */
export function bucketsOf({ from, to }: Period, zone: string, most = 80, finest: Unit = "second"): Buckets {
  const allowed = steps.slice(steps.findIndex((s) => s.unit === finest));
  const { unit, step, ms } = allowed.find((s) => (to - from) / s.ms <= most) ?? allowed.at(-1)!;
  const starts: number[] = [];
  if (unit === "hour" && step > 1) {
    for (let day = floorTo(from, "day", zone); day < to; ) {
      const next = addUnits(day, "day", 1, zone);
      for (let t = day; t < next; t += ms) starts.push(t);
      day = next;
    }
  } else {
    let t = floorTo(from, unit, zone);
    const whole = unit === "day" || unit === "week" || unit === "month" || unit === "year";
    if (!whole && step > 1) t -= mod(t - floorTo(from, unit === "second" ? "minute" : "hour", zone), ms);
    while (t < to) {
      starts.push(t);
      t = whole ? addUnits(t, unit, 1, zone) : t + ms;
    }
  }
  const first = starts.findLastIndex((t) => t <= from);
  const kept = starts.slice(Math.max(0, first)).filter((t) => t < to);
  const last = kept.at(-1)!;
  const end = unit === "hour" || unit === "minute" || unit === "second" ? last + ms : addUnits(last, unit, 1, zone);
  return { starts: kept, end, unit, step };
}

const mod = (n: number, by: number): number => ((n % by) + by) % by;

/** Which bucket holds the instant, or -1. */
export function bucketAt({ starts, end }: Pick<Buckets, "starts" | "end">, t: number): number {
  if (starts.length === 0 || t < starts[0]! || t >= end) return -1;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (starts[mid]! <= t) low = mid + 1;
    else high = mid;
  }
  return low - 1;
}
