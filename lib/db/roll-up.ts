import { type RawBuilder, sql } from "kysely";
import type pg from "pg";
import type { Db } from "./client";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a record adds to the roll-ups. */
export interface RollUpRow {
  workloadId: string;
  time: number;
  trafficKeyId: string;
  policyVersion: number;
  rule: number;
  verdict: string;
  action: string;
  outcome: string;
  kind: string;
  count: number;
  bytesOut: number;
  bytesIn: number;
  packetsOut: number;
  packetsIn: number;
  status: number;
  attempt: number;
  unanswered: boolean;
  weakTls: boolean;
  durationMs: number;
  runId?: string;
  endpointId?: string;
}

interface Hour {
  row: RollUpRow;
  hour: number;
  count: number;
  bytesOut: number;
  bytesIn: number;
  packetsOut: number;
  packetsIn: number;
  s2: number;
  s3: number;
  s4: number;
  s5: number;
  retryable: number;
  retries: number;
  unanswered: number;
  weakTls: number;
  durationMs: number;
  first: number;
  last: number;
}

interface Run {
  row: RollUpRow;
  day: number;
  statusClass: number;
  count: number;
  bytesOut: number;
  bytesIn: number;
  durationMs: number;
  unanswered: number;
  first: number;
  last: number;
}

/** 408, 425, 429 and 5xx: what a client may be expected to try again (RFC 9110, 15.5; RFC 8470; RFC 6585). */
export const isRetryable = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500;

/** Adds up a batch in memory; `writeRollUp` brings it to the tables in the batch's transaction. Twins are not added. */
export class RollUp {
  readonly hours = new Map<string, Hour>();
  readonly runs = new Map<string, Run>();
  // Logs go forward in time: what a combination was counted under last is nearly always what comes next.
  readonly #last = new Map<string, Hour>();

  add(r: RollUpRow): void {
    const hour = Math.floor(r.time / HOUR) * HOUR;
    const last = this.#last.get(r.trafficKeyId);
    const h =
      last &&
      last.hour === hour &&
      last.row.workloadId === r.workloadId &&
      last.row.policyVersion === r.policyVersion &&
      last.row.rule === r.rule &&
      last.row.verdict === r.verdict &&
      last.row.action === r.action &&
      last.row.outcome === r.outcome
        ? last
        : this.#hour(r, hour);
    const n = r.count;
    h.count += n;
    h.bytesOut += r.bytesOut;
    h.bytesIn += r.bytesIn;
    h.packetsOut += r.packetsOut;
    h.packetsIn += r.packetsIn;
    if (r.status >= 200) {
      if (r.status < 300) h.s2 += n;
      else if (r.status < 400) h.s3 += n;
      else if (r.status < 500) h.s4 += n;
      else h.s5 += n;
      if (isRetryable(r.status)) h.retryable += n;
    }
    if (r.attempt > 0) h.retries += n;
    if (r.unanswered) h.unanswered += n;
    if (r.weakTls) h.weakTls += n;
    h.durationMs += r.durationMs;
    if (r.time < h.first) h.first = r.time;
    if (r.time > h.last) h.last = r.time;
    if (r.runId !== undefined && r.endpointId !== undefined) this.#addRun(r);
  }

  #hour(r: RollUpRow, hour: number): Hour {
    const key = `${r.trafficKeyId} ${hour} ${r.workloadId} ${r.policyVersion} ${r.rule} ${r.verdict} ${r.action} ${r.outcome}`;
    let h = this.hours.get(key);
    if (!h) {
      h = {
        row: r,
        hour,
        count: 0,
        bytesOut: 0,
        bytesIn: 0,
        packetsOut: 0,
        packetsIn: 0,
        s2: 0,
        s3: 0,
        s4: 0,
        s5: 0,
        retryable: 0,
        retries: 0,
        unanswered: 0,
        weakTls: 0,
        durationMs: 0,
        first: r.time,
        last: r.time,
      };
      this.hours.set(key, h);
    }
    this.#last.set(r.trafficKeyId, h);
    return h;
  }

  clear(): void {
    this.hours.clear();
    this.runs.clear();
    this.#last.clear();
  }

  #addRun(r: RollUpRow): void {
    const day = Math.floor(r.time / DAY) * DAY;
    const statusClass = r.status >= 100 ? Math.floor(r.status / 100) : 0;
    const key = `${r.runId} ${day} ${r.workloadId} ${r.endpointId} ${r.trafficKeyId} ${r.verdict} ${r.action} ${r.outcome} ${statusClass} ${r.attempt}`;
    let e = this.runs.get(key);
    if (!e) {
      e = { row: r, day, statusClass, count: 0, bytesOut: 0, bytesIn: 0, durationMs: 0, unanswered: 0, first: r.time, last: r.time };
      this.runs.set(key, e);
    }
    e.count += r.count;
    e.bytesOut += r.bytesOut;
    e.bytesIn += r.bytesIn;
    e.durationMs += r.durationMs;
    if (r.unanswered) e.unanswered += r.count;
    if (r.time < e.first) e.first = r.time;
    if (r.time > e.last) e.last = r.time;
  }
}

