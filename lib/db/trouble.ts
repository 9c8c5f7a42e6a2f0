import { sql } from "kysely";
import type { Scope } from "../model/scope";
import type { Outcome } from "../model/verdict";
import type { Db } from "./client";
import { type CountedQuestion, countedKeys } from "./counted";

/** Calls that were stopped or should have been, by who, where to, and what decided it. */
export interface Denied {
  workloadId: string;
  service: string;
  environment: string | null;
  team: string | null;
  provisional: boolean;
  sample: boolean;
  host: string | null;
  ip: string | null;
  port: number | null;
  protocol: string | null;
  outcome: Outcome;
  policyVersion: number;
  /** Id of the rule that decided; null where none did. */
  rule: string | null;
  country: string | null;
  operatorCountry: string | null;
  asn: number | null;
  proof: string;
  count: number;
  /** Over all of its rows. */
  total: number;
  lastSeen: Date;
}

export const deniedOutcomes = ["violation", "blocked", "false-reject"] as const satisfies readonly Outcome[];

/** Most calls first; under the newest policy version that judged it. */
export async function listDenied(
  db: Db,
  scope: Scope,
  q: CountedQuestion,
  limit: number,
): Promise<{ rows: Denied[]; total: number; rowsInAll: number }> {
  const by = { policy_version: sql`h.policy_version`, rule: sql`h.rule`, outcome: sql`h.outcome` };
  const sums = sql`sum(h.count) as count, max(h.hour) as hour, max(h.last_seen) as last_seen`;
  const { rows } = await sql<Denied & { rowsInAll: number }>`
    select workload_id::text as "workloadId", service, environment, team, provisional, t.sample, host, ip, port, protocol, outcome,
      max(policy_version) as "policyVersion", (array_agg(p.rule_id order by policy_version desc, hour desc))[1] as rule,
      min(country)::text as country, min(operator_country)::text as "operatorCountry", min(asn)::float8 as asn, min(t.proof)::text as proof,
      sum(count)::float8 as count, (sum(sum(count)) over ())::float8 as total, (count(*) over ())::int as "rowsInAll", max(last_seen) as "lastSeen"
    from ${countedKeys(scope, q, by, sums)} t left join policy_rule p on p.version = t.policy_version and p.index = t.rule
    where outcome in ('violation', 'blocked', 'false-reject')
    group by workload_id, service, environment, team, provisional, t.sample, host, ip, port, protocol, outcome
    order by sum(count) desc, service, host limit ${limit}`.execute(db.sql);
  return { rows, total: rows[0]?.total ?? 0, rowsInAll: rows[0]?.rowsInAll ?? 0 };
}

/** Calls tried again, by who and where to. */
export interface Retried {
  service: string;
  environment: string | null;
  sample: boolean;
  host: string | null;
  ip: string | null;
  count: number;
  /** Activities that were another attempt. */
  retries: number;
  /** Answers that a client is expected to try again: 408, 425, 429, 5xx. */
  retryable: number;
  total: number;
  lastSeen: Date;
}

/** Most retries first; only where there were any. */
export async function listRetried(
  db: Db,
  scope: Scope,
  q: CountedQuestion,
  limit: number,
): Promise<{ rows: Retried[]; total: number; rowsInAll: number }> {
  const sums = sql`sum(h.count) as count, sum(h.retries) as retries, sum(h.retryable) as retryable, max(h.last_seen) as last_seen`;
  const { rows } = await sql<Retried & { rowsInAll: number }>`
    select service, environment, sample, host, ip, sum(count)::float8 as count, sum(retries)::float8 as retries, sum(retryable)::float8 as retryable,
      (sum(sum(retries)) over ())::float8 as total, (count(*) over ())::int as "rowsInAll", max(last_seen) as "lastSeen"
    from ${countedKeys(scope, q, {}, sums)} t
    group by service, environment, sample, host, ip having sum(retries) > 0 or sum(retryable) > 4
    order by sum(retries) desc, sum(retryable) desc, service, host limit ${limit}`.execute(db.sql);
  return { rows, total: rows[0]?.total ?? 0, rowsInAll: rows[0]?.rowsInAll ?? 0 };
}

/** A destination that a service had never called before the period. */
export interface NewDestination {
  service: string;
  environment: string | null;
  sample: boolean;
  host: string | null;
  domain: string | null;
  ip: string | null;
  outcome: Outcome;
  count: number;
  bytesOut: number;
  firstSeen: Date;
}

/**
 * Newest first: destinations of the period that the service, in any environment, never called before, as far back as roll-ups
 * are kept. Nothing is new where the service itself was first seen in the period.
 */
export async function listNewDestinations(
  db: Db,
  scope: Scope,
  q: CountedQuestion,
  limit: number,
): Promise<{ rows: NewDestination[]; total: number }> {
  const from = new Date(q.period.from);
  const sums = sql`sum(h.count) as count, sum(h.bytes_out) as bytes_out, min(h.first_seen) as first_seen`;
  const { rows } = await sql<NewDestination & { total: number }>`
    with seen as materialized (
      select service, environment, sample, host, min(domain) as domain, ip, sum(count)::float8 as count, sum(bytes_out)::float8 as bytes_out,
        min(first_seen) as first_seen, (array_agg(outcome::text order by array_position(array['violation', 'reported', 'unexplained', 'blocked', 'false-reject', 'conforming', 'not-left'], outcome::text)))[1] as outcome
      from ${countedKeys(scope, q, { outcome: sql`h.outcome` }, sums)} t where coalesce(host, ip) is not null group by service, environment, sample, host, ip
    ), keys as materialized (
      select k.workload_id, k.id, w.service, coalesce(k.host, host(k.ip)) as destination
      from traffic_key k join workload w on w.id = k.workload_id where w.service in (select service from seen)
    ), before as materialized (
      select distinct keys.service, keys.destination
      from (select distinct workload_id, traffic_key_id from traffic_hour where hour < ${from} and verdict <> 'unjudged') h
      join keys on keys.workload_id = h.workload_id and keys.id = h.traffic_key_id
    )
    select service, environment, sample, host, domain, ip, outcome, count, bytes_out as "bytesOut", first_seen as "firstSeen", (count(*) over ())::int as total
    from seen s
    where service in (select service from before)
      and not exists (select 1 from before b where b.service = s.service and b.destination = coalesce(s.host, s.ip))
    order by first_seen desc, service, host limit ${limit}`.execute(db.sql);
  return { rows, total: rows[0]?.total ?? 0 };
}
