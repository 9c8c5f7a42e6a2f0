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

export const connectionColumns = [
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
  "count",
  "twin",
  "answered",
  "src_user",
  "url",
  "session_id",
  "trace_id",
  "engine_rule",
  "detail",
] as const;

/** Rows of the table on their way to a binary COPY, in the order of `connectionColumns`. */
export class ConnectionWriter {
  readonly #out = new CopyWriter();

  add(r: ConnectionRow): void {
    const out = this.#out;
    out.begin(connectionColumns.length);
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
    out.address(r.srcIp);
    out.int4(r.srcPort);
    out.address(r.srcNatIp);
    out.address(r.dstIp);
    out.int4(r.durationMs);
    out.id(r.endpointId);
    out.id(r.tlsId);
    out.id(r.callerId);
    out.id(r.agentId);
    out.id(r.runId);
    out.int2(r.status);
    out.int2(r.attempt);
    out.int8(r.bytesOut);
    out.int8(r.bytesIn);
    out.int8(r.packetsOut);
    out.int8(r.packetsIn);
    out.int4(r.count);
    out.bool(r.twin);
    out.bool(r.answered);
    out.text(r.srcUser);
    out.text(r.url);
    out.text(r.sessionId);
    out.text(r.traceId);
    out.text(r.engineRule);
    out.json(r.detail);
  }

  /** @returns the rows so far, for `copyRows` and `Copy`. */
  take(): Uint8Array[] {
    return this.#out.take();
  }
}
