import { type RawBuilder, sql } from "kysely";
import type { Scope } from "../model/scope";
import type { Db } from "./client";
import { type CountedQuestion, workloadCondition } from "./counted";

/** Destinations grouped by registrable domain, or one by one by host; without a name, by address. */
export type DestinationGrain = "domain" | "host";

export interface DestinationRow {
  name: string;
  domain: string | null;
  /** No name is known: `name` is an address. */
  isAddress: boolean;
  hosts: number;
  callers: number;
  count: number;
  bytesOut: number;
  bytesIn: number;
  conforming: number;
  reported: number;
  violation: number;
  blocked: number;
  unexplained: number;
  countries: string[];
  /** In the period. */
  lastSeen: Date;
  sample: boolean;
}

const grains = { domain: sql`coalesce(k.domain, k.host, host(k.ip))`, host: sql`coalesce(k.host, host(k.ip))` };

const sumsOfKey = sql`sum(h.count) as count, sum(h.bytes_out) as bytes_out, sum(h.bytes_in) as bytes_in, sum(h.retries) as retries,
  max(h.last_seen) as last_seen`;

/**
 * Judged traffic, summed by key and `by` before any name is looked up, in which an activity counts once: per workload and
 * destination only the richest kind of observation. (Per workload alone would hide what went past the proxy that logs its
 * requests.) Count only rows with `kind = richest`.
 *
 * @param only a condition on key `k`.
 */
function countedByDestination(
  scope: Scope,
  q: CountedQuestion,
  destination: RawBuilder<unknown>,
  by: Record<string, RawBuilder<unknown>>,
  only?: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const named = Object.entries({ kind: sql`h.kind`, outcome: sql`h.outcome`, ...by }).map(
    ([name, value]) => sql`${value} as ${sql.ref(name)}`,
  );
  const places = [sql.lit(1), sql.lit(2), ...named.map((_, i) => sql.lit(i + 3))];
  const keys = only ? sql`join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id and ${only}` : sql``;
  return sql`(select *, min(kind) over (partition by workload_id, destination) as richest from (
    select s.*, ${destination} as destination, k.host, k.domain, k.country, w.service, w.environment, w.team, w.sample
    from (
      select h.workload_id, h.traffic_key_id, ${sql.join(named)}, ${sumsOfKey}
      from traffic_hour h join workload w on w.id = h.workload_id ${keys}
      where h.hour >= ${new Date(q.period.from)} and h.hour < ${new Date(q.period.to)} and h.verdict <> 'unjudged' and h.kind in ('request', 'connection')
        and ${workloadCondition(scope, q)}
      group by ${sql.join(places)}
    ) s join traffic_key k on k.workload_id = s.workload_id and k.id = s.traffic_key_id join workload w on w.id = s.workload_id
    where ${destination} is not null) j)`;
}

const sums = sql`sum(count)::float8 as count, sum(bytes_out)::float8 as "bytesOut", sum(bytes_in)::float8 as "bytesIn",
  coalesce(sum(count) filter (where outcome = 'conforming'), 0)::float8 as conforming,
  coalesce(sum(count) filter (where outcome = 'reported'), 0)::float8 as reported,
  coalesce(sum(count) filter (where outcome = 'violation'), 0)::float8 as violation,
  coalesce(sum(count) filter (where outcome in ('blocked', 'false-reject')), 0)::float8 as blocked,
  coalesce(sum(count) filter (where outcome = 'unexplained'), 0)::float8 as unexplained,
  max(last_seen) as "lastSeen", bool_or(sample) as sample`;

const likeText = (text: string): string =>
  `%${text
    .toLowerCase()
    .replaceAll("\0", "")
    .toWellFormed()
    .replace(/[\\%_]/g, "\\$&")}%`;

/** Most connections first. `total` is how many there are, however many are given. */
export async function listDestinations(
  db: Db,
  scope: Scope,
  q: CountedQuestion,
  about: { grain: DestinationGrain; domain?: string | undefined; text?: string | undefined; limit: number },
): Promise<{ rows: DestinationRow[]; total: number }> {
  const name = grains[about.grain];
  const only = [
    ...(about.domain ? [sql`${grains.domain} = ${about.domain}`] : []),
    ...(about.text ? [sql`(${name} like ${likeText(about.text)} or k.host like ${likeText(about.text)})`] : []),
  ];
  const { rows } = await sql<DestinationRow & { total: number }>`
    select destination as name, min(domain) as domain, bool_and(host is null) as "isAddress", count(distinct host)::int as hosts,
      count(distinct workload_id)::int as callers, ${sums},
      coalesce(array_agg(distinct country::text) filter (where country is not null and country <> 'ZZ'), '{}') as countries,
      (count(*) over ())::int as total
    from ${countedByDestination(scope, q, name, {}, only.length > 0 ? sql`${sql.join(only, sql` and `)}` : undefined)} d where kind = richest
    group by destination order by sum(count) desc, destination limit ${about.limit}`.execute(db.sql);
  return { rows, total: rows[0]?.total ?? 0 };
}

