import { sql } from "kysely";
import type { RunCall } from "../model/run";
import type { Scope } from "../model/scope";
import type { Db } from "./client";
import { countedCalls } from "./run-list";

/** Calls of several runs, by run. */
export async function listRunCalls(db: Db, scope: Scope, runs: readonly string[]): Promise<Map<string, RunCall[]>> {
  const byRun = new Map<string, RunCall[]>(runs.map((id) => [id, []]));
  if (runs.length === 0) return byRun;
  const status = (n: number) => sql`coalesce(sum(c.count) filter (where c.status_class = ${n}), 0)::float8`;
  const { rows } = await sql<RunCall>`
    with chosen as (select unnest(${[...runs]}::int8[]) as id)
    select c.run_id::text as run, c.kind, p.method, coalesce(p.host, c.host) as host, min(c.domain) as domain, host(c.ip) as ip, coalesce(p.port, c.port) as port, p.path,
      sum(c.count)::float8 as count, sum(c.bytes_out)::float8 as "bytesOut", sum(c.bytes_in)::float8 as "bytesIn", sum(c.duration_ms)::float8 as "durationMs",
      sum(c.unanswered)::float8 as unanswered,
      (coalesce(sum(c.count) filter (where c.status_class >= 4), 0) + coalesce(sum(c.unanswered) filter (where c.status_class < 4), 0))::float8 as failed,
      coalesce(sum(c.count) filter (where c.attempt > 0), 0)::float8 as retries, max(c.attempt)::int as "maxAttempt",
      coalesce(sum(c.count) filter (where c.outcome in ('violation', 'blocked', 'false-reject')), 0)::float8 as denied,
      array[${sql.join([0, 1, 2, 3, 4, 5].map(status))}] as statuses, array_agg(distinct c.outcome::text) as outcomes,
      min(c.first_seen) as "firstSeen", max(c.last_seen) as "lastSeen"
    from ${countedCalls(scope)} c join endpoint p on p.id = c.endpoint_id
    group by c.run_id, c.kind, p.method, coalesce(p.host, c.host), c.ip, coalesce(p.port, c.port), p.path`.execute(db.sql);
  for (const row of rows) byRun.get(row.run)?.push(row);
  return byRun;
}

/** What one log saw of a run, whether it counts or not. */
export interface RunSighting {
  source: string;
  format: string;
  kind: string;
  records: number;
  hosts: number;
  /** Records whose log held a URL. */
  withPath: number;
  judged: boolean;
  hostOrigins: string[];
  sample: boolean;
}

/** Every log's own sight of a run: nothing is counted once here. */
export async function listRunSightings(db: Db, scope: Scope, run: string): Promise<RunSighting[]> {
  const within = scope.teams === null ? sql`true` : sql`w.team = any(${[...scope.teams]}::text[])`;
  const { rows } = await sql<RunSighting>`
    select s.name as source, s.format, k.kind::text as kind, sum(e.count)::float8 as records, count(distinct coalesce(k.host, host(k.ip)))::int as hosts,
      coalesce(sum(e.count) filter (where p.path is not null), 0)::float8 as "withPath", bool_or(e.verdict <> 'unjudged') as judged,
      array_agg(distinct k.host_origin::text) as "hostOrigins", s.sample
    from run_endpoint e join traffic_key k on k.workload_id = e.workload_id and k.id = e.traffic_key_id
      join endpoint p on p.id = e.endpoint_id join source s on s.id = k.source_id join workload w on w.id = e.workload_id
    where e.run_id = ${run}::int8 and ${within}
    group by s.id, k.kind order by k.kind, 1`.execute(db.sql);
  return rows;
}
