import { bucketsOf } from "../query/buckets";
import type { Period } from "./view";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export interface TimeBuckets {
  starts: number[];
  bucketMs: number;
}

/** Hours up to three days, quarters of a day up to ten, then days; a day's rhythm must not be cut in halves. UTC. */
export function timeBuckets(period: Period): TimeBuckets {
  const days = (period.to - period.from) / dayMs;
  const most = days <= 3.1 ? 80 : days <= 10.1 ? days * 4 + 2 : days <= 120 ? days + 2 : days / 7 + 2;
  const { starts, end } = bucketsOf(period, "UTC", most, "hour");
  return { starts, bucketMs: (starts[1] ?? end) - starts[0]! };
}

/** Spans of buckets in which nothing at all was recorded, between buckets in which something was. */
export function silentSpans({ starts, bucketMs }: TimeBuckets, totals: readonly number[]): { from: number; to: number; reason: string }[] {
  const first = totals.findIndex((t) => t > 0);
  const last = totals.findLastIndex((t) => t > 0);
  const spans: { from: number; to: number; reason: string }[] = [];
  for (let i = first; first >= 0 && i <= last; i++) {
    if (totals[i] !== 0) continue;
    const open = spans.at(-1);
    if (open && open.to === starts[i]) open.to = starts[i]! + bucketMs;
    else spans.push({ from: starts[i]!, to: starts[i]! + bucketMs, reason: "No record from any source" });
  }
  return spans;
}
