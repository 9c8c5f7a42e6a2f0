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
 * Hourly windows like the one at `at`: of each past week the same hour, where that many weeks are known; else of each past
 * day; else undefined, since nothing can be said yet. A job that starts a little late falls into the hour beside: the
 * largest of the three stands for the week.
 */
export function learnHour(history: History, at: number, weeks: number, days: number): Learned | undefined {
  const { values, known } = history;
  const first = Math.max(values.length - known, 0);
  const collect = (every: number): number[] => {
    const found: number[] = [];
    for (let i = values.length - every; i >= first; i -= every) {
      let most = values[i]!;
      for (const j of [i - 1, i + 1]) if (j >= first && j < values.length) most = Math.max(most, values[j]!);
      found.push(most);
    }
    return found;
  };
  const weekly = collect(168);
  if (weekly.length >= weeks) return learn(weekly, hourOfWeek(at));
  const daily = collect(24);
  return daily.length >= days ? learn(daily, hourOfDay(at)) : undefined;
}

/** What only one past window in `1 / (1 - share)` was above; 0 where nothing is known. */
export function quantile(history: History, share: number): number {
  const { values, known } = history;
  const sorted = Float64Array.from(Array.from(values).slice(Math.max(values.length - known, 0))).sort();
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}

/** Ordinary days reach it rarely: k robust deviations above the median, and never less than `factor` medians. */
export const robustLimit = (l: Learned, k: number, factor: number): number => Math.max(l.median + k * MAD_SCALE * l.mad, l.median * factor);
