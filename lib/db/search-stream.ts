import { performance } from "node:perf_hooks";
import type { Scope } from "../model/scope";
import type { RecordKey } from "../query/record-id";
import type { Db } from "./client";
import { type FoundRecord, foundRecord, keyOf } from "./found-record";
import { pageSql, rangesOf, type Search, takeMass } from "./search";

const DAY = 86_400_000;
/** Bounds what rests in memory; a page of 2,000 records is some megabytes. */
const PAGE = 2000;

/** Every record that matches, newest first, a page at a time: for exports, which have no time limit but a reader. */
export async function* streamRecords(db: Db, scope: Scope, { query, period }: Search): AsyncGenerator<FoundRecord[]> {
  for (let upper = period.to; upper > period.from; ) {
    const lower = Math.max(period.from, Math.floor((upper - 1) / DAY) * DAY);
    const ranges = (await rangesOf(db, scope, query, { from: lower, to: upper }, performance.now() + 600_000)) ?? [
      { from: lower, to: upper, mass: 0 },
    ];
    while (ranges.length > 0) {
      const taken = takeMass(ranges, PAGE);
      for (let after: RecordKey | undefined; ; ) {
        const { rows } = await pageSql(scope, query, taken, after, PAGE).execute(db.sql);
        if (rows.length > 0) yield rows.map(foundRecord);
        if (rows.length < PAGE) break;
        after = keyOf(rows.at(-1)!);
      }
    }
    upper = lower;
  }
}
