import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import { directoryUser } from "./directory-user";
import { icmpId } from "./icmp-id";
import { integerOf, portOf } from "./json";
import { type Outcome, Reject, Skip } from "./outcome";
import { isFromServer } from "./port-roles";
import { recordEnds } from "./record-ends";
import { tlsVersion } from "./tls-version";
import { translated } from "./translated";
import { zoneDirection } from "./zone-direction";

/** Reads a value under any of the names that versions of the firewall give it. */
export type SophosFields = (...names: readonly string[]) => string | undefined;

const denied =
  /^(?:denied|deny|drop(?:ped)?|virus|block(?:ed)?|reject|spam|probable spam|dlp|outbound spam|outbound probable spam|error)$/i;
const alerted = /^(?:alert|detect|warned|warn)$/i;
const allowed = /^(?:allow(?:ed)?|accept|clean|do not decrypt|decrypt|spx|spx failed)$/i;

/** One line as a connection, or what else it is. */
export function readSophosRecord(of: SophosFields, loggedTime: number | undefined): Outcome {
  const type = of("log_type") ?? "";
  if (type === "WAF" || (type === "" && of("localip") !== undefined)) return readPublished(of, loggedTime);
  if (type === "System Health") return new Skip("a measurement of the firewall itself", { loggedTime });
  if (/^(?:Event|Wireless|Wireless Protection|Heartbeat|SD-WAN)$/.test(type))
    return new Skip("an event of the firewall itself", readEvent(of, loggedTime));
  const [srcText, dstText] = [of("src_ip", "sourceip", "srcip"), of("dst_ip", "destinationip", "dstip")];
  const [src, dst] = [canonicalAddress(srcText ?? ""), canonicalAddress(dstText ?? "")];
  if (src === undefined && dst === undefined && (srcText !== undefined || dstText !== undefined)) return new Reject("src_ip is no address");
  const transport = readProtocol(of("protocol", "proto"));
  const ports = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const [srcPort, dstPort] = ports ? [portOf(of("src_port", "srcport")), portOf(of("dst_port", "dstport"))] : [];
  // What came back from the server that was asked stands first in the lines of some services.
  const isReply = /^(?:IDP|Anti-Virus|ATP)$/.test(type) && isFromServer(srcPort, dstPort);
  const component = of("log_component") ?? "";
  const c: Connection = {
    kind: "connection",
    loggedTime,
    ...recordEnds(src, dst, srcPort, dstPort, isReply),
    ...transport,
    application: applicationOf(of, component),
    vendorDirection: zoneDirection(of("srczonetype", "src_zone_type"), of("dstzonetype", "dst_zone_type"), own),
    srcUser: directoryUser(of("user_name", "user", "login_user")),
    sessionId: of("connid", "con_id") === "0" ? undefined : of("connid", "con_id"),
    bytesOut: integerOf(of("sent_bytes", "bytes_sent")),
    bytesIn: integerOf(of("recv_bytes", "bytes_received")),
    packetsOut: integerOf(of("sent_pkts", "packets_sent")),
    packetsIn: integerOf(of("recv_pkts", "packets_received")),
    action: actionOf(of("log_subtype"), of("status", "action")),
    engineRule: of("fw_rule_name", "rule_name"),
    engineRuleId: of("fw_rule_id", "fwrule", "rule_id"),
    engineReason: of("message", "virus", "threatname", "threat", "reason", "category", "http_category"),
  };
  [c.srcNatIp, c.srcNatPort] = translated(of("tran_src_ip", "src_trans_ip"), of("tran_src_port", "src_trans_port"));
  [c.dstNatIp, c.dstNatPort] = translated(of("tran_dst_ip", "dst_trans_ip"), of("tran_dst_port", "dst_trans_port"));
  const id = icmpId(c, integerOf(of("icmp_type")), integerOf(of("icmp_code")));
  if (id) c.communityId = id;
  readRequest(c, of);
  if (src === undefined && dst === undefined) return new Skip("a line without addresses", c);
  if (type === "Firewall") readSession(c, of, component);
  else if (type === "Content Filtering" && component !== "Application") c.kind = "request";
  else if (type === "SSL") readHandshake(c, of);
  else c.twin = true;
  // The proxy holds a download back until the sandbox has judged it.
  if (type === "Sandbox" && component === "Web") c.kind = "request";
  if (type === "IDP")
    Object.assign(c, { engineRule: of("signature_msg"), engineRuleId: of("signature_id"), engineReason: of("classification") });
  return c;
}

/** What the proxy spoke, as the URL says it; else the signature's name, else the component's. */
function applicationOf(of: SophosFields, component: string): string | undefined {
  const [scheme] = /^https?(?=:\/\/)/i.exec(of("url") ?? "") ?? [];
  if (scheme) return scheme.toLowerCase();
  const named = of("application", "app_name");
  if (named !== undefined) return named.toLowerCase();
  if (!/^(?:HTTPS?|FTP|SMTPS?|POP3?S?|POPS|IMAPS?)$/.test(component)) return undefined;
  return component === "POPS" ? "pop3s" : component.toLowerCase();
}

