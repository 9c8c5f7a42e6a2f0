import { type RawBuilder, sql } from "kysely";
import type pg from "pg";
import { partHash } from "../model/part-hash";
import { idArray, int4Array, int8Array, timeArray } from "./binary-array";
import type { Db } from "./client";

/** Slots for what was counted last; a power of two. */
const RECENT = 4096;
/** Combinations that are remembered beyond a `clear`. */
const REMEMBERED = 16_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a record is counted under. */
interface HourKey {
  workloadId: string;
  trafficKeyId: string;
  policyVersion: number;
  rule: number;
  verdict: string;
  action: string;
  outcome: string;
}

/** What a record adds to the roll-ups. */
export interface RollUpRow extends HourKey {
  time: number;
  kind: string;
  count: number;
  bytesOut?: number;
  bytesIn?: number;
  packetsOut?: number;
  packetsIn?: number;
  status?: number;
  attempt?: number;
  answered?: boolean;
  weakTls: boolean;
  durationMs?: number;
  runId?: string;
  endpointId?: string;
}

/** Places of an hour's figures in its row; the first as `hourSums` has them. */
const COUNT = 0;
const BYTES_OUT = 1;
const BYTES_IN = 2;
const PACKETS_OUT = 3;
const PACKETS_IN = 4;
const STATUS_2XX = 5;
const RETRYABLE = 9;
const RETRIES = 10;
const UNANSWERED = 11;
const WEAK_TLS = 12;
const DURATION = 13;
const FIRST = 14;
const LAST = 15;
const BEGIN = 16;
const FIGURES = 17;

/** What is counted together, whatever the hour. */
export interface Combination extends HourKey {
  kind: string;
  /** Apart from that of any other combination in memory. */
  number: number;
  /** The row that was counted in last, or -1. */
  row: number;
}

interface Run {
  workloadId: string;
  runId: string;
  endpointId: string;
  trafficKeyId: string;
  verdict: string;
  action: string;
  outcome: string;
  attempt: number;
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

/**
 * Adds up a batch in memory; `writeRollUp` brings it to the tables in the batch's transaction. Twins are not added.
 *
 * Hours are rows of numbers side by side: a record in seven makes a new one, and as objects under texts they were most of
 * what the collector had to copy.
 */
export class RollUp {
  readonly runs = new Map<string, Run>();
  readonly #combinations = new Map<string, Combination>();
  // Logs go forward in time: the hour that a combination was counted in last is nearly always that of what comes next.
  readonly #recent: (Combination | undefined)[] = new Array(RECENT).fill(undefined);
  #numbered = 0;
  #hours = 0;
  /** Of each row. */
  readonly #of: Combination[] = [];
  #figures = new Float64Array(FIGURES * 256);
  /** Rows by combination and hour: a table of open addressing, of which at most half is taken. 0 is none, else row + 1. */
  #table = new Int32Array(512);

  /** Takes what it needs from the row: the caller may use it again. */
  add(r: RollUpRow): void {
    const hour = r.time - (r.time % HOUR);
    const c = this.#combination(r);
    let row = c.row;
    if (row < 0 || this.#figures[row * FIGURES + BEGIN] !== hour) {
      row = this.#row(c, hour, r.time);
      c.row = row;
    }
    const f = this.#figures;
    const at = row * FIGURES;
    const n = r.count;
    f[at + COUNT]! += n;
    if (r.bytesOut !== undefined) f[at + BYTES_OUT]! += r.bytesOut;
    if (r.bytesIn !== undefined) f[at + BYTES_IN]! += r.bytesIn;
    if (r.packetsOut !== undefined) f[at + PACKETS_OUT]! += r.packetsOut;
    if (r.packetsIn !== undefined) f[at + PACKETS_IN]! += r.packetsIn;
    const status = r.status;
    if (status !== undefined && status >= 200) {
      f[at + STATUS_2XX + Math.min(3, Math.floor(status / 100) - 2)]! += n;
      if (isRetryable(status)) f[at + RETRYABLE]! += n;
    }
    if (r.attempt !== undefined && r.attempt > 0) f[at + RETRIES]! += n;
    if (r.answered === false) f[at + UNANSWERED]! += n;
    if (r.weakTls) f[at + WEAK_TLS]! += n;
    if (r.durationMs !== undefined) f[at + DURATION]! += r.durationMs;
    if (r.time < f[at + FIRST]!) f[at + FIRST] = r.time;
    if (r.time > f[at + LAST]!) f[at + LAST] = r.time;
    if (r.runId !== undefined && r.endpointId !== undefined) this.#addRun(r, r.runId, r.endpointId);
  }

