import { type RawBuilder, sql } from "kysely";
import type { Scope } from "../model/scope";
import type { Query } from "../query/ast";
import { parseRecordKey, type RecordKey } from "../query/record-id";
import type { Db } from "./client";
import { all, any, type Joined, joinSql, recordCondition } from "./condition";
import { type FoundRecord, type FoundRow, foundColumns, foundJoins, foundRecord } from "./found-record";
import { excludesTwins, rollUpCondition } from "./roll-up-condition";
import { within } from "./within";

type Sql = RawBuilder<unknown>;

export interface Search {
  query: Query;
  /** Half-open, milliseconds since the epoch. */
  period: { from: number; to: number };
}

export interface FoundPage {
  records: FoundRecord[];
  /** Where the next page begins; absent at the end. */
  next?: string;
  /** Set when time ran out: everything from here on (ms) was searched, and `next` goes on before it. */
  searchedFrom?: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const floorHour = (t: number): number => Math.floor(t / HOUR) * HOUR;

/** Conditions on workloads that a scope sets. */
export function scopeCondition(scope: Scope, needed: Set<Joined>): Sql[] {
  if (scope.teams === null) return [];
  needed.add("w");
  return [sql`w.team = any(${[...scope.teams]}::text[])`];
}

/**
 * Records that match, newest first. The roll-up names the hours that can hold one, and only these are read; a
 * query it cannot tell about (twins included) reads the period from its end.
 *
 * @param after `next` of the page before.
 * @param budgetMs when it runs out, what was found so far is the page.
 */
export async function searchRecords(
  db: Db,
  scope: Scope,
  search: Search,
  page: { after?: string; limit: number; budgetMs?: number },
): Promise<FoundPage> {
  const deadline = performance.now() + (page.budgetMs ?? 5000);
  const start = startOf(page.after);
  const { from } = search.period;
  const records: FoundRecord[] = [];
  let upper = Math.min(search.period.to, start ? start.before : Number.POSITIVE_INFINITY);
  // The longer nothing is found, the more is read at once.
  let mass = 4 * page.limit;
  for (let span = DAY; upper > from; span *= 3) {
    const lower = Math.max(from, floorHour(upper - span));
    const ranges = thin(await rangesOf(db, scope, search.query, { from: lower, to: upper }, deadline));
    for (; ranges && ranges.length > 0; mass *= 8) {
      const taken = takeMass(ranges, mass);
      const remaining = deadline - performance.now();
      const found =
        remaining > 0
          ? await within(db, remaining, (tx) => readRanges(tx, scope, search.query, taken, start?.key, page.limit - records.length + 1))
          : undefined;
      if (!found) return { records, next: `t${taken[0]!.to}`, searchedFrom: taken[0]!.to };
      records.push(...found.map(foundRecord));
      if (records.length > page.limit) {
        records.length = page.limit;
        return { records, next: records.at(-1)!.id };
      }
    }
    if (!ranges) return { records, next: `t${upper}`, searchedFrom: upper };
    upper = lower;
  }
  return { records };
}

function startOf(after: string | undefined): { before: number; key?: RecordKey } | undefined {
  if (after === undefined) return undefined;
  if (/^t\d{1,15}$/.test(after)) return { before: Number(after.slice(1)) };
  const key = parseRecordKey(after);
  return key && { before: key.time + 1, key };
}

export interface Range {
  from: number;
  to: number;
  /** At most so many records, by the roll-up. */
  mass: number;
}

/** Stretches of the window that can hold a match, newest first; `undefined` when time ran out. */
export async function rangesOf(
  db: Db,
  scope: Scope,
  query: Query,
  window: { from: number; to: number },
  deadline: number,
): Promise<Range[] | undefined> {
  if (!excludesTwins(query)) return cut(window);
  const { may, joins } = rollUpCondition(query);
  const conditions = [
    sql`c.hour >= ${new Date(floorHour(window.from))}`,
    sql`c.hour < ${new Date(window.to)}`,
    ...(may ? [may] : []),
    ...scopeCondition(scope, joins),
  ];
  const rows = await within(db, deadline - performance.now(), async (tx) => {
    const q = sql<{
      hour: Date;
      n: number;
    }>`select c.hour, sum(c.count)::float8 as n from traffic_hour c ${joinSql(joins)} where ${all(conditions)} group by 1 order by 1 desc`;
    return (await q.execute(tx)).rows;
  });
  if (!rows) return undefined;
  const out: Range[] = [];
  // The newest stretches hold little more than a page, so that no day is read for its last hour; they widen further back.
  let most = 400;
  for (const { hour, n } of rows) {
    const at = hour.getTime();
    const last = out.at(-1);
    const range = { from: Math.max(at, window.from), to: Math.min(at + HOUR, window.to), mass: n };
    if (range.from >= range.to) continue;
    if (last && last.from === range.to && last.mass + n < most) {
      last.from = range.from;
      last.mass += n;
    } else {
      out.push(range);
      most = Math.min(2 * most, 20_000);
    }
  }
  return out;
}

/** Records of a stretch that are worth being read to find the newest of them. */
const DENSE = 20_000;

/** Parts of hours that hold far more than a page: the newest of an hour of millions stand in its last minutes. */
export function thin(ranges: readonly Range[] | undefined): Range[] | undefined {
  return ranges?.flatMap((range) => {
    const { from, to, mass } = range;
    const parts = Math.min(Math.ceil(mass / DENSE), Math.floor((to - from) / MINUTE));
    if (parts <= 1) return [range];
    const at = (part: number): number => from + Math.round(((to - from) * part) / parts);
    return Array.from({ length: parts }, (_, i) => ({ from: at(parts - 1 - i), to: at(parts - i), mass: mass / parts }));
  });
}

/** Without the roll-up: days, each of unknown mass. */
function cut({ from, to }: { from: number; to: number }): Range[] {
  const out: Range[] = [];
  for (let end = to; end > from; ) {
    const start = Math.max(from, Math.floor((end - 1) / DAY) * DAY);
    out.push({ from: start, to: end, mass: 0 });
    end = start;
  }
  return out;
}

/** Takes the newest ranges until they weigh enough: at most 24, so that the plan stays a handful of scans. */
export function takeMass(ranges: Range[], mass: number): Range[] {
  let sum = 0;
  let n = 0;
  while (n < ranges.length && n < 24 && (n === 0 || (sum < mass && ranges[n]!.mass > 0))) sum += ranges[n++]!.mass;
  return ranges.splice(0, n);
}

export const timeCondition = (ranges: readonly { from: number; to: number }[]): Sql =>
  any(ranges.map((r) => sql`(c.time >= ${new Date(r.from)} and c.time < ${new Date(r.to)})`));

async function readRanges(
  tx: Db["sql"],
  scope: Scope,
  query: Query,
  ranges: readonly Range[],
  after: RecordKey | undefined,
  limit: number,
): Promise<FoundRow[]> {
  const { rows } = await pageSql(scope, query, ranges, after, limit).execute(tx);
  return rows;
}

/** The page is found first, then what its few records point to is looked up. */
export function pageSql(
  scope: Scope,
  query: Query,
  ranges: readonly { from: number; to: number }[],
  after: RecordKey | undefined,
  limit: number,
): RawBuilder<FoundRow> {
  const needed = new Set<Joined>();
  const conditions = [
    // The hull besides the ranges: partitions are left out by it whatever the planner makes of the alternatives.
    sql`c.time >= ${new Date(Math.min(...ranges.map((r) => r.from)))}`,
    sql`c.time < ${new Date(Math.max(...ranges.map((r) => r.to)))}`,
    ...(ranges.length > 1 ? [timeCondition(ranges)] : []),
    recordCondition(query, needed),
    ...scopeCondition(scope, needed),
  ];
  if (after) {
    const time = new Date(after.time);
    conditions.push(
      sql`(c.time, c.workload_id, c.import_id, c.line, c.part) < (${time}::timestamptz, ${after.workload}::int8, ${after.import}::int4, ${after.line}::int4, ${after.part}::int2)`,
    );
  }
  const order = sql`order by c.time desc, c.workload_id desc, c.import_id desc, c.line desc, c.part desc`;
  return sql<FoundRow>`
    with page as materialized (select c.* from connection c ${joinSql(needed)} where ${all(conditions)} ${order} limit ${limit})
    select ${foundColumns} from page c ${foundJoins} ${order}`;
}
