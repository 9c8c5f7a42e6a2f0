import { canonicalAddress } from "../../model/address";
import { communityId } from "../../model/community-id";
import type { Connection } from "../../model/connection";
import { hasPorts, readProtocol } from "../../model/protocol";
import { isDnsAnswer, readEveDns } from "./eve-dns";
import { readEveFlow } from "./eve-flow";
import { readEveHttp } from "./eve-http";
import { readEvePersonal } from "./eve-personal";
import { readEveTls } from "./eve-tls";
import { isObject, type JsonObject, portOf, textOf } from "./json";
import { type Outcome, Reject, Skip } from "./outcome";
import { isFromServer } from "./port-roles";
import type { Recent } from "./recent";
import { recordEnds } from "./record-ends";
import { readIsoTime } from "./time";

/** Records that tell of no traffic between two addresses. */
const noTraffic = new Set(["stats", "engine", "arp", "packet"]);

/**
 * A record of EVE, and what it holds of people.
 *
 * @param flows what was told of the file's flows: a flow logged one way, and a blocked one, are told twice.
 */
export function readEveRecord(record: JsonObject, flows: Recent): { outcome: Outcome; personal?: string[] } {
  const outcome = read(record, flows);
  if (outcome instanceof Skip || outcome instanceof Reject) return { outcome };
  const personal = readEvePersonal(outcome, record);
  return personal.length > 0 ? { outcome, personal } : { outcome };
}

function read(record: JsonObject, flows: Recent): Outcome {
  const type = textOf(record["event_type"]);
  if (type === undefined) return new Skip("no event_type: not a record of EVE");
  const loggedTime = timeOf(record["timestamp"] ?? record["@timestamp"]);
  if (noTraffic.has(type)) return new Skip(`a record of ${type}`, loggedTime === undefined ? {} : { loggedTime });
  if (loggedTime === undefined) return new Reject("timestamp is no time");
  const src = canonicalAddress(textOf(record["src_ip"]) ?? "");
  const dst = canonicalAddress(textOf(record["dest_ip"] ?? record["dst_ip"]) ?? "");
  if (src === undefined || dst === undefined) {
    // A packet that could not be decoded has no addresses.
    if (type === "anomaly" && record["src_ip"] === undefined) return new Skip("an anomaly without addresses", { loggedTime });
    return new Reject(src === undefined ? "src_ip is no address" : "dest_ip is no address");
  }
  const transport = readProtocol(textOf(record["proto"]));
  const ports = transport.protocolNumber === undefined ? transport.protocol !== undefined : hasPorts(transport.protocolNumber);
  const srcPort = ports ? portOf(record["src_port"]) : undefined;
  const dstPort = ports ? portOf(record["dest_port"] ?? record["dst_port"]) : undefined;
  const isReply = isReplyRecord(record, type, src, srcPort, dstPort, flows);
  const c: Connection = {
    kind: "connection",
    loggedTime,
    ...recordEnds(src, dst, srcPort, dstPort, isReply),
    ...transport,
    application: applicationOf(record, type),
    sessionId: flowId(record),
    communityId: textOf(record["community_id"]) ?? icmpId(record, src, dst, transport.protocolNumber),
  };
  readEveFlow(c, record, type, isReply);
  if (isObject(record["http"])) readEveHttp(c, record["http"]);
  if (isObject(record["dns"])) readDns(c, record, type);
  const tls = record["tls"] ?? record["quic"];
  if (isObject(tls)) readTls(c, tls, type);
  readDecision(c, record, type);
  readKind(c, record, type, flows);
  return c;
}

function timeOf(value: unknown): number | undefined {
  const written = textOf(value);
  return written === undefined ? undefined : readIsoTime(written);
}

/** A number beyond 2^53 loses its end in JSON.parse; all records of a flow lose the same. */
const flowId = (record: JsonObject): string | undefined => textOf(record["flow_id"]);

/** Whether source and destination stand the wrong way round: a record of the packet that came back. */
function isReplyRecord(
  record: JsonObject,
  type: string,
  src: string,
  srcPort: number | undefined,
  dstPort: number | undefined,
  flows: Recent,
): boolean {
  const dns = record["dns"];
  if (type === "dns" && isObject(dns)) return isDnsAnswer(dns);
  if (type === "flow") return false;
  const flow = record["flow"];
  const initiator = isObject(flow) ? textOf(flow["src_ip"]) : undefined;
  if (initiator !== undefined && isObject(flow)) {
    const port = portOf(flow["src_port"]);
    return canonicalAddress(initiator) !== src || (port !== undefined && srcPort !== undefined && port !== srcPort);
  }
  // Suricata 7 says which way the packet of an alert went.
  if (record["direction"] === "to_client" && type === "alert") return true;
  if (record["direction"] === "to_server") return false;
  // Of the two records of a flow the one to the server comes first.
  if (type === "netflow" && flowId(record) !== undefined) return !flows.add(`netflow ${flowId(record)}`) || isFromServer(srcPort, dstPort);
  return ["alert", "drop", "fileinfo", "anomaly", "netflow"].includes(type) && isFromServer(srcPort, dstPort);
}

