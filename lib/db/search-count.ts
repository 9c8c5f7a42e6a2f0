import { type RawBuilder, sql } from "kysely";
import type { Scope } from "../model/scope";
import type { Outcome } from "../model/verdict";
import { isEverything, type Query } from "../query/ast";
import { type Buckets, bucketAt, bucketsOf } from "../query/buckets";
import { without } from "../query/edit";
import type { FieldId } from "../query/fields";
import type { Db } from "./client";
import { all, columns, type Joined, joinSql, recordCondition } from "./condition";
import { excludesTwins, rollUpCondition } from "./roll-up-condition";
import { rangesOf, type Search, scopeCondition, timeCondition } from "./search";
import { within } from "./within";

type Sql = RawBuilder<unknown>;

/** How far a count can be believed: `at-most` counts all that the roll-up cannot rule out; `about` besides leaves out twins. */
export type Certainty = "exact" | "at-most" | "about";

const HOUR = 3_600_000;
const ceilHour = (t: number): number => Math.ceil(t / HOUR) * HOUR;
const floorHour = (t: number): number => Math.floor(t / HOUR) * HOUR;

/** The hours of a period that the roll-up can count whole; the first and last may be cut, and then are asked of records. */
async function wholeHours(db: Db, { from, to }: Search["period"]): Promise<{ from: number; to: number }> {
  const whole = { from: ceilHour(from), to: floorHour(to) };
  if (whole.to === to || whole.from > whole.to) return whole;
  // "Until now" cuts an hour of which nothing is later yet, and it may hold millions.
  const { rows } = await db.pool.query<{ later: boolean }>(
    "select exists (select from traffic_hour where hour = $1 and last_seen >= $2) as later",
    [new Date(whole.to), new Date(to)],
  );
  return rows[0]!.later ? whole : { ...whole, to };
}

/**
 * Rows of (c.workload_id, c.traffic_key_id, c.policy_version, c.rule, c.verdict, c.action, c.outcome, c.at, c.n): what matches, as few
 * rows as will do. Whole hours come from the roll-up, the cut hours at both ends from records.
 */
type Matches = { sql: Sql; certainty: Certainty };

const grouped = sql`c.workload_id, c.traffic_key_id, c.policy_version, c.rule, c.verdict, c.action, c.outcome`;

async function fromRollUp(db: Db, scope: Scope, { query, period }: Search): Promise<Matches> {
  const condition = rollUpCondition(query);
  const certainty = condition.exact || condition.measure ? "exact" : "at-most";
  const inner = await wholeHours(db, period);
  const whole = inner.from < inner.to;
  const conditions = [
    sql`c.hour >= ${new Date(inner.from)}`,
    sql`c.hour < ${new Date(inner.to)}`,
    ...(condition.may ? [condition.may] : []),
    ...scopeCondition(scope, condition.joins),
  ];
  const n = sql.ref(`c.${condition.measure ?? "count"}`);
  const hours = sql`select ${grouped}, c.hour as at, ${n}::float8 as n from traffic_hour c ${joinSql(condition.joins)} where ${all(conditions)}`;
  const edges = whole
    ? [
        { from: period.from, to: inner.from },
        { from: inner.to, to: period.to },
      ].filter((e) => e.from < e.to)
    : [period];
  const parts = [...(whole ? [hours] : []), ...edges.map((e) => recordsSql(scope, query, [e], false))];
  return { sql: sql`(${sql.join(parts, sql` union all `)})`, certainty };
}

function recordsSql(scope: Scope, query: Query, ranges: readonly { from: number; to: number }[], exactTime: boolean): Sql {
  const joins = new Set<Joined>();
  const conditions = [
    sql`c.time >= ${new Date(Math.min(...ranges.map((r) => r.from)))}`,
    sql`c.time < ${new Date(Math.max(...ranges.map((r) => r.to)))}`,
    ...(ranges.length > 1 ? [timeCondition(ranges)] : []),
    recordCondition(query, joins),
    ...scopeCondition(scope, joins),
  ];
  const at = exactTime ? sql`c.time` : sql`date_trunc('hour', c.time)`;
  return sql`select ${grouped}, ${at} as at, c.count::float8 as n from connection c ${joinSql(joins)} where ${all(conditions)}`;
}

