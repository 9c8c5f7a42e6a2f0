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
const keyJoin = sql`join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id`;

/**
 * A derived table (alias it) of judged roll-up rows in which one activity counts once: per workload only the richest
 * kind of observation that the period has (requests, else connections; DNS queries and handshakes never).
 *
 * @param columns "key" joins the destination's columns too; "outcome" leaves them out and is several times cheaper.
 */
export function countedHours(scope: Scope, q: CountedQuestion, columns: "key" | "outcome" = "key"): RawBuilder<CountedHour> {
  const from = new Date(q.period.from);
  const to = new Date(q.period.to);
  const [key, join] = columns === "key" ? [sql`, ${keyColumns}`, keyJoin] : [sql``, sql``];
  // Whoever has requests is found once: processes that share the rest of a query would each find it again.
  return sql<CountedHour>`(
    with judged as not materialized (
      select h.*, w.service, w.environment, w.team, w.provisional, w.sample
      from traffic_hour h join workload w on w.id = h.workload_id
      where h.hour >= ${from} and h.hour < ${to} and h.verdict <> 'unjudged' and h.kind in ('request', 'connection')
        and ${workloadCondition(scope, q)}
    ), requesting as materialized (
      select distinct workload_id from judged where kind = 'request'
    )
    select h.*${key} from judged h ${join}
    where h.kind = 'request' or h.workload_id not in (select workload_id from requesting)
  )`;
}

/** The same, summed over the hours: a row a key and outcome. Names are joined to what is left, a few rows of hundreds. */
export function countedKeys(scope: Scope, q: CountedQuestion): RawBuilder<unknown> {
  return sql`(
    select h.*, w.service, w.environment, w.team, w.provisional, w.sample, ${keyColumns}
    from (
      select workload_id, traffic_key_id, outcome, sum(count) as count, sum(bytes_out) as bytes_out, sum(retries) as retries,
        sum(retryable) as retryable, min(first_seen) as first_seen, max(last_seen) as last_seen
      from ${countedHours(scope, q, "outcome")} t group by workload_id, traffic_key_id, outcome
    ) h join workload w on w.id = h.workload_id ${keyJoin}
  )`;
}