  #combination(r: RollUpRow): Combination {
    const id = r.trafficKeyId;
    const seed = r.action.charCodeAt(0) * 31 + r.outcome.charCodeAt(0);
    const slot = partHash(id, id.length - 5, id.length, seed) & (RECENT - 1);
    const recent = this.#recent[slot];
    if (recent !== undefined && isUnder(recent, r)) return recent;
    const { workloadId, trafficKeyId, policyVersion, rule, verdict, action, outcome, kind } = r;
    const key = `${trafficKeyId} ${workloadId} ${policyVersion} ${rule} ${verdict} ${action} ${outcome}`;
    let c = this.#combinations.get(key);
    if (!c) {
      c = { workloadId, trafficKeyId, policyVersion, rule, verdict, action, outcome, kind, number: this.#numbered++, row: -1 };
      this.#combinations.set(key, c);
    }
    this.#recent[slot] = c;
    return c;
  }

  /** The row of a combination and hour; a new one has counted nothing yet. */
  #row(c: Combination, hour: number, time: number): number {
    if (this.#hours * 2 >= this.#table.length) this.#enlarge();
    const table = this.#table;
    const mask = table.length - 1;
    let place = placeOf(c, hour) & mask;
    for (; table[place] !== 0; place = (place + 1) & mask) {
      const row = table[place]! - 1;
      if (this.#of[row] === c && this.#figures[row * FIGURES + BEGIN] === hour) return row;
    }
    const row = this.#hours++;
    table[place] = row + 1;
    this.#of[row] = c;
    const at = row * FIGURES;
    if (at === this.#figures.length) {
      const more = new Float64Array(at * 2);
      more.set(this.#figures);
      this.#figures = more;
    }
    this.#figures.fill(0, at, at + FIGURES);
    this.#figures[at + FIRST] = time;
    this.#figures[at + LAST] = time;
    this.#figures[at + BEGIN] = hour;
    return row;
  }

  #enlarge(): void {
    const table = new Int32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let row = 0; row < this.#hours; row++) {
      let place = placeOf(this.#of[row]!, this.begin(row)) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = row + 1;
    }
    this.#table = table;
  }

  /** Rows of hours: what is asked of below by their place. */
  get hours(): number {
    return this.#hours;
  }

  of(row: number): Combination {
    return this.#of[row]!;
  }

  /** Of the hour, milliseconds since the epoch. */
  begin(row: number): number {
    return this.#figures[row * FIGURES + BEGIN]!;
  }

  /** @param figure its place in `hourSums`. */
  sum(row: number, figure: number): number {
    return this.#figures[row * FIGURES + figure]!;
  }

  /** Milliseconds since the epoch. */
  firstSeen(row: number): number {
    return this.#figures[row * FIGURES + FIRST]!;
  }

  lastSeen(row: number): number {
    return this.#figures[row * FIGURES + LAST]!;
  }

  get size(): number {
    return this.#hours + this.runs.size;
  }

  clear(): void {
    for (let row = 0; row < this.#hours; row++) this.#of[row]!.row = -1;
    this.#hours = 0;
    this.#table.fill(0);
    this.runs.clear();
    if (this.#combinations.size < REMEMBERED) return;
    this.#combinations.clear();
    this.#recent.fill(undefined);
  }

  #addRun(r: RollUpRow, runId: string, endpointId: string): void {
    const day = Math.floor(r.time / DAY) * DAY;
    const { workloadId, trafficKeyId, verdict, action, outcome, time } = r;
    const statusClass = r.status !== undefined && r.status >= 100 ? Math.floor(r.status / 100) : 0;
    const attempt = r.attempt ?? 0;
    const key = `${runId} ${day} ${workloadId} ${endpointId} ${trafficKeyId} ${verdict} ${action} ${outcome} ${statusClass} ${attempt}`;
    let e = this.runs.get(key);
    if (!e) {
      const sums = { count: 0, bytesOut: 0, bytesIn: 0, durationMs: 0, unanswered: 0, first: time, last: time };
      e = { workloadId, runId, endpointId, trafficKeyId, verdict, action, outcome, attempt, day, statusClass, ...sums };
      this.runs.set(key, e);
    }
    e.count += r.count;
    e.bytesOut += r.bytesOut ?? 0;
    e.bytesIn += r.bytesIn ?? 0;
    e.durationMs += r.durationMs ?? 0;
    if (r.answered === false) e.unanswered += r.count;
    if (time < e.first) e.first = time;
    if (time > e.last) e.last = time;
  }
}

const placeOf = (c: Combination, hour: number): number => {
  const mixed = Math.imul(c.number, 0x9e3779b1) ^ Math.imul(hour / HOUR, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
};

const isUnder = (a: HourKey, b: HourKey): boolean =>
  a.trafficKeyId === b.trafficKeyId &&
  a.workloadId === b.workloadId &&
  a.policyVersion === b.policyVersion &&
  a.rule === b.rule &&
  a.verdict === b.verdict &&
  a.action === b.action &&
  a.outcome === b.outcome;

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

const merge = (table: string, sums: readonly string[]): string =>
  [
    ...sums.map((c) => `${c} = ${table}.${c} + excluded.${c}`),
    `first_seen = least(${table}.first_seen, excluded.first_seen)`,
    `last_seen = greatest(${table}.last_seen, excluded.last_seen)`,
  ].join(", ");

/** An array literal of names of enums and days: none needs quotes. */
const array = (values: readonly string[]): string => `{${values.join(",")}}`;

/** Columns of an `insert … select unnest(…)`: what is nought in every row is not sent, and not added. */
class Columns {
  readonly names: string[] = [];
  readonly values: unknown[] = [];
  readonly #selected: string[] = [];

  add(name: string, type: string, value: Buffer | string): void {
    this.names.push(name);
    this.values.push(value);
    this.#selected.push(`unnest($${this.values.length}::${type}[])`);
  }

  /** @returns whether there is anything to add up. */
  addSum(name: string, count: number, of: (index: number) => number): boolean {
    for (let i = 0; i < count; i++)
      if (of(i) !== 0) {
        this.add(name, "int8", int8Array(count, of));
        return true;
      }
    this.names.push(name);
    this.#selected.push("0");
    return false;
  }

  insert(table: string, key: string, sums: readonly string[]): string {
    return `insert into ${table} (${this.names.join(", ")}) select ${this.#selected.join(", ")} on conflict (${key}) do update set ${merge(table, sums)}`;
  }
}

/**
 * Only batches of one source have rows in common (the source is in the key), and a batch may write its roll-up in
 * parts: they go one after the other to the end of the transaction, so that none waits for another in a circle.
 */
export async function lockRollUp(client: pg.ClientBase, sourceId: number): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtext('waybill:roll-up'), $1)", [sourceId]);
}

/** As `lockRollUp`, where it need not be waited for. @returns whether the turn is this transaction's. */
export async function tryLockRollUp(client: pg.ClientBase, sourceId: number): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_xact_lock(hashtext('waybill:roll-up'), $1) as mine", [
    sourceId,
  ]);
  return rows[0]!.mine;
}