/** Records named by their protocol; `failed` and `unknown` are no names. */
const notProtocols = new Set(["alert", "drop", "flow", "netflow", "fileinfo", "anomaly", "pktmeta", "files", "ikev2", "ftp_data"]);

function applicationOf(record: JsonObject, type: string): string | undefined {
  const seen = textOf(record["app_proto"])?.toLowerCase();
  if (seen !== undefined && seen !== "failed" && seen !== "unknown" && seen !== "unset")
    return seen === "http1" ? "http" : seen === "ftp-data" ? "ftp" : seen;
  if (type === "ikev2") return "ike";
  if (type === "ftp_data") return "ftp";
  if (!notProtocols.has(type)) return type;
  return ["http", "tls", "dns", "ssh", "smtp"].find((name) => isObject(record[name]));
}

function icmpId(record: JsonObject, srcIp: string, dstIp: string, protocolNumber: number | undefined): string | undefined {
  if (protocolNumber !== 1 && protocolNumber !== 58) return undefined;
  const srcPort = portOf(record["icmp_type"]);
  const dstPort = portOf(record["icmp_code"]);
  return srcPort === undefined || dstPort === undefined ? undefined : communityId({ srcIp, dstIp, protocolNumber, srcPort, dstPort });
}

function readDns(c: Connection, record: JsonObject, type: string): void {
  const dns = record["dns"] as JsonObject;
  // An alert lists the queries and answers of its flow.
  const inner =
    type === "alert" ? (isObject(dns["query"]) ? dns["query"] : Array.isArray(dns["query"]) ? dns["query"].find(isObject) : dns) : dns;
  c.dns = readEveDns(inner ?? dns);
  if (isDnsAnswer(dns)) c.answered = true;
}

function readTls(c: Connection, object: JsonObject, type: string): void {
  c.tls = readEveTls(object);
  if (type === "quic") c.tls.version = undefined;
  if (c.tls.version) c.answered = true;
  if (c.dstHost === undefined && c.tls.sni !== undefined && c.tls.sni.includes(".") && canonicalAddress(c.tls.sni) === undefined) {
    c.dstHost = c.tls.sni;
    c.dstHostOrigin = "sni";
  }
}

/** Only a rule, or an engine in line with the traffic, decides. */
function readDecision(c: Connection, record: JsonObject, type: string): void {
  const alert = record["alert"];
  if (isObject(alert)) {
    const action = textOf(alert["action"]);
    c.action = action === "blocked" || type === "drop" ? "denied" : action === "allowed" ? "alerted" : "unknown";
    c.engineRule = textOf(alert["signature"]);
    c.engineRuleId = textOf(alert["signature_id"]);
    c.engineReason = textOf(alert["category"]);
  } else if (type === "drop") {
    c.action = "denied";
    c.engineReason = isObject(record["drop"]) ? textOf(record["drop"]["reason"]) : undefined;
  } else {
    // As a sensor it enforces nothing; in line it marks the flows that it dropped.
    const action = isObject(record["flow"]) ? record["flow"]["action"] : undefined;
    c.action = action === "drop" || action === "reject" ? "denied" : "none";
  }
}

/**
 * A flow, a request, a query and a handshake are activities. What else is logged of a flow is told by its flow record
 * once more: kept beside it, not counted. A blocked packet counts, once for its flow.
 */
function readKind(c: Connection, record: JsonObject, type: string, flows: Recent): void {
  if (type === "http" || type === "http2") c.kind = "request";
  else if (type === "dns" || type === "mdns") c.kind = "query";
  else if (type === "tls" || type === "quic") c.kind = "handshake";
  else if (type === "fileinfo" && isObject(record["http"])) c.kind = "request";
  // A query and its answer are both kept: which of them is logged is a choice, and only the answer explains addresses.
  if (c.kind !== "connection") {
    if (type === "fileinfo") c.twin = true;
  } else if (type === "netflow") {
    if (c.reply) c.twin = true;
  } else if (c.action === "denied") {
    const id = c.sessionId;
    if (id !== undefined && !flows.add(`denied ${id}`)) c.twin = true;
  } else if (type !== "flow") c.twin = true;
}