/** When each was first seen at all, as far back as roll-ups are kept. */
export async function findFirstSeen(db: Db, scope: Scope, grain: DestinationGrain, names: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ name: string; first: Date }>`
    with keys as materialized (
      select k.workload_id, k.id, ${grains[grain]} as name from traffic_key k join workload w on w.id = k.workload_id
      where ${workloadCondition(scope, {})} and ${grains[grain]} = any(${[...names]}::text[])
    )
    select keys.name, min(h.first_seen) as first from traffic_hour h join keys on keys.workload_id = h.workload_id and keys.id = h.traffic_key_id group by 1`.execute(
    db.sql,
  );
  return new Map(rows.map((r) => [r.name, r.first]));
}

export interface DestinationCaller {
  workloadId: string;
  service: string;
  environment: string | null;
  team: string | null;
  rule: string | null;
  kind: string;
  count: number;
  bytesOut: number;
  bytesIn: number;
  conforming: number;
  reported: number;
  violation: number;
  blocked: number;
  unexplained: number;
  retries: number;
  lastSeen: Date;
  sample: boolean;
}

const isDestination = (host: string): RawBuilder<unknown> => sql`coalesce(k.host, host(k.ip)) = ${host}`;

/** Who called one host (or address), by which rule. */
export async function listDestinationCallers(db: Db, scope: Scope, q: CountedQuestion, host: string): Promise<DestinationCaller[]> {
  const { rows } = await sql<DestinationCaller>`
    select d.workload_id::text as "workloadId", service, environment, team, p.rule_id as rule, min(d.kind::text) as kind, sum(retries)::float8 as retries, ${sums}
    from ${countedByDestination(scope, q, grains.host, { policy_version: sql`h.policy_version`, rule: sql`h.rule` }, isDestination(host))} d
    left join policy_rule p on p.version = d.policy_version and p.index = d.rule
    where d.kind = d.richest group by 1, 2, 3, 4, 5 order by sum(count) desc, 2, 3, 5`.execute(db.sql);
  return rows;
}

export interface DestinationObservation {
  source: string;
  format: string;
  kind: string;
  hostOrigin: string;
  proof: string;
  application: string | null;
  port: number | null;
  country: string | null;
  operatorCountry: string | null;
  asn: number | null;
  judged: boolean;
  count: number;
  bytesOut: number;
  lastSeen: Date;
  sample: boolean;
}

/** Every log's own sight of one host side by side, DNS queries and handshakes too: nothing is counted once here. */
export async function listDestinationObservations(
  db: Db,
  scope: Scope,
  q: CountedQuestion,
  host: string,
): Promise<DestinationObservation[]> {
  const { rows } = await sql<DestinationObservation>`
    select s.name as source, s.format, k.kind, k.host_origin as "hostOrigin", k.proof, k.application, k.port, k.country::text as country,
      k.operator_country::text as "operatorCountry", k.asn::float8 as asn, bool_or(h.verdict <> 'unjudged') as judged,
      sum(h.count)::float8 as count, sum(h.bytes_out)::float8 as "bytesOut", max(h.last_seen) as "lastSeen", s.sample
    from traffic_hour h join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id
      join workload w on w.id = h.workload_id join source s on s.id = k.source_id
    where h.hour >= ${new Date(q.period.from)} and h.hour < ${new Date(q.period.to)} and ${workloadCondition(scope, q)} and ${isDestination(host)}
    group by s.id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 order by 3, 12 desc, 1 limit 200`.execute(db.sql);
  return rows;
}

/** Activities per bucket and outcome; `starts` ascend, milliseconds since the epoch. */
export async function countDestinationOverTime(
  db: Db,
  scope: Scope,
  q: CountedQuestion,
  host: string,
  starts: readonly number[],
): Promise<{ bucket: number; outcome: string; count: number }[]> {
  const bucket = sql`width_bucket(h.hour, ${starts.map((s) => new Date(s))}::timestamptz[]) - 1`;
  const { rows } = await sql<{ bucket: number; outcome: string; count: number }>`
    select bucket, outcome::text, sum(count)::float8 as count
    from ${countedByDestination(scope, q, grains.host, { bucket }, isDestination(host))} d where kind = richest group by 1, 2`.execute(
    db.sql,
  );
  return rows;
}
