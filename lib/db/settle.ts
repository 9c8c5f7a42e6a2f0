import type { Client, Db } from "./client";
import { type ConnectionRow, ConnectionWriter } from "./connection";
import { copyRows } from "./copy";
import type { Dimensions } from "./dimension";
import { type Combination, hourSums, lockRollUp, type RollUp, runSums, writeRollUp } from "./roll-up";

/** A record with all that its attribution, name and verdict were made from. Numbers of the database come as text. */
export interface SettleRow {
  workload_id: string;
  time_ms: number;
  import_id: number;
  line: number;
  part: number;
  traffic_key_id: string;
  policy_version: number;
  rule: number;
  verdict: string;
  action: string;
  outcome: string;
  src_ip: string | null;
  src_port: number | null;
  src_nat_ip: string | null;
  dst_ip: string | null;
  duration_ms: number | null;
  endpoint_id: string | null;
  tls_id: string | null;
  caller_id: string | null;
  agent_id: string | null;
  run_id: string | null;
  status: number | null;
  attempt: number | null;
  bytes_out: string | null;
  bytes_in: string | null;
  packets_out: string | null;
  packets_in: string | null;
  count: number;
  twin: boolean;
  answered: boolean | null;
  src_user: string | null;
  url: string | null;
  session_id: string | null;
  trace_id: string | null;
  engine_rule: string | null;
  detail: string | null;
  kind: string;
  direction: string;
  host: string | null;
  host_origin: string;
  port: number | null;
  protocol: string | null;
  application: string | null;
  job: string | null;
  run_external_id: string | null;
  run_origin: string | null;
  tls_version: string | null;
  tls_names: string[] | null;
  tls_validation: string | null;
  endpoint_method: string | null;
  endpoint_path: string | null;
  caller_service: string | null;
  caller_environment: string | null;
  caller_team: string | null;
  caller_interface_id: string | null;
  caller_instance_id: string | null;
  caller_account_id: string | null;
  caller_tags: Record<string, string> | null;
}

const PAGE = 20_000;

/** Outbound records of one source in a half-open period, in pages; runs inside the client's transaction. */
export async function* readForSettling(client: Client, sourceId: number, from: Date, to: Date): AsyncGenerator<SettleRow[]> {
  await client.query(
    `declare settling no scroll cursor for
     select c.workload_id::text, (extract(epoch from c.time) * 1000)::float8 as time_ms, c.import_id, c.line, c.part, c.traffic_key_id::text, c.policy_version, c.rule, c.verdict, c.action, c.outcome,
       host(c.src_ip) as src_ip, c.src_port, host(c.src_nat_ip) as src_nat_ip, host(c.dst_ip) as dst_ip, c.duration_ms, c.endpoint_id::text, c.tls_id::text, c.caller_id::text, c.agent_id::text, c.run_id::text,
       c.status, c.attempt, c.bytes_out::text, c.bytes_in::text, c.packets_out::text, c.packets_in::text, c.count, c.twin, c.answered, c.src_user, c.url, c.session_id, c.trace_id, c.engine_rule, c.detail::text,
       k.kind, k.direction, k.host, k.host_origin, k.port, k.protocol, k.application, j.name as job, r.external_id as run_external_id, r.origin as run_origin,
       t.version as tls_version, t.names as tls_names, t.validation as tls_validation, e.method as endpoint_method, e.path as endpoint_path,
       a.service as caller_service, a.environment as caller_environment, a.team as caller_team, a.interface_id as caller_interface_id, a.instance_id as caller_instance_id, a.account_id as caller_account_id, a.tags as caller_tags
     from connection c
     join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id
     left join job j on j.id = k.job_id left join run r on r.id = c.run_id left join tls_profile t on t.id = c.tls_id
     left join endpoint e on e.id = c.endpoint_id left join caller a on a.id = c.caller_id
     where c.time >= $1 and c.time < $2 and k.source_id = $3 and k.kind <> 'query'`,
    [from, to, sourceId],
  );
  for (;;) {
    const { rows } = await client.query<SettleRow>(`fetch ${PAGE} from settling`);
    if (rows.length === 0) break;
    yield rows;
  }
  await client.query("close settling");
}

