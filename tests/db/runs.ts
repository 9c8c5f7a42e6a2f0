import type { Db } from "../../lib/db/client";
import { hashId } from "../../lib/db/hash";

export interface Call {
  host?: string;
  path?: string | null;
  method?: string | null;
  kind?: "request" | "connection" | "query";
  verdict?: string;
  outcome?: string;
  statusClass?: number;
  attempt?: number;
  count?: number;
  bytesOut?: number;
  durationMs?: number;
  unanswered?: number;
  service?: string;
  team?: string;
}

const sourceOf = { request: 1, connection: 2, query: 2 } as const;

/** The sources that hand-made runs are seen by. */
export async function makeSources(db: Db): Promise<void> {
  await db.pool.query("insert into source (id, name, format) values (1, 'batch-proxy', 'squid'), (2, 'flow-logs', 'aws-vpcflow')");
  await db.pool.query("select setval('source_id_seq', 10)");
}

/** A run with its calls, written by plain INSERTs. @returns its id */
export async function makeRun(
  db: Db,
  run: {
    job: string;
    name: string;
    at: string;
    exitCode?: number | null;
    ended?: boolean;
    service?: string;
    team?: string;
    /** Known from logs alone, as lasting so many minutes so far. */
    loggedMinutes?: number;
  },
  calls: readonly Call[],
): Promise<string> {
  const q = (text: string, values: unknown[]) => db.pool.query(text, values);
  const jobId = hashId("job", run.job);
  const id = hashId("run", run.job, run.name);
  const at = new Date(run.at);
  const workloadOf = async (service: string, team: string): Promise<string> => {
    const workload = hashId("workload", service, team);
    await q("insert into workload (id, service, environment, team) values ($1, $2, 'production', $3) on conflict do nothing", [
      workload,
      service,
      team,
    ]);
    return workload;
  };
  const own = await workloadOf(run.service ?? "data-export", run.team ?? "data");
  await q("insert into job (id, name) values ($1, $2) on conflict do nothing", [jobId, run.job]);
  await q(
    "insert into run (id, job_id, external_id, workload_id, started_at, ended_at, exit_code, host, origin) values ($1, $2, $3, $4, $5, $6, $7, 'worker-1', $8)",
    [
      id,
      jobId,
      run.name,
      own,
      at,
      run.ended === false ? null : new Date(at.getTime() + (run.loggedMinutes ?? 10) * 60_000),
      run.ended === false || run.loggedMinutes ? null : (run.exitCode ?? 0),
      run.loggedMinutes ? "log" : "registered",
    ],
  );
  const day = at.toISOString().slice(0, 10);
  await q("select ensure_month_partition('run_endpoint', $1::date)", [day]);
  for (const c of calls) {
    const { kind = "request", host = "api.vendor.example" } = c;
    const isRequest = kind === "request";
    const path = c.path === undefined ? (isRequest ? "/v1/items" : null) : c.path;
    const method = c.method === undefined ? (isRequest ? "GET" : null) : c.method;
    const workload = c.service ? await workloadOf(c.service, c.team ?? "data") : own;
    const key = hashId("key", workload, kind, host);
    const endpoint = hashId("endpoint", method, host, 443, path);
    await q(
      `insert into traffic_key (workload_id, id, source_id, kind, direction, host, host_origin, domain, port, protocol, proof)
       values ($1, $2, $3, $4::observation_kind, 'outbound', $5, 'url', 'vendor.example', 443, 'tcp', 'consistent') on conflict do nothing`,
      [workload, key, sourceOf[kind], kind, host],
    );
    await q("insert into endpoint (id, method, host, port, path) values ($1, $2, $3, 443, $4) on conflict do nothing", [
      endpoint,
      method,
      host,
      path,
    ]);
    await q(
      `insert into run_endpoint (workload_id, run_id, day, endpoint_id, traffic_key_id, verdict, action, outcome, status_class, attempt, count, bytes_out, bytes_in, duration_ms, unanswered, first_seen, last_seen)
       values ($1, $2, $3, $4, $5, $6::verdict, 'allowed', $7::outcome, $8, $9, $10, $11, 0, $12, $13, $14, $14)`,
      [
        workload,
        id,
        day,
        endpoint,
        key,
        c.verdict ?? "allowed",
        c.outcome ?? "conforming",
        c.statusClass ?? (isRequest ? 2 : 0),
        c.attempt ?? 0,
        c.count ?? 10,
        c.bytesOut ?? 1000,
        c.durationMs ?? 1000,
        c.unanswered ?? 0,
        at,
      ],
    );
  }
  return id;
}