export const hourSums = [
  "count",
  "bytes_out",
  "bytes_in",
  "packets_out",
  "packets_in",
  "status_2xx",
  "status_3xx",
  "status_4xx",
  "status_5xx",
  "retryable",
  "retries",
  "unanswered",
  "weak_tls",
  "duration_ms",
] as const;
export const runSums = ["count", "bytes_out", "bytes_in", "duration_ms", "unanswered"] as const;
const SLICE = 4000;

const iso = (ms: number): string => new Date(ms).toISOString();
const merge = (table: string, sums: readonly string[]): string =>
  [
    ...sums.map((c) => `${c} = ${table}.${c} + excluded.${c}`),
    `first_seen = least(${table}.first_seen, excluded.first_seen)`,
    `last_seen = greatest(${table}.last_seen, excluded.last_seen)`,
  ].join(", ");

/** An array literal of numbers, ids and names of enums: none needs quotes, and joining is ten times faster than escaping each. */
const array = (values: readonly (string | number)[]): string => `{${values.join(",")}}`;
const at = (n: number): string => `to_timestamp(unnest($${n}::float8[]) / 1000)`;
const list = (from: number, types: readonly string[]): string => types.map((t, i) => `unnest($${from + i}::${t}[])`).join(", ");

/** Two batches touch their common rows in the same order, so that neither waits for the other in a circle. */
export async function writeRollUp(client: pg.ClientBase, rollUp: RollUp): Promise<void> {
  const hours = [...rollUp.hours.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, h]) => h);
  for (let i = 0; i < hours.length; i += SLICE) {
    const s = hours.slice(i, i + SLICE);
    await client.query(
      `insert into traffic_hour (workload_id, hour, traffic_key_id, policy_version, rule, verdict, action, outcome, kind, ${hourSums.join(", ")}, first_seen, last_seen)
       select unnest($1::int8[]), ${at(2)}, ${list(3, ["int8", "int4", "int4", "verdict", "engine_action", "outcome", "observation_kind"])},
         ${list(
           10,
           hourSums.map(() => "int8"),
         )}, ${at(24)}, ${at(25)}
       on conflict (workload_id, hour, traffic_key_id, policy_version, rule, verdict, action, outcome) do update set ${merge("traffic_hour", hourSums)}`,
      [
        array(s.map((h) => h.row.workloadId)),
        array(s.map((h) => h.hour)),
        array(s.map((h) => h.row.trafficKeyId)),
        array(s.map((h) => h.row.policyVersion)),
        array(s.map((h) => h.row.rule)),
        array(s.map((h) => h.row.verdict)),
        array(s.map((h) => h.row.action)),
        array(s.map((h) => h.row.outcome)),
        array(s.map((h) => h.row.kind)),
        array(s.map((h) => h.count)),
        array(s.map((h) => h.bytesOut)),
        array(s.map((h) => h.bytesIn)),
        array(s.map((h) => h.packetsOut)),
        array(s.map((h) => h.packetsIn)),
        array(s.map((h) => h.s2)),
        array(s.map((h) => h.s3)),
        array(s.map((h) => h.s4)),
        array(s.map((h) => h.s5)),
        array(s.map((h) => h.retryable)),
        array(s.map((h) => h.retries)),
        array(s.map((h) => h.unanswered)),
        array(s.map((h) => h.weakTls)),
        array(s.map((h) => h.durationMs)),
        array(s.map((h) => h.first)),
        array(s.map((h) => h.last)),
      ],
    );
  }
  const runs = [...rollUp.runs.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, e]) => e);
  for (let i = 0; i < runs.length; i += SLICE) {
    const s = runs.slice(i, i + SLICE);
    await client.query(
      `insert into run_endpoint (workload_id, run_id, day, endpoint_id, traffic_key_id, verdict, action, outcome, status_class, attempt, ${runSums.join(", ")}, first_seen, last_seen)
       select unnest($1::int8[]), unnest($2::int8[]), unnest($3::date[]), ${list(4, ["int8", "int8", "verdict", "engine_action", "outcome", "int2", "int2"])},
         ${list(
           11,
           runSums.map(() => "int8"),
         )}, ${at(16)}, ${at(17)}
       on conflict (workload_id, run_id, day, endpoint_id, traffic_key_id, verdict, action, outcome, status_class, attempt) do update set ${merge("run_endpoint", runSums)}`,
      [
        array(s.map((e) => e.row.workloadId)),
        array(s.map((e) => e.row.runId!)),
        array(s.map((e) => iso(e.day).slice(0, 10))),
        array(s.map((e) => e.row.endpointId!)),
        array(s.map((e) => e.row.trafficKeyId)),
        array(s.map((e) => e.row.verdict)),
        array(s.map((e) => e.row.action)),
        array(s.map((e) => e.row.outcome)),
        array(s.map((e) => e.statusClass)),
        array(s.map((e) => e.row.attempt)),
        array(s.map((e) => e.count)),
        array(s.map((e) => e.bytesOut)),
        array(s.map((e) => e.bytesIn)),
        array(s.map((e) => e.durationMs)),
        array(s.map((e) => e.unanswered)),
        array(s.map((e) => e.first)),
        array(s.map((e) => e.last)),
      ],
    );
  }
}

