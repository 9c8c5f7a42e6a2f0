import { sql } from "kysely";
import type { Scope } from "../model/scope";
import type { Outcome } from "../model/verdict";
import type { Db } from "./client";
import { type CountedQuestion, countedKeys, countedSums } from "./counted";

/** What traffic is measured by: activities, bytes sent, or distinct destinations. */
export const measures = ["connections", "bytes", "destinations"] as const;
export type Measure = (typeof measures)[number];

const destination = sql`coalesce(domain, host, ip)`;

// A destination counts once, as the worst that was seen of it; what left and what was stopped are figures of their own.
const worst = sql`case
  when bool_or(outcome = 'violation') then 'violation' when bool_or(outcome = 'reported') then 'reported'
  when bool_or(outcome = 'unexplained') then 'unexplained' when bool_or(outcome = 'conforming') then 'conforming'
  when bool_or(outcome = 'blocked') then 'blocked' when bool_or(outcome = 'false-reject') then 'false-reject' else 'not-left' end`;
const stopped = sql`outcome in ('blocked', 'false-reject', 'not-left')`;

export interface OutcomeBucket {
  /** Index into the starts that were asked for. */
  bucket: number;
  outcome: Outcome;
  value: number;
}

/** Per bucket and outcome; `starts` ascend, milliseconds since the epoch. */
export async function countOutcomesOverTime(
  db: Db,
  scope: Scope,
  q: CountedQuestion,
  starts: readonly number[],
  measure: Measure,
): Promise<OutcomeBucket[]> {
  const by = { bucket: sql`width_bucket(h.hour, ${starts.map((s) => new Date(s))}::timestamptz[]) - 1`, outcome: sql`h.outcome` };
  const query =
    measure === "destinations"
      ? sql<OutcomeBucket>`select bucket, outcome, count(*)::float8 as value from (
          select bucket, ${worst} as outcome from ${countedKeys(scope, q, by, sql`true as seen`)} t
          where ${destination} is not null group by 1, ${destination}, ${stopped}
        ) d group by 1, 2`
      : sql<OutcomeBucket>`select bucket, outcome, sum(value)::float8 as value
          from ${countedSums(scope, q, by, sql`sum(${sql.ref(measure === "bytes" ? "h.bytes_out" : "h.count")}) as value`)} t group by 1, 2`;
  return (await query.execute(db.sql)).rows;
}

export interface WorkloadOutcome {
  service: string;
  environment: string | null;
  team: string | null;
  provisional: boolean;
  sample: boolean;
  kind: "request" | "connection";
  outcome: Outcome;
  count: number;
  bytesOut: number;
  /** Of the newest record. */
  lastSeen: Date;
}

/** The whole period, per workload and outcome: totals, units and coverage are sums of it. */
export async function countOutcomesByWorkload(db: Db, scope: Scope, q: CountedQuestion): Promise<WorkloadOutcome[]> {
  const { rows } = await sql<WorkloadOutcome>`
    select service, environment, team, provisional, sample, kind, outcome,
      sum(count)::float8 as count, sum(bytes_out)::float8 as "bytesOut", max(last_seen) as "lastSeen"
    from ${countedSums(scope, q, { outcome: sql`h.outcome` }, sql`sum(h.count) as count, sum(h.bytes_out) as bytes_out, max(h.last_seen) as last_seen`)} t
    group by workload_id, service, environment, team, provisional, sample, kind, outcome`.execute(db.sql);
  return rows;
}

/** What left conforming, by the id of the rule that allowed it, over all versions of the policy. */
export async function countConformingByRule(db: Db, scope: Scope, q: CountedQuestion): Promise<Map<string, number>> {
  const by = { policy_version: sql`h.policy_version`, rule: sql`h.rule`, outcome: sql`h.outcome` };
  const { rows } = await sql<{ rule: string; count: number }>`
    select p.rule_id as rule, sum(t.count)::float8 as count
    from ${countedSums(scope, q, by, sql`sum(h.count) as count`)} t join policy_rule p on p.version = t.policy_version and p.index = t.rule
    where t.outcome = 'conforming' group by 1`.execute(db.sql);
  return new Map(rows.map((r) => [r.rule, r.count]));
}

/** Time of the oldest record that any source sent, milliseconds since the epoch. */
export async function findFirstRecord(db: Db): Promise<number | undefined> {
  const { _min } = await db.prisma.source.aggregate({ _min: { firstRecordAt: true } });
  return _min.firstRecordAt?.getTime();
}