/** Counts what matches: by the roll-up where it can tell, else over the records of the hours that it names, else at most. */
async function count<T>(
  db: Db,
  scope: Scope,
  search: Search,
  budgetMs: number,
  fine: boolean,
  read: (tx: Db["sql"], matches: Sql) => Promise<T>,
): Promise<{ value: T; certainty: Certainty }> {
  const deadline = performance.now() + budgetMs;
  const rollUp = excludesTwins(search.query) ? await fromRollUp(db, scope, search) : undefined;
  if (rollUp?.certainty !== "exact" || fine) {
    const ranges = await rangesOf(db, scope, search.query, search.period, deadline);
    // Over many stretches the alternatives cost more than what they leave out.
    const narrow = ranges && ranges.length <= 64 ? ranges : [search.period];
    if (ranges?.length === 0) return { value: await read(db.sql, nothing), certainty: "exact" };
    const value = await within(db, deadline - performance.now(), (tx) => read(tx, recordsSql(scope, search.query, narrow, fine)));
    if (value !== undefined) return { value, certainty: "exact" };
  }
  const fallback = rollUp ?? { ...(await fromRollUp(db, scope, search)), certainty: "about" as const };
  return { value: await read(db.sql, fallback.sql), certainty: fallback.certainty };
}

const nothing = sql`select ${grouped}, c.hour as at, 0::float8 as n from traffic_hour c where false`;

export interface Histogram {
  buckets: Buckets;
  /** Per outcome that occurs, a count a bucket. */
  series: { outcome: Outcome; values: number[] }[];
  total: number;
  certainty: Certainty;
}

/** Activities over time by outcome, in buckets of the zone's own clock; their sum is the total of the search. */
export async function countOverTime(db: Db, scope: Scope, search: Search, zone: string, budgetMs = 2500): Promise<Histogram> {
  const fine = bucketsOf(search.period, zone);
  const minutes = fine.unit === "minute" || fine.unit === "second";
  const { value, certainty } = await count(db, scope, search, budgetMs, minutes, async (tx, matches) => {
    const q = sql<{
      outcome: Outcome;
      at: Date;
      n: number;
    }>`select c.outcome, c.at, sum(c.n) as n from (${matches}) c group by 1, 2 order by 1, 2`;
    return (await q.execute(tx)).rows;
  });
  const buckets = certainty !== "exact" && minutes ? bucketsOf(search.period, zone, 80, "hour") : fine;
  const series = new Map<Outcome, number[]>();
  let total = 0;
  for (const { outcome, at, n } of value) {
    let values = series.get(outcome);
    if (!values) {
      values = new Array<number>(buckets.starts.length).fill(0);
      series.set(outcome, values);
    }
    // An hour that a bucket of another zone's clock cuts, or one cut by the period, belongs where it begins.
    const i = Math.min(Math.max(bucketAt(buckets, at.getTime()), 0), values.length - 1);
    values[i] = (values[i] ?? 0) + n;
    total += n;
  }
  return { buckets, series: [...series].map(([outcome, values]) => ({ outcome, values })), total, certainty };
}

/** Fields with a fixed place in the list of facets: those the roll-up can count. */
export const facetFields = [
  "outcome",
  "service",
  "environment",
  "team",
  "domain",
  "host",
  "dport",
  "app",
  "protocol",
  "country",
  "operator",
  "proof",
  "verdict",
  "action",
  "rule",
  "job",
  "kind",
  "direction",
  "source",
  "asn",
] as const satisfies readonly FieldId[];
export type FacetField = (typeof facetFields)[number];

export interface Facet {
  field: FacetField;
  /** Most frequent first; `null` stands for records that do not say. */
  values: { value: string | null; count: number }[];
  /** What the values leave out: how many more there are, and their sum. */
  other?: { values: number; count: number };
  certainty: Certainty;
}