/** The same roll-up, computed from the records of a half-open period: what the checker compares and a re-judgement writes. */
export const hoursFromRecords = (from: Date, to: Date): RawBuilder<unknown> => sql`
  select c.workload_id, date_trunc('hour', c.time) as hour, c.traffic_key_id, c.policy_version, c.rule, c.verdict, c.action, c.outcome, k.kind,
    sum(c.count)::int8 as count, sum(coalesce(c.bytes_out, 0))::int8 as bytes_out, sum(coalesce(c.bytes_in, 0))::int8 as bytes_in,
    sum(coalesce(c.packets_out, 0))::int8 as packets_out, sum(coalesce(c.packets_in, 0))::int8 as packets_in,
    coalesce(sum(c.count) filter (where c.status between 200 and 299), 0)::int8 as status_2xx,
    coalesce(sum(c.count) filter (where c.status between 300 and 399), 0)::int8 as status_3xx,
    coalesce(sum(c.count) filter (where c.status between 400 and 499), 0)::int8 as status_4xx,
    coalesce(sum(c.count) filter (where c.status >= 500), 0)::int8 as status_5xx,
    coalesce(sum(c.count) filter (where c.status in (408, 425, 429) or c.status >= 500), 0)::int8 as retryable,
    coalesce(sum(c.count) filter (where c.attempt > 0), 0)::int8 as retries,
    coalesce(sum(c.count) filter (where c.answered = false), 0)::int8 as unanswered,
    coalesce(sum(c.count) filter (where t.version in ('ssl2', 'ssl3', '1.0', '1.1')), 0)::int8 as weak_tls,
    sum(coalesce(c.duration_ms, 0))::int8 as duration_ms, min(c.time) as first_seen, max(c.time) as last_seen
  from connection c join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id left join tls_profile t on t.id = c.tls_id
  where c.time >= ${from} and c.time < ${to} and not c.twin
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9`;

export const runsFromRecords = (from: Date, to: Date): RawBuilder<unknown> => sql`
  select c.workload_id, c.run_id, (c.time at time zone 'UTC')::date as day, c.endpoint_id, c.traffic_key_id, c.verdict, c.action, c.outcome,
    coalesce(case when c.status >= 100 then c.status / 100 end, 0)::int2 as status_class, coalesce(c.attempt, 0)::int2 as attempt,
    sum(c.count)::int8 as count, sum(coalesce(c.bytes_out, 0))::int8 as bytes_out, sum(coalesce(c.bytes_in, 0))::int8 as bytes_in,
    sum(coalesce(c.duration_ms, 0))::int8 as duration_ms, coalesce(sum(c.count) filter (where c.answered = false), 0)::int8 as unanswered,
    min(c.time) as first_seen, max(c.time) as last_seen
  from connection c
  where c.time >= ${from} and c.time < ${to} and not c.twin and c.run_id is not null and c.endpoint_id is not null
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;

export interface RollUpDifference {
  table: "traffic_hour" | "run_endpoint";
  rows: number;
}

/** Compares the roll-ups with the records over whole days. An empty list is agreement. */
export async function verifyRollUps(db: Db, from: Date, to: Date): Promise<RollUpDifference[]> {
  const out: RollUpDifference[] = [];
  const compare = async (
    table: RollUpDifference["table"],
    computed: RawBuilder<unknown>,
    columns: string,
    when: RawBuilder<unknown>,
  ): Promise<void> => {
    const cols = sql.raw(columns);
    const { rows } = await sql<{ n: string }>`
      with computed as (select ${cols} from (${computed}) x), kept as (select ${cols} from ${sql.table(table)} where ${when})
      select ((select count(*) from (table computed except table kept) a) + (select count(*) from (table kept except table computed) b))::text as n`.execute(
      db.sql,
    );
    const n = Number(rows[0]?.n ?? 0);
    if (n > 0) out.push({ table, rows: n });
  };
  const seen = "first_seen, last_seen";
  await compare(
    "traffic_hour",
    hoursFromRecords(from, to),
    `workload_id, hour, traffic_key_id, policy_version, rule, verdict, action, outcome, kind, ${hourSums.join(", ")}, ${seen}`,
    sql`hour >= ${from} and hour < ${to}`,
  );
  await compare(
    "run_endpoint",
    runsFromRecords(from, to),
    `workload_id, run_id, day, endpoint_id, traffic_key_id, verdict, action, outcome, status_class, attempt, ${runSums.join(", ")}, ${seen}`,
    sql`day >= ${from}::date and day < ${to}::date`,
  );
  return out;
}
