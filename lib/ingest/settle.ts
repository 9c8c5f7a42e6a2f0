import type { Client, Db } from "../db/client";
import type { ConnectionRow } from "../db/connection";
import { Dimensions } from "../db/dimension";
import { hashId } from "../db/hash";
import { RollUp, type RollUpRow } from "../db/roll-up";
import { type SeenRun, upsertSeenRuns } from "../db/run";
import { listSourcesWithRecords, readForSettling, rewriteRecords, type SettleRow } from "../db/settle";
import { findSource, type Source } from "../db/source";
import { certificateSupports } from "../enrich/name-proof";
import type { Action, Caller, Direction, HostOrigin, ObservationKind } from "../model/connection";
import { openContext } from "./context";
import type { Facts, Judgement } from "./judge";
import { NameLookup } from "./name-lookup";
import { addKeyRows, weakVersions } from "./record";

export interface Settled {
  hours: number;
  records: number;
  /** Records whose workload, name, run or verdict changed. */
  changed: number;
}

const HOUR = 3_600_000;
/** A record that another writer changed meanwhile is tried again; PostgreSQL ends circles of waiting by an error. */
const TRIES = 4;

/**
 * Completes records with what came to be known later: DNS answers, mappings, runs, the end of the patience for a name.
 * Records and roll-ups change in one transaction an hour; the result equals the one of arrival in order.
 *
 * @param period half-open, milliseconds since the epoch; widened to whole hours.
 */
export async function settle(
  db: Db,
  period: { since: number; until: number },
  now: number,
  signal?: AbortSignal,
  onHour?: (done: number, of: number) => void,
): Promise<Settled> {
  const total: Settled = { hours: 0, records: 0, changed: 0 };
  const first = Math.floor(period.since / HOUR) * HOUR;
  const hours = Math.max(0, Math.ceil((period.until - first) / HOUR));
  const known = new Map<number, Source>();
  // The newest first: what people look at is right first.
  for (let i = 0; i < hours && !signal?.aborted; i++) {
    const from = new Date(first + (hours - 1 - i) * HOUR);
    const to = new Date(from.getTime() + HOUR);
    for (const id of await listSourcesWithRecords(db, from, to)) {
      const source = known.get(id) ?? (await findSource(db.prisma, id));
      if (!source) continue;
      known.set(id, source);
      const done = await settleHour(db, source, from, to, now);
      total.records += done.records;
      total.changed += done.changed;
    }
    total.hours++;
    onHour?.(i + 1, hours);
  }
  return total;
}

async function settleHour(db: Db, source: Source, from: Date, to: Date, now: number): Promise<{ records: number; changed: number }> {
  for (let attempt = 1; ; attempt++) {
    const client = await db.pool.connect();
    try {
      await client.query("begin");
      const done = await settleIn(db, client, source, from, to, now);
      if (done) {
        await client.query("commit");
        return done;
      }
      await client.query("rollback");
    } catch (error) {
      await client.query("rollback").catch(() => {});
      if ((error as { code?: string }).code !== DEADLOCK || attempt >= TRIES) throw error;
    } finally {
      client.release();
    }
    if (attempt >= TRIES) throw new Error("The records of this hour kept changing; the next pass settles them.");
  }
}

const DEADLOCK = "40P01";

async function settleIn(
  db: Db,
  client: Client,
  source: Source,
  from: Date,
  to: Date,
  now: number,
): Promise<{ records: number; changed: number } | undefined> {
  const dimensions = new Dimensions();
  const context = await openContext(db, source, now);
  const judge = context.judge((key) => addKeyRows(dimensions, key, source.sample));
  const names = new NameLookup(db.pool);
  const change = new Change(source, dimensions);
  let records = 0;
  for await (const page of readForSettling(client, source.id, from, to)) {
    const facts = page.map((row) => factsOf(row, source.id));
    await names.load(facts);
    for (let i = 0; i < page.length; i++) {
      records++;
      change.consider(page[i]!, facts[i]!, judge.judge(facts[i]!, names.find(facts[i]!)));
    }
  }
  if (change.old.length === 0) return { records, changed: 0 };
  if (!(await rewriteRecords(client, change))) return undefined;
  await upsertSeenRuns(client, [...change.runs.values()]);
  return { records, changed: change.old.length };
}

function factsOf(r: SettleRow, sourceId: number): Facts {
  const joined = r.host_origin === "dns-join";
  const host = joined ? undefined : (r.host ?? undefined);
  const told = r.run_id === null || r.run_origin === "log";
  return {
    sourceId,
    time: r.time_ms,
    kind: r.kind as ObservationKind,
    direction: r.direction as Direction,
    srcIp: r.src_ip ?? undefined,
    caller: callerOf(r),
    host,
    hostOrigin: joined ? "none" : (r.host_origin as HostOrigin),
    dstIp: r.dst_ip ?? undefined,
    port: r.port ?? undefined,
    protocol: r.protocol ?? undefined,
    application: r.application ?? undefined,
    certificateMatches: certificateSupports(host, r.tls_names, r.tls_validation),
    action: r.action as Action,
    answered: r.answered ?? undefined,
    twin: r.twin,
    job: told ? (r.job ?? undefined) : undefined,
    run: told ? (r.run_external_id ?? undefined) : undefined,
  };
}