export async function writeRollUp(client: pg.ClientBase, rollUp: RollUp, sourceId: number): Promise<void> {
  if (rollUp.size === 0) return;
  await lockRollUp(client, sourceId);
  for (let row = 0; row < rollUp.hours; row += SLICE) await writeHours(client, rollUp, row, Math.min(SLICE, rollUp.hours - row));
  const runs = [...rollUp.runs.values()];
  for (let i = 0; i < runs.length; i += SLICE) await writeRuns(client, runs.slice(i, i + SLICE));
}

/** Columns of an enum, and its type. */
const hourNames = [
  ["verdict", "verdict"],
  ["action", "engine_action"],
  ["outcome", "outcome"],
  ["kind", "observation_kind"],
] as const;

async function writeHours(client: pg.ClientBase, rollUp: RollUp, first: number, n: number): Promise<void> {
  const c = new Columns();
  const of = (i: number): Combination => rollUp.of(first + i);
  c.add(
    "workload_id",
    "int8",
    idArray(n, (i) => of(i).workloadId),
  );
  c.add(
    "hour",
    "timestamptz",
    timeArray(n, (i) => rollUp.begin(first + i)),
  );
  c.add(
    "traffic_key_id",
    "int8",
    idArray(n, (i) => of(i).trafficKeyId),
  );
  c.add(
    "policy_version",
    "int4",
    int4Array(n, (i) => of(i).policyVersion),
  );
  c.add(
    "rule",
    "int4",
    int4Array(n, (i) => of(i).rule),
  );
  for (const [name, type] of hourNames) c.add(name, type, array(Array.from({ length: n }, (_, i) => of(i)[name])));
  const sums = hourSums.filter((name, figure) => c.addSum(name, n, (i) => rollUp.sum(first + i, figure)));
  c.add(
    "first_seen",
    "timestamptz",
    timeArray(n, (i) => rollUp.firstSeen(first + i)),
  );
  c.add(
    "last_seen",
    "timestamptz",
    timeArray(n, (i) => rollUp.lastSeen(first + i)),
  );
  await client.query(
    c.insert("traffic_hour", "workload_id, hour, traffic_key_id, policy_version, rule, verdict, action, outcome", sums),
    c.values,
  );
}

