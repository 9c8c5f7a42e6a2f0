import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, readProtocol } from "../../model/protocol";
import { directoryUser } from "./directory-user";
import { icmpId } from "./icmp-id";
import { integerOf, portOf } from "./json";
import { type Outcome, Reject, Skip } from "./outcome";
import { isFromServer } from "./port-roles";
import { zoneDirection } from "./zone-direction";

/** Fields by SonicOS's own names; what says "nothing" is not among them. */
export type SonicwallFields = ReadonlyMap<string, string>;

/** Message numbers. @see https://www.sonicwall.com/techdocs/pdf/sonicos-7-1-log-events-reference-guide.pdf */
const opened = "98";
const closed = "537";
const visited = "97";
const packet = "1235";
/** Categories (`c`) that hold traffic: blocked sites and code, attacks, dropped packets, network debugging, connections. */
const traffic = /^(?:0|4|8|32|64|128|256|512|1024|262144)$/;
const methods = ["", "GET", "POST", "HEAD", "PUT", "CONNECT", "DELETE", "OPTIONS", "TRACE"];

/** One line as a connection, or what else it is. */
export function readSonicwallRecord(fields: SonicwallFields, loggedTime: number | undefined): Outcome {
  const src = readEnd(fields, "src");
  const dst = readEnd(fields, "dst");
  const message = fields.get("m");
  const category = fields.get("c");
  const c = readEnds(fields, src, dst, loggedTime);
  if (src.ip === undefined || dst.ip === undefined) {
    if (src.isWrong || dst.isWrong) return new Reject(`${src.isWrong ? "src" : "dst"} is no address`);
    return new Skip("an event of the firewall itself", c);
  }
  readVolume(c, fields);
  readRequest(c, fields, dst.host);
  const isTraffic =
    message === closed ||
    message === opened ||
    message === visited ||
    (category === undefined ? fields.has("proto") : traffic.test(category));
  if (!isTraffic || (message !== undefined && /^IKE/.test(fields.get("msg") ?? ""))) return new Skip("an event of the firewall itself", c);
  if (message === visited || message === "14" || message === "16") c.kind = "request";
  // Its end tells the whole of a connection, its refusal too; the rest tells of connections that are told so.
  else if (message === opened || message === packet || category === "32" || category === "512") c.twin = true;
  else if (message === closed && c.bytesIn !== undefined) c.answered = c.bytesIn > 0;
  return c;
}

function readEnds(fields: SonicwallFields, src: End, dst: End, loggedTime: number | undefined): Connection {
  const [transportName, service] = (fields.get("proto") ?? "").split("/", 2);
  const [type, code] = [integerOf(fields.get("type") ?? fields.get("icmpType")), integerOf(fields.get("code") ?? fields.get("icmpCode"))];
  const isIcmp = transportName === "icmp" || (transportName === "" && /^ICMP/.test(fields.get("msg") ?? ""));
  const transport = readProtocol(isIcmp ? "icmp" : transportName);
  const ports = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  // What a server answers too late is dropped as a packet of nobody.
  const isReply = ports && /^(?:denied|alerted)$/.test(actionOf(fields)) && isFromServer(src.port, dst.port);
  const [near, far] = isReply ? [dst, src] : [src, dst];
  const rule = fields.get("rule");
  const c: Connection = {
    kind: "connection",
    loggedTime,
    srcIp: near.ip,
    srcPort: ports ? near.port : undefined,
    srcHost: near.host,
    dstIp: far.ip,
    dstPort: ports ? far.port : undefined,
    ...transport,
    application: service && !/^[0-9]+$/.test(service) && !isIcmp ? service.toLowerCase() : undefined,
    vendorDirection: zoneDirection(fields.get(isReply ? "dstZone" : "srcZone"), fields.get(isReply ? "srcZone" : "dstZone"), own),
    srcUser: directoryUser(fields.get("usr") ?? fields.get("user")),
    sessionId: fields.get("sessid"),
    action: actionOf(fields),
    // SonicOS gives a rule one label, which serves as both.
    engineRule: rule,
    engineRuleId: rule,
    engineReason: fields.get("note") ?? fields.get("Category") ?? (actionOf(fields) === "allowed" ? undefined : fields.get("msg")),
  };
  if (isReply) c.reply = true;
  const id = icmpId(c, type, code);
  if (id) c.communityId = id;
  const [natSrc, natDst] = [readEnd(fields, isReply ? "natDst" : "natSrc"), readEnd(fields, isReply ? "natSrc" : "natDst")];
  [c.srcNatIp, c.srcNatPort, c.dstNatIp, c.dstNatPort] = [natSrc.ip, natSrc.port, natDst.ip, natDst.port];
  if (far.host) Object.assign(c, { dstHost: far.host, dstHostOrigin: "log" });
  return c;
}