function actionOf(subtype: string | undefined, status: string | undefined): Action {
  for (const word of [subtype ?? "", status ?? ""]) {
    if (denied.test(word)) return "denied";
    if (alerted.test(word)) return "alerted";
    if (allowed.test(word)) return "allowed";
  }
  return "unknown";
}

/** The end of a session tells the whole: its beginning and its progress are kept, not counted. */
function readSession(c: Connection, of: SophosFields, component: string): void {
  const event = of("connevent", "con_event");
  const seconds = integerOf(of("duration", "con_duration"));
  if (seconds !== undefined) {
    c.durationMs = seconds * 1000;
    c.endTime = c.loggedTime;
    if (c.endTime !== undefined) c.startTime = c.endTime - c.durationMs;
  }
  if (/^(?:Start|Interim)$/i.test(event ?? "") || /^ICMP (?:ERROR|REDIRECTION)/.test(component)) c.twin = true;
  else if (c.action === "allowed" && c.packetsIn !== undefined) c.answered = c.packetsIn > 0;
}

function readHandshake(c: Connection, of: SophosFields): void {
  c.kind = "handshake";
  const sni = canonicalHost(of("sni", "tls_sni", "server_name") ?? "");
  c.tls = { version: tlsVersion(of("tls_version")), cipher: of("cipher_suite"), sni, validation: of("reason") };
  if (sni) Object.assign(c, { dstHost: sni, dstHostOrigin: "sni" });
}

const own = /^(?:LAN|DMZ|VPN|WiFi|LOCAL)$/i;

function readRequest(c: Connection, of: SophosFields): void {
  c.url = of("url");
  c.method = of("method", "http_method")?.toUpperCase();
  c.status = integerOf(of("status_code", "httpresponsecode", "http_status", "statuscode"));
  c.userAgent = of("user_agent", "useragent", "http_user_agent");
  c.referrer = of("referer", "referrer");
  const fromUrl = c.url?.includes("://") ? canonicalHost(splitUrl(c.url)?.host ?? "") : undefined;
  // A sandbox names the server by which the file came.
  const named = of("domain", "domainname", "dst_domainname", "website", "source");
  const host = fromUrl ?? canonicalHost(named ?? "");
  c.dstIp ??= canonicalAddress(named ?? "");
  if (host) Object.assign(c, { dstHost: host, dstHostOrigin: fromUrl ? "url" : "log" });
}

/** A request to a server that the firewall publishes. */
function readPublished(of: SophosFields, loggedTime: number | undefined): Outcome {
  const src = canonicalAddress(of("sourceip", "srcip", "src_ip") ?? "");
  if (src === undefined) return new Reject("sourceip is no address");
  const path = of("url");
  const micros = integerOf(of("responsetime", "response_time"));
  const status = integerOf(of("httpstatus", "statuscode", "response_code"));
  const host = canonicalHost(of("server") ?? "");
  return {
    kind: "request",
    loggedTime,
    srcIp: src,
    srcUser: of("user_name", "user"),
    dstIp: canonicalAddress(of("localip", "local_ip") ?? ""),
    dstPort: portOf(of("port")),
    ...(host && { dstHost: host, dstHostOrigin: "log" as const }),
    application: of("ws_protocol", "protocol")?.split("/", 1)[0]?.toLowerCase(),
    durationMs: micros === undefined ? undefined : micros / 1000,
    method: of("method")?.toUpperCase(),
    url: path && `${path}${of("querystring", "query_string", "query") ?? ""}`,
    status,
    userAgent: of("useragent", "user_agent"),
    referrer: of("referer"),
    bytesOut: integerOf(of("bytesrcv", "bytes_received")),
    bytesIn: integerOf(of("bytessent", "bytes_sent")),
    action: of("reason") !== undefined && (status ?? 0) >= 400 ? "denied" : "allowed",
    engineRuleId: of("fw_rule_id"),
    engineReason: of("reason"),
  };
}

/** What can be told of events: logins, tunnels between gateways and to remote Ethernet devices. */
function readEvent(of: SophosFields, loggedTime: number | undefined): Partial<Connection> {
  const seconds = integerOf(of("duration"));
  return {
    loggedTime,
    ...(seconds !== undefined && { durationMs: seconds * 1000 }),
    srcIp: canonicalAddress(of("src_ip", "remoteinterfaceip", "remote_interface_ip") ?? ""),
    dstIp: canonicalAddress(of("dst_ip", "localinterfaceip", "local_interface_ip") ?? ""),
    srcUser: directoryUser(of("user_name", "user")),
    bytesOut: integerOf(of("sent_bytes", "bytes_sent")),
    bytesIn: integerOf(of("recv_bytes", "bytes_received")),
  };
}