export async function listSourcesWithRecords(db: Db, from: Date, to: Date): Promise<number[]> {
  const { rows } = await db.pool.query<{ source_id: number }>(
    `select distinct k.source_id from traffic_hour h join traffic_key k on k.workload_id = h.workload_id and k.id = h.traffic_key_id
     where h.hour >= $1 and h.hour < $2 and k.kind <> 'query'`,
    [from, to],
  );
  return rows.map((r) => r.source_id);
}

export interface Rewrite {
  sourceId: number;
  old: readonly SettleRow[];
  rows: readonly ConnectionRow[];
  minus: RollUp;
  plus: RollUp;
  dimensions: Dimensions;
}

/**
 * Replaces records and moves what they add to the roll-ups from their old keys to the new ones; the client's transaction
 * commits it as one. @returns false when the records changed meanwhile: roll back and come again.
 */
export async function rewriteRecords(client: Client, w: Rewrite): Promise<boolean> {
  const { rowCount } = await client.query(
    `delete from connection c using unnest($1::int8[], $2::timestamptz[], $3::int4[], $4::int4[], $5::int2[]) as o (workload_id, time, import_id, line, part)
     where c.time >= $6 and c.time <= $7 and c.workload_id = o.workload_id and c.time = o.time and c.import_id = o.import_id and c.line = o.line and c.part = o.part`,
    [
      w.old.map((r) => r.workload_id),
      w.old.map((r) => new Date(r.time_ms)),
      w.old.map((r) => r.import_id),
      w.old.map((r) => r.line),
      w.old.map((r) => r.part),
      new Date(w.old.reduce((a, r) => Math.min(a, r.time_ms), Number.POSITIVE_INFINITY)),
      new Date(w.old.reduce((a, r) => Math.max(a, r.time_ms), 0)),
    ],
  );
  if (rowCount !== w.old.length) return false;
  await w.dimensions.write(client);
  const rows = new ConnectionWriter();
  for (const row of w.rows) rows.widen(row);
  for (const row of w.rows) rows.add(row);
  await copyRows(client, "connection", rows.columns, rows.take(), "binary");
  await lockRollUp(client, w.sourceId);
  await subtract(client, w.minus);
  await writeRollUp(client, w.plus, w.sourceId);
  return true;
}

const hourKey = ["workload_id", "hour", "traffic_key_id", "policy_version", "rule", "verdict", "action", "outcome"];
const runKey = ["workload_id", "run_id", "day", "endpoint_id", "traffic_key_id", "verdict", "action", "outcome", "status_class", "attempt"];
const iso = (ms: number): string => new Date(ms).toISOString();

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const orderOf = (c: Combination): string => `${c.workloadId} ${c.policyVersion} ${c.rule} ${c.verdict} ${c.action} ${c.outcome}`;

