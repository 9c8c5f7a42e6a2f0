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

/** Rows of the table on their way to COPY, in the order of `connectionColumns`. */
export class ConnectionWriter {
  readonly #out = new CopyWriter();

  add(r: ConnectionRow): void {
    const out = this.#out;
    out.begin();
    out.token(r.workloadId);
    out.time(r.time);
    out.integer(r.importId);
    out.integer(r.line);
    out.integer(r.part);
    out.token(r.trafficKeyId);
    out.integer(r.policyVersion);
    out.integer(r.rule);
    out.token(r.verdict);
    out.token(r.action);
    out.token(r.outcome);
    out.token(r.srcIp);
    out.integer(r.srcPort);
    out.token(r.srcNatIp);
    out.token(r.dstIp);
    out.integer(r.durationMs);
    out.token(r.endpointId);
    out.token(r.tlsId);
    out.token(r.callerId);
    out.token(r.agentId);
    out.token(r.runId);
    out.integer(r.status);
    out.integer(r.attempt);
    out.integer(r.bytesOut);
    out.integer(r.bytesIn);
    out.integer(r.packetsOut);
    out.integer(r.packetsIn);
    out.integer(r.count);
    out.flag(r.twin);
    out.flag(r.answered);
    out.text(r.srcUser);
    out.text(r.url);
    out.text(r.sessionId);
    out.text(r.traceId);
    out.text(r.engineRule);
    out.text(r.detail);
    out.end();
  }

  /** @returns the rows so far, for `copyRows`. */
  take(): Uint8Array[] {
    return this.#out.take();
  }
}
