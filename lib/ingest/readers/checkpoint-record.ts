import { canonicalAddress } from "../../model/address";
import type { Action, Connection, Direction } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import type { CheckpointFields } from "./checkpoint-fields";
import { directoryUser } from "./directory-user";
import { icmpId } from "./icmp-id";
import { integerOf, isObject, type JsonObject, portOf, textOf } from "./json";
import { type Outcome, Reject, Skip } from "./outcome";
import { isFromServer } from "./port-roles";
import { recordEnds } from "./record-ends";
import { translated } from "./translated";

/** The blades that look into sessions which the firewall blade tells as well. */
const inspections = /^(?:SmartDefense|IPS|Anti-?.*|New Anti.*|Threat.*|DLP|Application Control Threat|Core Protections)$/i;

const denied = /^(?:drop|reject|block|prevent|deny|quarantine|failed log in|redirect to.*)$/i;
const alerted = /^(?:detect|monitor|alert|inform user|ask user|inform|ask)$/i;
const allowed = /^(?:accept|allow|pass|permit|encrypt|decrypt|bypass|https (?:inspect|bypass)|inspect|vpn routing|log in|ctl|authorize)$/i;

function actionOf(text: string | undefined): Action {
  if (text === undefined) return "unknown";
  if (denied.test(text)) return "denied";
  if (alerted.test(text)) return "alerted";
  return allowed.test(text) ? "allowed" : "unknown";
}

/** One entry as a connection, or what else it is. @param time reads a stamp of the entry, or its header's. */
export function readCheckpointRecord(
  fields: CheckpointFields,
  loggedTime: number | undefined,
  time: (text: string | undefined) => number | undefined,
): Outcome {
  const c = readEnds(fields, loggedTime);
  const action = fields.get("action");
  if (fields.get("dst") === undefined) {
    c.srcIp ??= canonicalAddress(fields.get("client_ip") ?? "");
    c.srcUser ??= fields.get("administrator");
    // An update of a session counts on, without naming its ends again.
    c.bytes = integerOf(fields.get("bytes"));
    return new Skip("an event of the gateway or its management", c);
  }
  if (/^(?:key install|log in|log out|failed log in|update)$/i.test(action ?? ""))
    return new Skip("an event of the gateway or its management", c);
  if (c.srcIp === undefined && c.dstIp === undefined) return new Reject("src and dst are no addresses");
  if (loggedTime === undefined) return new Reject("there is no time");
  readVolume(c, fields, time);
  readRequest(c, fields);
  if (c.kind === "connection" && inspections.test(fields.get("product") ?? "")) c.twin = true;
  return c;
}

/** Harmony's mail security writes into the same export: its events are of messages, not of connections. */
export function readCheckpointMail(object: JsonObject): Skip | undefined {
  const event = objectAt(object, "event");
  const security = event && objectAt(event, "security_event");
  if (!security) return undefined;
  const entity = objectAt(objectAt(event, "entity") ?? {}, "entity_payload") ?? {};
  return new Skip("an event of mail security", {
    srcIp: canonicalAddress(textOf(entity["sender_client_ip"]) ?? ""),
    engineRuleId: textOf(objectAt(security, "entity_payload")?.["policy_rule_id"]),
  });
}

function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key];
  return isObject(value) ? value : undefined;
}

