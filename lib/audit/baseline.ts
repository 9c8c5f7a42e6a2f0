import type { History } from "../model/audit-subject";

/** What the past says of one kind of window. */
export interface Learned {
  /** 0-167 hour of the week (UTC, Monday first), 168-191 hour of the day, -1 all windows. */
  bucket: number;
  median: number;
  /** Median absolute deviation, unscaled. */
  mad: number;
  mean: number;
  deviation: number;
  samples: number;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Makes a median absolute deviation comparable with a standard deviation (normal distribution). */
export const MAD_SCALE = 1.4826;

// The epoch began on a Thursday.
export const hourOfWeek = (at: number): number => (Math.floor(at / HOUR) + 72) % 168;
export const hourOfDay = (at: number): number => 168 + (Math.floor(at / HOUR) % 24);

export function learn(values: readonly number[], bucket: number): Learned {
  const n = values.length;
  if (n === 0) return { bucket, median: 0, mad: 0, mean: 0, deviation: 0, samples: 0 };
  const middle = median(values);
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const spread = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  return {
    bucket,
    median: middle,
    mad: median(values.map((v) => Math.abs(v - middle))),
    mean,
    deviation: n > 1 ? Math.sqrt(spread / (n - 1)) : 0,
    samples: n,
  };
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** All known windows. `of`: "pair" leaves out those before the pair was first seen. */
export function learnAll(history: History, of: "pair" | "workload"): Learned {
  const { values, known } = history;
  return learn(Array.from(values).slice(of === "pair" ? Math.max(values.length - known, 0) : 0), -1);
}

/**
 * Hourly windows like the one at `at`: the same hour of past weeks and the hours beside it, where that many weeks are
 * known; else the same hour of past days; else undefined, since nothing can be said yet.
 */
export function learnHour(history: History, at: number, weeks: number, days: number): Learned | undefined {
  const { values, known } = history;
  const first = Math.max(values.length - known, 0);
  const collect = (every: number, beside: number): { values: number[]; cycles: number } => {
    const found: number[] = [];
    let cycles = 0;
    for (let i = values.length - every; i >= first; i -= every) {
      cycles++;
      for (let j = Math.max(i - beside, first); j <= Math.min(i + beside, values.length - 1); j++) found.push(values[j]!);
    }
    return { values: found, cycles };
  };
  const weekly = collect(168, 1);
  if (weekly.cycles >= weeks) return learn(weekly.values, hourOfWeek(at));
  const daily = collect(24, 0);
  return daily.cycles >= days ? learn(daily.values, hourOfDay(at)) : undefined;
}

/** Ordinary days reach it rarely: k robust deviations above the median, and never less than `factor` medians. */
export const robustLimit = (l: Learned, k: number, factor: number): number => Math.max(l.median + k * MAD_SCALE * l.mad, l.median * factor);
