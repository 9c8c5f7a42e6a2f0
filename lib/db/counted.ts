import { type RawBuilder, sql } from "kysely";
import type { Scope } from "../model/scope";

/** The roll-up rows that a figure may count, with the names people know them by. */
export interface CountedHour {
  hour: Date;
  workload_id: string;
  service: string;
  environment: string | null;
  team: string | null;
  provisional: boolean;
  sample: boolean;
  kind: "request" | "connection";
  host: string | null;
  domain: string | null;
  ip: string | null;
  port: number | null;
  protocol: string | null;
  application: string | null;
  proof: string;
  country: string | null;
  operator_country: string | null;
  asn: string | null;
  source_id: number;
  job_id: string | null;
  policy_version: number;
  rule: number;
  verdict: string;
  action: string;
  outcome: string;
  count: string;
  bytes_out: string;
  bytes_in: string;
  retries: string;
  retryable: string;
  unanswered: string;
  weak_tls: string;
  status_4xx: string;
  status_5xx: string;
  duration_ms: string;
  first_seen: Date;
  last_seen: Date;
}

export interface CountedQuestion {
  /** Half-open, milliseconds since the epoch; whole hours, since the roll-up knows no less. */
  period: { from: number; to: number };
  team?: string;
  environment?: string;
  service?: string;
}

/** `AND`ed conditions on workload `w` that a scope and a question set. */
export function workloadCondition(scope: Scope, q: Pick<CountedQuestion, "team" | "environment" | "service">): RawBuilder<boolean> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (scope.teams !== null) parts.push(sql`w.team = any(${[...scope.teams]}::text[])`);
  if (q.team !== undefined) parts.push(q.team === "" ? sql`w.team is null` : sql`w.team = ${q.team}`);
  if (q.environment !== undefined) parts.push(q.environment === "" ? sql`w.environment is null` : sql`w.environment = ${q.environment}`);
  if (q.service !== undefined) parts.push(sql`w.service = ${q.service}`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

const keyColumns = sql`k.host, k.domain, host(k.ip) as ip, k.port, k.protocol, k.application, k.proof, k.country, k.operator_country, k.asn, k.source_id, k.job_id`;
const keyOf = (hours: string): RawBuilder<unknown> =>
  sql`join traffic_key k on k.workload_id = ${sql.ref(`${hours}.workload_id`)} and k.id = ${sql.ref(`${hours}.traffic_key_id`)}`;

const isJudgedIn = ({
  period,
}: CountedQuestion): RawBuilder<unknown> => sql`h.hour >= ${new Date(period.from)} and h.hour < ${new Date(period.to)}
  and h.verdict <> 'unjudged' and h.kind in ('request', 'connection')`;

/**
 * A derived table (alias it) of judged roll-up rows in which one activity counts once: per workload only the richest
 * kind of observation that the period has (requests, else connections; DNS queries and handshakes never).
 */
export function countedHours(scope: Scope, q: CountedQuestion): RawBuilder<CountedHour> {
  // Whoever has requests is found once: processes that share the rest of a query would each find it again.
  return sql<CountedHour>`(
    with judged as not materialized (
      select h.*, w.service, w.environment, w.team, w.provisional, w.sample
      from traffic_hour h join workload w on w.id = h.workload_id
      where ${isJudgedIn(q)} and ${workloadCondition(scope, q)}
    ), requesting as materialized (
      select distinct workload_id from judged where kind = 'request'
    )
    select h.*, ${keyColumns} from judged h ${keyOf("h")}
    where h.kind = 'request' or h.workload_id not in (select workload_id from requesting)
  )`;
}

/**
 * The same rows summed by workload and `by` (names of columns with what they hold), read once and a few out of hundreds:
 * what most figures need.
 *
 * @param sums aggregates with their names, as in `sum(count) as count`.
 */
export function countedSums(
  scope: Scope,
  q: CountedQuestion,
  by: Record<string, RawBuilder<unknown>>,
  sums: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const columns = { workload_id: sql`h.workload_id`, kind: sql`h.kind`, ...by };
  const named = Object.entries(columns).map(([name, value]) => sql`${value} as ${sql.ref(name)}`);
  const places = Object.keys(columns).map((_, i) => sql.lit(i + 1));
  return sql`(
    with summed as materialized (
      select ${sql.join(named)}, ${sums}
      from traffic_hour h join workload w on w.id = h.workload_id
      where ${isJudgedIn(q)} and ${workloadCondition(scope, q)}
      group by ${sql.join(places)}
    )
    select s.*, w.service, w.environment, w.team, w.provisional, w.sample
    from summed s join workload w on w.id = s.workload_id
    where s.kind = 'request' or s.workload_id not in (select workload_id from summed where kind = 'request')
  )`;
}

/** Sums by key, with what the key says of the destination. */
export const countedKeys = (
  scope: Scope,
  q: CountedQuestion,
  by: Record<string, RawBuilder<unknown>>,
  sums: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`(
  select s.*, ${keyColumns}
  from ${countedSums(scope, q, { traffic_key_id: sql`h.traffic_key_id`, ...by }, sums)} s ${keyOf("s")}
)`;