async function writeRuns(client: pg.ClientBase, runs: readonly Run[]): Promise<void> {
  const n = runs.length;
  const c = new Columns();
  c.add(
    "workload_id",
    "int8",
    idArray(n, (i) => runs[i]!.workloadId),
  );
  c.add(
    "run_id",
    "int8",
    idArray(n, (i) => runs[i]!.runId),
  );
  c.add("day", "date", array(runs.map((e) => new Date(e.day).toISOString().slice(0, 10))));
  c.add(
    "endpoint_id",
    "int8",
    idArray(n, (i) => runs[i]!.endpointId),
  );
  c.add(
    "traffic_key_id",
    "int8",
    idArray(n, (i) => runs[i]!.trafficKeyId),
  );
  c.add("verdict", "verdict", array(runs.map((e) => e.verdict)));
  c.add("action", "engine_action", array(runs.map((e) => e.action)));
  c.add("outcome", "outcome", array(runs.map((e) => e.outcome)));
  c.add(
    "status_class",
    "int4",
    int4Array(n, (i) => runs[i]!.statusClass),
  );
  c.add(
    "attempt",
    "int4",
    int4Array(n, (i) => runs[i]!.attempt),
  );
  const figures = {
    count: "count",
    bytes_out: "bytesOut",
    bytes_in: "bytesIn",
    duration_ms: "durationMs",
    unanswered: "unanswered",
  } as const;
  const sums = runSums.filter((name) => c.addSum(name, n, (i) => runs[i]![figures[name]]));
  c.add(
    "first_seen",
    "timestamptz",
    timeArray(n, (i) => runs[i]!.first),
  );
  c.add(
    "last_seen",
    "timestamptz",
    timeArray(n, (i) => runs[i]!.last),
  );
  await client.query(
    c.insert(
      "run_endpoint",
      "workload_id, run_id, day, endpoint_id, traffic_key_id, verdict, action, outcome, status_class, attempt",
      sums,
    ),
    c.values,
  );
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
