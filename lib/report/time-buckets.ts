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