function callerOf(r: SettleRow): Caller | undefined {
  if (r.caller_id === null) return undefined;
  return {
    service: r.caller_service ?? undefined,
    environment: r.caller_environment ?? undefined,
    team: r.caller_team ?? undefined,
    interfaceId: r.caller_interface_id ?? undefined,
    instanceId: r.caller_instance_id ?? undefined,
    accountId: r.caller_account_id ?? undefined,
    tags: r.caller_tags && Object.keys(r.caller_tags).length > 0 ? r.caller_tags : undefined,
  };
}

const number = (text: string | null): number | undefined => (text === null ? undefined : Number(text));

/** The records of an hour that must be written again, and what that does to the roll-ups. */
class Change {
  readonly sourceId: number;
  readonly old: SettleRow[] = [];
  readonly rows: ConnectionRow[] = [];
  readonly minus = new RollUp();
  readonly plus = new RollUp();
  readonly runs = new Map<string, SeenRun>();

  constructor(
    private readonly source: Source,
    readonly dimensions: Dimensions,
  ) {
    this.sourceId = source.id;
  }

  consider(r: SettleRow, f: Facts, j: Judgement): void {
    const runId = j.run?.runId ?? null;
    const same =
      r.workload_id === j.key.workload.id &&
      r.traffic_key_id === j.key.id &&
      r.policy_version === j.policyVersion &&
      r.rule === j.rule &&
      r.verdict === j.verdict &&
      r.outcome === j.outcome &&
      r.run_id === runId;
    if (same) return;
    const endpointId = this.#endpoint(r, f, j, runId !== null);
    const row: ConnectionRow = {
      workloadId: j.key.workload.id,
      time: r.time_ms,
      importId: r.import_id,
      line: r.line,
      part: r.part,
      trafficKeyId: j.key.id,
      policyVersion: j.policyVersion,
      rule: j.rule,
      verdict: j.verdict,
      action: f.action,
      outcome: j.outcome,
      srcIp: f.srcIp,
      srcPort: r.src_port ?? undefined,
      srcNatIp: r.src_nat_ip ?? undefined,
      dstIp: f.dstIp,
      durationMs: r.duration_ms ?? undefined,
      endpointId,
      tlsId: r.tls_id ?? undefined,
      callerId: r.caller_id ?? undefined,
      agentId: r.agent_id ?? undefined,
      runId: runId ?? undefined,
      status: r.status ?? undefined,
      attempt: r.attempt ?? undefined,
      bytesOut: number(r.bytes_out),
      bytesIn: number(r.bytes_in),
      packetsOut: number(r.packets_out),
      packetsIn: number(r.packets_in),
      count: r.count,
      twin: r.twin,
      answered: r.answered ?? undefined,
      srcUser: r.src_user ?? undefined,
      url: r.url ?? undefined,
      sessionId: r.session_id ?? undefined,
      traceId: r.trace_id ?? undefined,
      engineRule: r.engine_rule ?? undefined,
      detail: r.detail ?? undefined,
    };
    this.old.push(r);
    this.rows.push(row);
    if (j.run && runId !== null)
      this.runs.set(runId, {
        id: runId,
        jobId: j.run.jobId,
        externalId: j.run.externalId,
        workloadId: row.workloadId,
        first: r.time_ms,
        last: r.time_ms + (r.duration_ms ?? 0),
        origin: j.run.origin,
        sample: this.source.sample,
      });
    if (r.twin) return;
    const sums = sumsOf(r);
    this.minus.add({
      ...sums,
      workloadId: r.workload_id,
      trafficKeyId: r.traffic_key_id,
      policyVersion: r.policy_version,
      rule: r.rule,
      verdict: r.verdict,
      outcome: r.outcome,
      runId: r.run_id ?? undefined,
      endpointId: r.endpoint_id ?? undefined,
    });
    this.plus.add({
      ...sums,
      workloadId: row.workloadId,
      trafficKeyId: row.trafficKeyId,
      policyVersion: row.policyVersion,
      rule: row.rule,
      verdict: row.verdict,
      outcome: row.outcome,
      runId: row.runId,
      endpointId,
    });
  }

  /** The endpoint names the host: a name that came later makes another one. */
  #endpoint(r: SettleRow, f: Facts, j: Judgement, inRun: boolean): string | undefined {
    if (r.endpoint_id === null && !inRun) return undefined;
    if (r.endpoint_id !== null && r.endpoint_method === null && r.endpoint_path === null && !inRun) return undefined;
    const host = j.key.host ?? f.dstIp;
    const id = hashId("endpoint", r.endpoint_method, host, f.port, r.endpoint_path);
    this.dimensions.add("endpoint", id, [id, r.endpoint_method, host, f.port, r.endpoint_path]);
    return id;
  }
}

function sumsOf(r: SettleRow): Omit<RollUpRow, "workloadId" | "trafficKeyId" | "policyVersion" | "rule" | "verdict" | "outcome"> {
  return {
    time: r.time_ms,
    action: r.action,
    kind: r.kind,
    count: r.count,
    bytesOut: number(r.bytes_out),
    bytesIn: number(r.bytes_in),
    packetsOut: number(r.packets_out),
    packetsIn: number(r.packets_in),
    status: r.status ?? undefined,
    attempt: r.attempt ?? undefined,
    answered: r.answered ?? undefined,
    weakTls: r.tls_version !== null && weakVersions.has(r.tls_version),
    durationMs: r.duration_ms ?? undefined,
  };
}
