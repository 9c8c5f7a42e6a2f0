import type pg from "pg";
import type { RegisteredRun, RegisteredWindow } from "../enrich/run";
import type { Db } from "./client";
import type { Tx } from "./journal";

/** Registered runs that may own a record between two moments, and the windows of jobs. */
export async function findRegisteredRuns(
  db: Db,
  from: number,
  to: number,
): Promise<{ runs: RegisteredRun[]; windows: RegisteredWindow[] }> {
  const { rows } = await db.pool.query(
    `select r.id::text, r.job_id::text as "jobId", j.name as job, r.external_id as "externalId",
       (extract(epoch from r.started_at) * 1000)::float8 as "startedAt", (extract(epoch from r.ended_at) * 1000)::float8 as "endedAt",
       array(select host(c) from unnest(r.callers) c) as callers
     from run r join job j on j.id = r.job_id
     where r.origin = 'registered' and r.started_at <= $2 and coalesce(r.ended_at, now() + interval '1 day') >= $1`,
    [new Date(from - 60_000), new Date(to + 60_000)],
  );
  const windows = await db.pool.query(`select job, cidr::text as cidr, start_minute as "startMinute", minutes, weekdays from job_window`);
  return {
    runs: rows.map((r) => ({ ...r, endedAt: r.endedAt ?? undefined })) as RegisteredRun[],
    windows: windows.rows as RegisteredWindow[],
  };
}

export interface SeenRun {
  id: string;
  jobId: string;
  externalId: string;
  workloadId: string;
  first: number;
  last: number;
  origin: "log" | "registered" | "window";
  sample: boolean;
}

/** Runs known from records alone: they last from the first to the last record. A registered one keeps its own times. */
export async function upsertSeenRuns(client: pg.ClientBase, runs: readonly SeenRun[]): Promise<void> {
  const rows = [...runs].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (rows.length === 0) return;
  await client.query(
    `insert into run (id, job_id, external_id, workload_id, started_at, ended_at, origin, callers, sample)
     select id, job_id, external_id, workload_id, started_at, ended_at, origin, '{}', sample
     from unnest($1::int8[], $2::int8[], $3::text[], $4::int8[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::bool[]) as g (id, job_id, external_id, workload_id, started_at, ended_at, origin, sample)
     on conflict (id) do update set
       workload_id = coalesce(run.workload_id, excluded.workload_id),
       started_at = case when run.origin = 'registered' then run.started_at else least(run.started_at, excluded.started_at) end,
       ended_at = case when run.origin = 'registered' then run.ended_at else greatest(run.ended_at, excluded.ended_at) end`,
    [
      rows.map((r) => r.id),
      rows.map((r) => r.jobId),
      rows.map((r) => r.externalId),
      rows.map((r) => r.workloadId),
      rows.map((r) => new Date(r.first)),
      rows.map((r) => new Date(r.last)),
      rows.map((r) => r.origin),
      rows.map((r) => r.sample),
    ],
  );
}

/** @returns whether the run was not known before. */
export async function saveRegisteredRun(
  tx: Tx,
  r: {
    id: string;
    jobId: string;
    job: string;
    run: string;
    startedAt: Date;
    endedAt?: Date;
    exitCode?: number;
    host?: string;
    callers: string[];
    sample: boolean;
  },
): Promise<boolean> {
  await tx.$executeRaw`insert into job (id, name, sample) values (${r.jobId}::int8, ${r.job}, ${r.sample}) on conflict (id) do nothing`;
  const rows = await tx.$queryRaw<{ fresh: boolean }[]>`
    insert into run (id, job_id, external_id, started_at, ended_at, exit_code, host, callers, origin, sample)
    values (${r.id}::int8, ${r.jobId}::int8, ${r.run}, ${r.startedAt}, ${r.endedAt ?? null}::timestamptz, ${r.exitCode ?? null}::int4, ${r.host ?? null}, ${r.callers}::inet[], 'registered', ${r.sample})
    on conflict (id) do update set started_at = excluded.started_at, ended_at = coalesce(excluded.ended_at, run.ended_at),
      exit_code = coalesce(excluded.exit_code, run.exit_code), host = coalesce(excluded.host, run.host), origin = 'registered',
      callers = case when cardinality(excluded.callers) > 0 then excluded.callers else run.callers end
    returning (xmax = 0) as fresh`;
  return rows[0]?.fresh ?? false;
}
