import { type RawBuilder, sql } from "kysely";
import type { ListedRun, RunState } from "../model/run";
import type { Scope } from "../model/scope";
import type { Db } from "./client";
import { workloadCondition } from "./counted";

export interface RunFilter {
  /** Name of the job. */
  job?: string;
  state?: RunState;
  team?: string;
  environment?: string;
  service?: string;
  /** Half-open, of the start. */
  period?: { from: number; to: number };
}

const states: Record<RunState, RawBuilder<unknown>> = {
  running: sql`r.exit_code is null and r.ended_at is null`,
  failed: sql`r.exit_code <> 0`,
  ok: sql`r.exit_code = 0`,
  unsaid: sql`r.exit_code is null and r.ended_at is not null`,
};

function runCondition(scope: Scope, f: RunFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [workloadCondition(scope, f)];
  if (f.job !== undefined) parts.push(sql`j.name = ${f.job}`);
  if (f.state) parts.push(states[f.state]);
  if (f.period) parts.push(sql`r.started_at >= ${new Date(f.period.from)} and r.started_at < ${new Date(f.period.to)}`);
  return sql.join(parts, sql` and `);
}

/** Rows of `run_endpoint` that count, for the runs in `chosen(id)`: judged, and per run and workload the richest kind. */
export const countedCalls = (scope: Scope): RawBuilder<unknown> => sql`(
  select * from (
    select e.*, k.kind, k.host, k.ip, k.port, k.domain, k.source_id, min(k.kind) over (partition by e.run_id, e.workload_id) as richest
    from run_endpoint e
    join traffic_key k on k.workload_id = e.workload_id and k.id = e.traffic_key_id
    join workload w on w.id = e.workload_id
    where e.run_id in (select id from chosen) and e.verdict <> 'unjudged' and k.kind in ('request', 'connection') and ${workloadCondition(scope, {})}
  ) j where kind = richest)`;

const columns = sql`r.id::text as id, r.job_id::text as "jobId", j.name as job, r.external_id as "externalId", r.origin, r.started_at as "startedAt",
  r.ended_at as "endedAt", r.exit_code as "exitCode", r.host, r.sample, w.service, w.environment, w.team,
  coalesce(f.connections, 0) as connections, coalesce(f.denied, 0) as denied, coalesce(f.retries, 0) as retries,
  coalesce(f.bytes_out, 0) as "bytesOut", coalesce(f.bytes_in, 0) as "bytesIn", f.last_seen as "lastSeen"`;
const from = sql`run r join job j on j.id = r.job_id left join workload w on w.id = r.workload_id`;

/** The runs whose ids `chosen` selects, with their figures, newest first. */
function withFigures(scope: Scope, chosen: RawBuilder<unknown>): RawBuilder<ListedRun> {
  return sql<ListedRun>`
    with chosen as materialized (${chosen}), figures as (
      select run_id, sum(count)::float8 as connections, coalesce(sum(count) filter (where outcome in ('violation', 'blocked', 'false-reject')), 0)::float8 as denied,
        coalesce(sum(count) filter (where attempt > 0), 0)::float8 as retries, sum(bytes_out)::float8 as bytes_out, sum(bytes_in)::float8 as bytes_in,
        max(last_seen) as last_seen
      from ${countedCalls(scope)} c group by run_id
    )
    select ${columns} from ${from} left join figures f on f.run_id = r.id
    where r.id in (select id from chosen) order by r.started_at desc, r.id desc`;
}

export interface RunCursor {
  startedAt: Date;
  id: string;
}

/** Newest first; `after` is the last run of the page before. */
export async function listRuns(
  db: Db,
  scope: Scope,
  filter: RunFilter,
  page: { after?: RunCursor | undefined; limit: number },
): Promise<{ runs: ListedRun[]; next?: RunCursor }> {
  const after = page.after ? sql`and (r.started_at, r.id) < (${page.after.startedAt}, ${page.after.id}::int8)` : sql``;
  const chosen = sql`select r.id from ${from} where ${runCondition(scope, filter)} ${after} order by r.started_at desc, r.id desc limit ${page.limit + 1}`;
  const { rows } = await withFigures(scope, chosen).execute(db.sql);
  const runs = rows.slice(0, page.limit);
  const last = runs.at(-1);
  return { runs, ...(rows.length > page.limit && last ? { next: { startedAt: last.startedAt, id: last.id } } : {}) };
}

/** The newest runs of each job, newest first: of jobs that ran in the filter's period where it has one. */
export async function listRunsByJob(db: Db, scope: Scope, filter: RunFilter, perJob: number): Promise<Map<string, ListedRun[]>> {
  const until = filter.period ? sql`and r.started_at < ${new Date(filter.period.to)}` : sql``;
  const { period: _, state: __, ...any } = filter;
  const chosen = sql`
    select id from (
      select r.id, row_number() over (partition by r.job_id order by r.started_at desc, r.id desc) as place
      from ${from} where ${runCondition(scope, any)} ${until}
        and r.job_id in (select r.job_id from ${from} where ${runCondition(scope, filter)})
    ) ranked where place <= ${perJob}`;
  const { rows } = await withFigures(scope, chosen).execute(db.sql);
  const byJob = new Map<string, ListedRun[]>();
  for (const run of rows) byJob.set(run.jobId, [...(byJob.get(run.jobId) ?? []), run]);
  return byJob;
}

/** Out of scope is not there. */
export async function findRun(db: Db, scope: Scope, id: string): Promise<ListedRun | undefined> {
  const chosen = sql`select r.id from ${from} where r.id = ${id}::int8 and ${runCondition(scope, {})}`;
  return (await withFigures(scope, chosen).execute(db.sql)).rows[0];
}

/** Runs of the same job that began before, newest first. */
export async function listRunsBefore(db: Db, scope: Scope, run: ListedRun, limit: number): Promise<ListedRun[]> {
  const chosen = sql`
    select r.id from ${from} where r.job_id = ${run.jobId}::int8 and (r.started_at, r.id) < (${run.startedAt}, ${run.id}::int8)
      and ${runCondition(scope, {})} order by r.started_at desc, r.id desc limit ${limit}`;
  return (await withFigures(scope, chosen).execute(db.sql)).rows;
}

export interface RunCounts {
  runs: number;
  jobs: number;
  running: number;
  failed: number;
  ok: number;
  unsaid: number;
}

export async function countRuns(db: Db, scope: Scope, filter: RunFilter): Promise<RunCounts> {
  const of = (state: RunState) => sql`count(*) filter (where ${states[state]})::int`;
  const { rows } = await sql<RunCounts>`
    select count(*)::int as runs, count(distinct r.job_id)::int as jobs, ${of("running")} as running, ${of("failed")} as failed,
      ${of("ok")} as ok, ${of("unsaid")} as unsaid
    from ${from} where ${runCondition(scope, filter)}`.execute(db.sql);
  return rows[0]!;
}

/** Names of jobs that somebody may see, for the filter. */
export async function listJobNames(db: Db, scope: Scope): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select distinct j.name from ${from} where ${runCondition(scope, {})} order by 1`.execute(
    db.sql,
  );
  return rows.map((r) => r.name);
}