async function subtract(client: Client, minus: RollUp): Promise<void> {
  const hours = Array.from({ length: minus.hours }, (_, row) => ({ ...minus.of(row), hour: minus.begin(row), row }));
  // Whoever else takes rows away does so in the same order.
  hours.sort((a, b) => compare(a.trafficKeyId, b.trafficKeyId) || a.hour - b.hour || compare(orderOf(a), orderOf(b)));
  if (hours.length > 0) {
    const keys = [
      hours.map((h) => h.workloadId),
      hours.map((h) => iso(h.hour)),
      hours.map((h) => h.trafficKeyId),
      hours.map((h) => h.policyVersion),
      hours.map((h) => h.rule),
      hours.map((h) => h.verdict),
      hours.map((h) => h.action),
      hours.map((h) => h.outcome),
    ];
    const given =
      "unnest($1::int8[], $2::timestamptz[], $3::int8[], $4::int4[], $5::int4[], $6::verdict[], $7::engine_action[], $8::outcome[]";
    const on = hourKey.map((k) => `t.${k} = g.${k}`).join(" and ");
    // First the locks, then statements that see what was committed while waiting for them.
    await client.query(`select 1 from traffic_hour t, ${given}) as g (${hourKey.join(", ")}) where ${on} for update of t`, keys);
    await client.query(
      `update traffic_hour t set ${hourSums.map((c) => `${c} = t.${c} - g.${c}`).join(", ")}
       from ${given}, ${hourSums.map((_, i) => `$${i + 9}::int8[]`).join(", ")}) as g (${[...hourKey, ...hourSums].join(", ")}) where ${on}`,
      [...keys, ...hourSums.map((_, figure) => hours.map((h) => minus.sum(h.row, figure)))],
    );
    await client.query(`delete from traffic_hour t using ${given}) as g (${hourKey.join(", ")}) where ${on} and t.count = 0`, keys);
    await client.query(
      `update traffic_hour t set first_seen = s.first_seen, last_seen = s.last_seen from (
         select ${hourKey.map((k) => `g.${k}`).join(", ")}, min(c.time) as first_seen, max(c.time) as last_seen
         from ${given}) as g (${hourKey.join(", ")}) join connection c on c.workload_id = g.workload_id and c.time >= g.hour and c.time < g.hour + interval '1 hour' and c.traffic_key_id = g.traffic_key_id
           and c.policy_version = g.policy_version and c.rule = g.rule and c.verdict = g.verdict and c.action = g.action and c.outcome = g.outcome and not c.twin
         where c.time >= $9 and c.time < $10 group by 1, 2, 3, 4, 5, 6, 7, 8) s
       where ${hourKey.map((k) => `t.${k} = s.${k}`).join(" and ")}`,
      [
        ...keys,
        new Date(hours.reduce((a, h) => Math.min(a, h.hour), Number.POSITIVE_INFINITY)),
        new Date(hours.reduce((a, h) => Math.max(a, h.hour), 0) + 3_600_000),
      ],
    );
  }
  const runs = [...minus.runs.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, e]) => e);
  if (runs.length > 0) {
    const keys = [
      runs.map((e) => e.workloadId),
      runs.map((e) => e.runId),
      runs.map((e) => iso(e.day).slice(0, 10)),
      runs.map((e) => e.endpointId),
      runs.map((e) => e.trafficKeyId),
      runs.map((e) => e.verdict),
      runs.map((e) => e.action),
      runs.map((e) => e.outcome),
      runs.map((e) => e.statusClass),
      runs.map((e) => e.attempt),
    ];
    const given =
      "unnest($1::int8[], $2::int8[], $3::date[], $4::int8[], $5::int8[], $6::verdict[], $7::engine_action[], $8::outcome[], $9::int2[], $10::int2[]";
    const on = runKey.map((k) => `t.${k} = g.${k}`).join(" and ");
    await client.query(`select 1 from run_endpoint t, ${given}) as g (${runKey.join(", ")}) where ${on} for update of t`, keys);
    await client.query(
      `update run_endpoint t set ${runSums.map((c) => `${c} = t.${c} - g.${c}`).join(", ")}
       from ${given}, ${runSums.map((_, i) => `$${i + 11}::int8[]`).join(", ")}) as g (${[...runKey, ...runSums].join(", ")}) where ${on}`,
      [
        ...keys,
        runs.map((e) => e.count),
        runs.map((e) => e.bytesOut),
        runs.map((e) => e.bytesIn),
        runs.map((e) => e.durationMs),
        runs.map((e) => e.unanswered),
      ],
    );
    await client.query(`delete from run_endpoint t using ${given}) as g (${runKey.join(", ")}) where ${on} and t.count = 0`, keys);
    await client.query(
      `update run_endpoint t set first_seen = s.first_seen, last_seen = s.last_seen from (
         select ${runKey.map((k) => `g.${k}`).join(", ")}, min(c.time) as first_seen, max(c.time) as last_seen
         from ${given}) as g (${runKey.join(", ")}) join connection c on c.workload_id = g.workload_id and c.run_id = g.run_id and (c.time at time zone 'UTC')::date = g.day and c.endpoint_id = g.endpoint_id
           and c.traffic_key_id = g.traffic_key_id and c.verdict = g.verdict and c.action = g.action and c.outcome = g.outcome and not c.twin
           and coalesce(case when c.status >= 100 then c.status / 100 end, 0) = g.status_class and coalesce(c.attempt, 0) = g.attempt
         where c.time >= $11 and c.time < $12 group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) s
       where ${runKey.map((k) => `t.${k} = s.${k}`).join(" and ")}`,
      [
        ...keys,
        new Date(runs.reduce((a, e) => Math.min(a, e.day), Number.POSITIVE_INFINITY)),
        new Date(runs.reduce((a, e) => Math.max(a, e.day), 0) + 86_400_000),
      ],
    );
  }
}
