import type { Action } from "../model/connection";
import type { Outcome, Verdict } from "../model/verdict";
import { CopyWriter } from "./copy-writer";

/** A record as it rests. Ids are decimal text of int8; times milliseconds since the epoch. */
export interface ConnectionRow {
  workloadId: string;
  time: number;
  importId: number;
  line: number;
  part: number;
  trafficKeyId: string;
  policyVersion: number;
  rule: number;
  verdict: Verdict;
  action: Action;
  outcome: Outcome;
  srcIp?: string;
  srcPort?: number;
  srcNatIp?: string;
  dstIp?: string;
  durationMs?: number;
  endpointId?: string;
  tlsId?: string;
  callerId?: string;
  agentId?: string;
  runId?: string;
  status?: number;
  attempt?: number;
  bytesOut?: number;
  bytesIn?: number;
  packetsOut?: number;
  packetsIn?: number;
  count: number;
  twin: boolean;
  answered?: boolean;
  srcUser?: string;
  url?: string;
  sessionId?: string;
  traceId?: string;
  engineRule?: string;
  /** JSON text. */
  detail?: string;
}

/** Columns that every record has a value for. */
const always = [
  "workload_id",
  "time",
  "import_id",
  "line",
  "part",
  "traffic_key_id",
  "policy_version",
  "rule",
  "verdict",
  "action",
  "outcome",
  "count",
  "twin",
] as const;

/** Columns that many a log has nothing for; the place of each is its bit. */
const optional = [
  "src_ip",
  "src_port",
  "src_nat_ip",
  "dst_ip",
  "duration_ms",
  "endpoint_id",
  "tls_id",
  "caller_id",
  "agent_id",
  "run_id",
  "status",
  "attempt",
  "bytes_out",
  "bytes_in",
  "packets_out",
  "packets_in",
  "answered",
  "src_user",
  "url",
  "session_id",
  "trace_id",
  "engine_rule",
  "detail",
] as const;

export const connectionColumns: readonly string[] = [...always, ...optional];

/** Bits of the columns that the record has a value for. */
function presentIn(r: ConnectionRow): number {
  let bits = 0;
  if (r.srcIp !== undefined) bits |= 1;
  if (r.srcPort !== undefined) bits |= 1 << 1;
  if (r.srcNatIp !== undefined) bits |= 1 << 2;
  if (r.dstIp !== undefined) bits |= 1 << 3;
  if (r.durationMs !== undefined) bits |= 1 << 4;
  if (r.endpointId !== undefined) bits |= 1 << 5;
  if (r.tlsId !== undefined) bits |= 1 << 6;
  if (r.callerId !== undefined) bits |= 1 << 7;
  if (r.agentId !== undefined) bits |= 1 << 8;
  if (r.runId !== undefined) bits |= 1 << 9;
  if (r.status !== undefined) bits |= 1 << 10;
  if (r.attempt !== undefined) bits |= 1 << 11;
  if (r.bytesOut !== undefined) bits |= 1 << 12;
  if (r.bytesIn !== undefined) bits |= 1 << 13;
  if (r.packetsOut !== undefined) bits |= 1 << 14;
  if (r.packetsIn !== undefined) bits |= 1 << 15;
  if (r.answered !== undefined) bits |= 1 << 16;
  if (r.srcUser !== undefined) bits |= 1 << 17;
  if (r.url !== undefined) bits |= 1 << 18;
  if (r.sessionId !== undefined) bits |= 1 << 19;
  if (r.traceId !== undefined) bits |= 1 << 20;
  if (r.engineRule !== undefined) bits |= 1 << 21;
  if (r.detail !== undefined) bits |= 1 << 22;
  return bits;
}

/**
 * Rows of the table on their way to a binary COPY. Only columns that some record had a value for are sent: half of them
 * are empty in a flow log, and the server's work is by the column.
 */
export class ConnectionWriter {
  readonly #out = new CopyWriter();
  #sent: number;
  #width: number;

  /** @param known what `known` was of another writer for records of this kind. */
  constructor(known = 0) {
    this.#sent = known;
    this.#width = this.columns.length;
  }

  /** Columns of the rows, in their order. */
  get columns(): string[] {
    return [...always, ...optional.filter((_, i) => (this.#sent & (1 << i)) !== 0)];
  }

  /** Which columns those are, as a number. */
  get known(): number {
    return this.#sent;
  }

  /** @returns false where the record has a value of a column that the rows before it do not have: see `widen`. */
  add(r: ConnectionRow): boolean {
    const present = presentIn(r);
    const sent = this.#sent;
    if ((present & ~sent) !== 0) return false;
    const out = this.#out;
    out.begin(this.#width);
    out.id(r.workloadId);
    out.time(r.time);
    out.int4(r.importId);
    out.int4(r.line);
    out.int2(r.part);
    out.id(r.trafficKeyId);
    out.int4(r.policyVersion);
    out.int4(r.rule);
    out.name(r.verdict);
    out.name(r.action);
    out.name(r.outcome);
    out.int4(r.count);
    out.bool(r.twin);
    if (sent & 1) out.address(r.srcIp);
    if (sent & (1 << 1)) out.int4(r.srcPort);
    if (sent & (1 << 2)) out.address(r.srcNatIp);
    if (sent & (1 << 3)) out.address(r.dstIp);
    if (sent & (1 << 4)) out.int4(r.durationMs);
    if (sent & (1 << 5)) out.id(r.endpointId);
    if (sent & (1 << 6)) out.id(r.tlsId);
    if (sent & (1 << 7)) out.id(r.callerId);
    if (sent & (1 << 8)) out.id(r.agentId);
    if (sent & (1 << 9)) out.id(r.runId);
    if (sent & (1 << 10)) out.int2(r.status);
    if (sent & (1 << 11)) out.int2(r.attempt);
    if (sent & (1 << 12)) out.int8(r.bytesOut);
    if (sent & (1 << 13)) out.int8(r.bytesIn);
    if (sent & (1 << 14)) out.int8(r.packetsOut);
    if (sent & (1 << 15)) out.int8(r.packetsIn);
    if (sent & (1 << 16)) out.bool(r.answered);
    if (sent & (1 << 17)) out.text(r.srcUser);
    if (sent & (1 << 18)) out.text(r.url);
    if (sent & (1 << 19)) out.text(r.sessionId);
    if (sent & (1 << 20)) out.text(r.traceId);
    if (sent & (1 << 21)) out.text(r.engineRule);
    if (sent & (1 << 22)) out.json(r.detail);
    return true;
  }

  /** From here on, rows have what this record has as well. What was taken before needs a COPY of its own. */
  widen(r: ConnectionRow): void {
    this.#sent |= presentIn(r);
    this.#width = this.columns.length;
  }

  /** @returns the rows so far, for `copyRows` and `Copy`. */
  take(): Uint8Array[] {
    return this.#out.take();
  }

  /** The COPY that the rows went to has ended. */
  recycle(): void {
    this.#out.recycle();
  }
}
