import { scopeOf } from "../access/scope";
import { countOutcomesOverTime, findFirstRecord, type Measure, measures, type OutcomeBucket } from "../db/outcome-count";
import type { Outcome } from "../model/verdict";
import { once } from "./once";
import { type TimeBuckets, timeBuckets } from "./time-buckets";
import type { Question } from "./view";

export const measureOf = (q: Question): Measure => measures.find((m) => m === q.params?.["measure"]) ?? "connections";

export interface OutcomesOverTime extends TimeBuckets {
  measure: Measure;
  now: Map<Outcome, number[]>;
  /** The period before, bucket by bucket; absent when it holds nothing. */
  before?: Map<Outcome, number[]>;
  /** First bucket of the period before that lies after the first record of all. */
  beforeFrom: number;
}

/** Both periods cut alike, so that bucket i of one stands under bucket i of the other. */
export const readOutcomesOverTime = once(async (db, actor, q): Promise<OutcomesOverTime> => {
  const scope = scopeOf(actor);
  const measure = measureOf(q);
  const buckets = timeBuckets(q.period);
  const shift = q.previous ? q.period.from - q.previous.from : 0;
  const [now, first, before] = await Promise.all([
    countOutcomesOverTime(db, scope, q, buckets.starts, measure),
    findFirstRecord(db),
    q.previous
      ? countOutcomesOverTime(
          db,
          scope,
          { ...q, period: q.previous },
          buckets.starts.map((s) => s - shift),
          measure,
        )
      : [],
  ]);
  const n = buckets.starts.length;
  const known = buckets.starts.findIndex((s) => first !== undefined && s - shift >= first);
  return {
    ...buckets,
    measure,
    now: byOutcome(now, n),
    ...(before.length > 0 && known >= 0 ? { before: byOutcome(before, n) } : {}),
    beforeFrom: Math.max(0, known),
  };
});

function byOutcome(rows: readonly OutcomeBucket[], n: number): Map<Outcome, number[]> {
  const found = new Map<Outcome, number[]>();
  for (const { bucket, outcome, value } of rows) {
    const values = found.get(outcome) ?? new Array<number>(n).fill(0);
    values[bucket] = (values[bucket] ?? 0) + value;
    found.set(outcome, values);
  }
  return found;
}

/** Bucket by bucket over some outcomes. */
export const sumOf = (found: Map<Outcome, number[]> | undefined, outcomes: readonly Outcome[], n: number): number[] =>
  Array.from({ length: n }, (_, i) => outcomes.reduce((sum, o) => sum + (found?.get(o)?.[i] ?? 0), 0));

/** The period before, with what lies before the first record of all left open: no record is not no traffic. */
export const previousOf = (found: OutcomesOverTime, outcomes: readonly Outcome[]): { previous: (number | null)[] } | undefined =>
  found.before && { previous: sumOf(found.before, outcomes, found.starts.length).map((v, i) => (i < found.beforeFrom ? null : v)) };