/** Values of fields with their counts. A field's own condition is set aside for it, so that its alternatives show. */
export async function countFacets(
  db: Db,
  scope: Scope,
  search: Search,
  fields: readonly FacetField[],
  most = 8,
  budgetMs = 2500,
): Promise<Facet[]> {
  const groups = new Map<string, { query: Query; fields: FacetField[] }>();
  for (const field of fields) {
    const query = without(search.query, field);
    const key = JSON.stringify(query);
    const group = groups.get(key) ?? { query, fields: [] };
    group.fields.push(field);
    groups.set(key, group);
  }
  const found = await Promise.all(
    [...groups.values()].map((g) => countGroup(db, scope, { ...search, query: g.query }, g.fields, most, budgetMs)),
  );
  const byField = new Map(found.flat().map((f) => [f.field, f]));
  return fields.map((f) => byField.get(f)!);
}

interface FacetRow {
  field: FacetField;
  value: string | null;
  n: number;
  distinct_values: number;
  total: number;
}

async function countGroup(
  db: Db,
  scope: Scope,
  search: Search,
  fields: readonly FacetField[],
  most: number,
  budgetMs: number,
): Promise<Facet[]> {
  const { value: rows, certainty } = await count(
    db,
    scope,
    search,
    budgetMs,
    false,
    async (tx, matches) => (await facetSql(matches, fields, most).execute(tx)).rows,
  );
  return fields.map((field) => {
    const own = rows.filter((r) => r.field === field).sort((a, b) => b.n - a.n);
    const shown = own.reduce((sum, r) => sum + r.n, 0);
    const more = (own[0]?.distinct_values ?? 0) - own.length;
    return {
      field,
      values: own.map((r) => ({ value: r.value, count: r.n })),
      ...(more > 0 && { other: { values: more, count: own[0]!.total - shown } }),
      certainty,
    };
  });
}

/** One pass over what matches, brought down to its keys first: facets then count thousands of rows, not millions. */
export function facetSql(matches: Sql, fields: readonly FacetField[], most: number): RawBuilder<FacetRow> {
  const joins = new Set<Joined>(fields.flatMap((f) => [...columns[f].joins]));
  const values = fields.map((f) => sql`${columns[f].sql}::text as ${sql.ref(`f_${f}`)}`);
  const each = fields.map(
    (
      f,
    ) => sql`(select ${f} as field, ${sql.ref(`f_${f}`)} as value, sum(n) as n, (count(*) over ())::int as distinct_values, sum(sum(n)) over () as total
      from wide group by 2 order by 3 desc, 2 limit ${most})`,
  );
  return sql<FacetRow>`
    with keys as materialized (select ${grouped}, sum(c.n) as n from (${matches}) c group by ${grouped}),
      wide as materialized (select c.n, ${sql.join(values)} from keys c ${joinSql(joins)})
    ${sql.join(each, sql` union all `)}`;
}

/** Values of a field that begin with a text, most frequent first: for completion. */
export async function completeValues(
  db: Db,
  scope: Scope,
  search: Search,
  field: FacetField,
  prefix: string,
  most = 12,
): Promise<{ value: string; count: number }[]> {
  const query = isEverything(search.query) ? search.query : without(search.query, field);
  const { value } = await count(db, scope, { ...search, query }, 1500, false, async (tx, matches) => {
    const { sql: x, joins } = columns[field];
    const like = `${prefix
      .toLowerCase()
      .replaceAll("\0", "")
      .toWellFormed()
      .replace(/[\\%_]/g, "\\$&")}%`;
    const q = sql<{ value: string; n: number }>`
      with keys as materialized (select ${grouped}, sum(c.n) as n from (${matches}) c group by ${grouped})
      select ${x}::text as value, sum(c.n) as n from keys c ${joinSql(new Set(joins))}
      where lower(${x}::text) like ${like} or lower(${x}::text) like ${`%.${like}`} group by 1 order by 2 desc, 1 limit ${most}`;
    return (await q.execute(tx)).rows;
  });
  return value.map((r) => ({ value: r.value, count: r.n }));
}
