import { canonicalAddress } from "../../model/address";
import type { Caller, Connection } from "../../model/connection";
import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { Beginnings } from "../readers/beginnings";
import { Callers } from "../readers/callers";
import { readEndpoint } from "../readers/endpoint";
import { integerOf, numberOf, portOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readSmokescreenFields, type SmokescreenFields } from "../readers/smokescreen-fields";
import { readIsoTime } from "../readers/time";

export const smokescreen = defineFormat({
  id: "smokescreen",
  name: "Smokescreen",
  reference: "https://github.com/stripe/smokescreen#readme",
  guide: "smokescreen",
  counts: "payload of the outbound connection",
  kinds: ["request", "connection"],
  engine: true,
  personal: ["mitm_req_headers"],
  detect: (head) => head.some((line) => canonical.test(line) && readSmokescreenFields(line.trim()) !== undefined),
  open: (options) => new SmokescreenReader(options),
});

const canonical = /\bCANONICAL-PROXY-(?:DECISION|CN-CLOSE)\b/;

class SmokescreenReader implements Reader {
  /** An allowed CONNECT is decided once, and told again with its bytes when it closes. */
  readonly #tunnels = new Beginnings<Pick<Connection, "action" | "engineReason">>();
  readonly #callers = new Callers();
  readonly #receivedAt: number | undefined;

  constructor(options: ReadOptions) {
    this.#receivedAt = options.receivedAt;
  }

  read(unit: string, emit: Emit): void {
    const line = unit.trim();
    const f = readSmokescreenFields(line);
    if (f) tell(emit, this.#outcome(f));
    else tell(emit, line === "" ? new Skip("an empty line") : new Reject("the line is neither JSON nor key=value of a logger"));
  }

  #outcome(f: SmokescreenFields): Outcome {
    const isClose = f.message === "CANONICAL-PROXY-CN-CLOSE";
    if (!isClose && f.message !== "CANONICAL-PROXY-DECISION" && f.get("allow") === undefined)
      return f.message === undefined ? new Reject("msg: absent") : new Skip("a message of the proxy itself");
    const type = f.get("proxy_type");
    const c: Connection = { kind: isClose && type === "http" ? "connection" : "request", protocol: "tcp", protocolNumber: 6 };
    readEnds(c, f);
    readTimes(c, f, isClose);
    if (isClose) readClose(c, f);
    else readDecision(c, f);
    if (c.dstHost === undefined && c.dstIp === undefined) return new Skip("a decision without requested_host", c);
    if (c.loggedTime === undefined && this.#receivedAt === undefined) return new Skip("a decision without a time", c);
    c.loggedTime ??= this.#receivedAt;
    if (type === "connect") c.method = "CONNECT";
    else if (type === "http") c.application = "http";
    c.method = f.get("mitm_req_method") ?? c.method;
    c.url = f.get("mitm_req_url");
    c.sessionId = f.get("id");
    c.traceId = f.get("trace_id");
    c.vendorDirection = "outbound";
    c.caller = this.#callers.of(callerOf(f));
    this.#join(c, isClose, type);
    return c;
  }

  #join(c: Connection, isClose: boolean, type: string | undefined): void {
    // A request is told by its decision; the connection it went through may serve others.
    if (type === "http") {
      if (isClose) c.twin = true;
      return;
    }
    // What was denied, or could not connect, never closes.
    if (c.sessionId === undefined || c.answered === false) return;
    if (isClose) {
      Object.assign(c, this.#tunnels.find(c.sessionId));
      if (!this.#tunnels.end(c.sessionId)) c.twin = true;
    } else if (!this.#tunnels.begin(c.sessionId, { action: c.action, engineReason: c.engineReason })) c.twin = true;
  }
}

/** The role is the service that a client authenticated as. */
function callerOf(f: SmokescreenFields): Caller {
  const service = f.get("role") ?? f.get("inbound_remote_x509_ou") ?? f.get("src_host_organization_unit");
  const project = f.get("project");
  return { service, tags: project === undefined ? undefined : { project } };
}

/** Names are those of now; source_addr, src_host and dst_ip are those of before 2021. */
function readEnds(c: Connection, f: SmokescreenFields): void {
  const client = readEndpoint(f.get("inbound_remote_addr") ?? f.get("source_addr"));
  c.srcIp = client.ip ?? canonicalAddress(f.get("src_host") ?? "");
  c.srcPort = client.port ?? (portOf(f.get("src_port")) || undefined);
  const local = readEndpoint(f.get("outbound_local_addr"));
  if (local.ip !== c.srcIp) c.srcNatIp = local.ip;
  if (c.srcNatIp !== undefined) c.srcNatPort = local.port;
  const remote = readEndpoint(f.get("outbound_remote_addr"));
  const asked = readEndpoint(f.get("requested_host"));
  c.dstIp = remote.ip ?? canonicalAddress(f.get("dst_ip") ?? "") ?? asked.ip;
  c.dstPort = remote.port ?? (portOf(f.get("dst_port")) || asked.port) ?? (f.get("proxy_type") === "http" ? 80 : undefined);
  if (asked.host === undefined) return;
  c.dstHost = asked.host;
  c.dstHostOrigin = f.get("proxy_type") === "http" ? "url" : "connect";
}

function readTimes(c: Connection, f: SmokescreenFields, isClose: boolean): void {
  c.startTime = readTime(f.get("start_time"));
  if (isClose) {
    c.endTime = readTime(f.get("end_time"));
    const seconds = numberOf(f.get("duration"));
    if (seconds !== undefined) c.durationMs = seconds * 1000;
  }
  c.loggedTime = readTime(f.get("time")) ?? c.endTime ?? c.startTime;
}

/** RFC 3339, or as Go prints a time: "2025-03-01 10:00:00.5 +0000 UTC". */
const readTime = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : readIsoTime(text.replace(/ m=[+-][0-9.]{1,30}$/, "").replace(/( [+-][0-9]{4}) [A-Z]{1,5}$/, "$1"));

/** In report mode a request passes that would be denied. */
function readDecision(c: Connection, f: SmokescreenFields): void {
  c.action = f.allow ? (f.get("enforce_would_deny") === "true" ? "alerted" : "allowed") : "denied";
  c.engineReason = f.get("decision_reason") ?? f.get("error");
  const length = integerOf(f.get("content_length"));
  if (length !== undefined) c.bytesIn = length;
  if (!f.allow || f.get("error") !== undefined) c.answered = false;
  else if (f.get("outbound_remote_addr") !== undefined || length !== undefined) c.answered = true;
}

/** Bytes in are those that came from the far end. Only what was allowed is ever closed. */
function readClose(c: Connection, f: SmokescreenFields): void {
  c.action = "allowed";
  c.bytesIn = integerOf(f.get("bytes_in"));
  c.bytesOut = integerOf(f.get("bytes_out"));
  c.engineReason = f.get("error");
  if ((c.bytesIn ?? 0) > 0) c.answered = true;
}