function readEnds(fields: CheckpointFields, loggedTime: number | undefined): Connection {
  const transport = readProtocol(fields.get("proto"));
  const ports = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const [srcPort, dstPort] = ports ? [portOf(fields.get("s_port")), portOf(fields.get("service"))] : [];
  // A packet that belongs to no session may be a server's late answer.
  const isReply = fields.has("tcp_packet_out_of_state") && isFromServer(srcPort, dstPort);
  const c: Connection = {
    kind: "connection",
    loggedTime,
    ...recordEnds(canonicalAddress(fields.get("src") ?? ""), canonicalAddress(fields.get("dst") ?? ""), srcPort, dstPort, isReply),
    ...transport,
    application: (fields.get("app") ?? fields.get("appi_name"))?.toLowerCase(),
    vendorDirection: direction(fields),
    srcUser: directoryUser(fields.get("src_user_name") ?? fields.get("user")),
    srcHost: isReply ? undefined : canonicalHost(fields.get("src_machine_name") ?? ""),
    action: actionOf(fields.get("action") ?? fields.get("rule_action")),
    engineRule: fields.get("rule_name") ?? fields.get("app_rule_name") ?? fields.get("https_inspection_rule_name"),
    engineRuleId: fields.get("rule") ?? fields.get("malware_rule_id") ?? fields.get("rule_uid"),
    engineReason:
      fields.get("action_reason") ?? fields.get("tcp_packet_out_of_state") ?? fields.get("reason") ?? fields.get("protection_name"),
  };
  [c.srcNatIp, c.srcNatPort] = translated(fields.get("xlatesrc"), fields.get("xlatesport"));
  [c.dstNatIp, c.dstNatPort] = translated(fields.get("xlatedst"), fields.get("xlatedport"));
  const id = icmpId(c, integerOf(fields.get("icmp_type")), integerOf(fields.get("icmp_code")));
  if (id) c.communityId = id;
  return c;
}

/** The direction that the log names is an interface's; zones tell the network's. */
function direction(fields: CheckpointFields): Direction | undefined {
  const named = fields.get("conn_direction")?.toLowerCase();
  if (named === "outgoing") return "outbound";
  if (named === "incoming") return "inbound";
  if (named === "internal") return "internal";
  const [from, to] = [fields.get("inzone"), fields.get("outzone")];
  if (from === undefined || to === undefined) return undefined;
  if (from === "External") return to === "External" ? "external" : "inbound";
  return to === "External" ? "outbound" : "internal";
}

/**
 * Counts are of an interface: what came in on the client's side is what the client sent. Older gateways count the
 * session's sent and received bytes alone.
 */
function readVolume(c: Connection, fields: CheckpointFields, time: (text: string | undefined) => number | undefined): void {
  c.bytesOut = integerOf(fields.get("client_inbound_bytes") ?? fields.get("sent_bytes"));
  c.bytesIn = integerOf(fields.get("client_outbound_bytes") ?? fields.get("received_bytes"));
  c.packetsOut = integerOf(fields.get("client_inbound_packets"));
  c.packetsIn = integerOf(fields.get("client_outbound_packets"));
  c.startTime = time(fields.get("start_time"));
  c.endTime = time(fields.get("lastupdatetime"));
  if (c.startTime !== undefined && c.endTime !== undefined && c.endTime < c.startTime) c.endTime = undefined;
  const count = integerOf(fields.get("aggregated_log_count") ?? fields.get("connection_count"));
  if (count !== undefined && count > 1) c.count = count;
  const back = integerOf(fields.get("server_inbound_packets")) ?? c.packetsIn;
  if (c.action !== "denied" && back !== undefined) c.answered = back > 0;
}

function readRequest(c: Connection, fields: CheckpointFields): void {
  const url = fields.get("resource");
  const method = fields.get("method");
  if (url?.includes("://") || method) c.kind = "request";
  c.url = url;
  c.method = method?.toUpperCase();
  // Of the client's own words the gateway makes a browser's name.
  c.userAgent = fields.get("user_agent") ?? fields.get("web_client_type");
  c.referrer = fields.get("referrer");
  const sni = canonicalHost(fields.get("tls_server_host_name") ?? fields.get("sni") ?? "");
  const header = canonicalHost(fields.get("http_host") ?? "");
  const host = sni ?? header ?? canonicalHost(splitUrl(url ?? "")?.host ?? "") ?? canonicalHost(fields.get("dst_domain_name") ?? "");
  if (!host) return;
  c.dstHost = host;
  c.dstHostOrigin = sni ? "sni" : header ? "host-header" : url ? "url" : "log";
  if (sni) c.tls = { sni };
}
