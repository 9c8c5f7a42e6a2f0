import { expect, test } from "vitest";
import { LAG_BUCKETS, lagBucket, lagQuantile } from "./lag-histogram";

test("every lag has a bucket, longer ones later ones, and an end that is not far above it", () => {
  let last = 0;
  for (let ms = 0; ms < 400 * 86_400_000; ms = Math.ceil(ms * 1.07) + 90) {
    const bucket = lagBucket(ms);
    expect(bucket).toBeGreaterThanOrEqual(last);
    last = bucket;
    const counts = new Array<number>(LAG_BUCKETS).fill(0);
    counts[bucket] = 1;
    const told = lagQuantile(counts, 0.5)!;
    expect(told).toBeGreaterThanOrEqual(Math.floor(ms / 1000) * 1000);
    if (ms > 1000) expect(told / ms).toBeLessThan(1.45);
  }
  expect(lagBucket(-5000)).toBe(0);
  expect(lagBucket(Number.NaN)).toBe(0);
  expect(lagBucket(1e15)).toBeLessThan(LAG_BUCKETS);
});

test("quantiles are those of the counts", () => {
  const counts: number[] = [];
  counts[lagBucket(500)] = 90;
  counts[lagBucket(60_000)] = 10;
  const filled = Array.from({ length: LAG_BUCKETS }, (_, i) => counts[i] ?? 0);
  expect(lagQuantile(filled, 0.5)).toBe(1000);
  expect(lagQuantile(filled, 0.95)).toBeGreaterThanOrEqual(60_000);
  expect(lagQuantile([], 0.5)).toBeUndefined();
});
