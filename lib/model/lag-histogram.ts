/**
 * How long records took to arrive, as counts: bucket 0 is under a second (or a clock ahead), bucket i holds what took
 * 2^((i-1)/2) seconds to 2^(i/2). Counts of many batches add up, so quantiles are right within a factor of 1.4.
 */
export const LAG_BUCKETS = 54;

/** Half a power of two, in thousandths. */
const HALF = 1414;
const MOST = 0x7fff_ffff;

export function lagBucket(ms: number): number {
  const seconds = Math.floor(ms / 1000);
  if (!(seconds >= 1)) return 0;
  const power = 31 - Math.clz32(Math.min(seconds, MOST));
  // A shift: a power would be a call for each record.
  return Math.min(LAG_BUCKETS - 1, 1 + 2 * power + (seconds * 1000 >= (1 << power) * HALF ? 1 : 0));
}

/** Milliseconds at which a bucket ends. */
const endOf = (bucket: number): number => 1000 * 2 ** (bucket / 2);

/** @param q 0 to 1. @returns milliseconds, the end of the bucket that holds it; undefined where nothing was counted. */
export function lagQuantile(counts: readonly number[], q: number): number | undefined {
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total === 0) return undefined;
  let seen = 0;
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i]!;
    if (seen >= total * q) return endOf(i);
  }
  return undefined;
}