interface End {
  ip?: string;
  port?: number;
  host?: string;
  isWrong: boolean;
}

/** address:port:interface:name, of which all but the first may be missing; an IPv6 address stands in a field of its own. */
function readEnd(fields: SonicwallFields, name: string): End {
  const text = fields.get(name) ?? "";
  const v6 = canonicalAddress(fields.get(`${name}V6`) ?? "");
  const whole = canonicalAddress(text);
  const [address = "", port, , host] = whole === undefined ? text.split(":", 5) : [text];
  const found = v6 ?? whole ?? canonicalAddress(address);
  const ip = found === "0.0.0.0" || found === "::" ? undefined : found;
  return { ip, port: portOf(port) || undefined, host: canonicalHost(host ?? ""), isWrong: found === undefined && address !== "" };
}

function actionOf(fields: SonicwallFields): Action {
  const done = fields.get("fw_action")?.toLowerCase() ?? "";
  if (/^(?:drop|deny|block|reset|discard)/.test(done)) return "denied";
  if (/^(?:forward|allow|mgmt|accept|bypass)/.test(done)) return "allowed";
  const message = fields.get("msg") ?? "";
  if (/\b(?:dropped|denied|blocked|rejected|prevention alert|prohibited|forbidden|discarded)\b/i.test(message)) return "denied";
  if (/\b(?:detect(?:ed|ion)|possible|probable)\b/i.test(message)) return "alerted";
  return /^(?:98|537|97)$/.test(fields.get("m") ?? "") || /allowed/i.test(message) ? "allowed" : "unknown";
}

function readVolume(c: Connection, fields: SonicwallFields): void {
  const sent = [integerOf(fields.get("sent") ?? fields.get("out")), integerOf(fields.get("spkt"))] as const;
  const received = [integerOf(fields.get("rcvd") ?? fields.get("in")), integerOf(fields.get("rpkt"))] as const;
  [c.bytesOut, c.packetsOut] = c.reply ? received : sent;
  [c.bytesIn, c.packetsIn] = c.reply ? sent : received;
  const ms = integerOf(fields.get("cdur"));
  const seconds = integerOf(fields.get("dur"));
  c.durationMs = ms ?? (seconds === undefined ? undefined : seconds * 1000);
  if (fields.get("m") !== closed || c.durationMs === undefined || c.loggedTime === undefined) return;
  c.endTime = c.loggedTime;
  c.startTime = c.endTime - c.durationMs;
}

function readRequest(c: Connection, fields: SonicwallFields, asked: string | undefined): void {
  const host = canonicalHost(fields.get("dstname") ?? "") ?? asked;
  const operation = integerOf(fields.get("op"));
  if (operation) c.method = methods[operation];
  c.status = integerOf(fields.get("result")) || undefined;
  if (!host) return;
  c.dstHost = host;
  c.dstHostOrigin = fields.has("arg") ? "url" : "log";
  const path = fields.get("arg");
  if (path && (c.application === "http" || c.application === "https")) c.url = `${c.application}://${host}${path}`;
}

const own = /^(?:LAN|DMZ|WLAN|Trusted|VPN|SSLVPN|Encrypted)$/i;
