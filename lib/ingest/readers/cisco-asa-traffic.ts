import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import type { AsaMessage } from "./cisco-asa-messages";
import { type Place, readPlace, readUser } from "./cisco-asa-place";
import { icmpId } from "./icmp-id";
import { integerOf } from "./json";
import { isFromServer } from "./port-roles";

type Groups = Record<string, string | undefined>;

/** Protocol fields; "IP" in a sentence is any protocol. */
export function protocolOf(text: string | undefined): Pick<Connection, "protocol" | "protocolNumber"> {
  return text === undefined || /^ip$/i.test(text) ? {} : readProtocol(text);
}

/** Source and destination as written, without what stands in the place of ports where there are none. */
export function endsOf(src: Place, dst: Place, transport: Pick<Connection, "protocolNumber">): Partial<Connection> {
  const ported = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const c: Partial<Connection> = { srcIp: src.ip, dstIp: dst.ip, ...transport };
  if (ported) {
    c.srcPort = src.port;
    c.dstPort = dst.port;
  }
  if (src.ip === undefined) c.srcHost = src.host;
  if (dst.ip === undefined && dst.host !== undefined) {
    c.dstHost = dst.host;
    c.dstHostOrigin = "log";
  }
  return c;
}

/** Addresses after translation; the firewall writes them also where nothing was translated. */
export function readMapped(c: Partial<Connection>, src: Place, dst: Place): void {
  if (src.ip !== undefined && src.ip !== c.srcIp) c.srcNatIp = src.ip;
  if (dst.ip !== undefined && dst.ip !== c.dstIp) c.dstNatIp = dst.ip;
  if (c.srcPort !== undefined && src.port !== c.srcPort) c.srcNatPort = src.port;
  if (c.dstPort !== undefined && dst.port !== c.dstPort) c.dstNatPort = dst.port;
}

function decided(verb: string | undefined): Action {
  if (/^(?:permitted|est-allowed)$/i.test(verb ?? "")) return "allowed";
  if (/^(?:denied|dropped|dropping|resetting|reset)$/i.test(verb ?? "")) return "denied";
  return verb !== undefined && /^(?:monitored|logged|action)$/i.test(verb) ? "alerted" : "unknown";
}

/** A sentence about one connection, as fields. */
export function readTraffic(message: AsaMessage, g: Groups): Partial<Connection> {
  const transport = protocolOf(g["proto"]);
  const src = { ...readPlace(g["src"]) };
  const dst = { ...readPlace(g["dst"]) };
  src.port ??= integerOf(g["srcPort"]);
  dst.port ??= integerOf(g["dstPort"]);
  const c = endsOf(src, dst, transport);
  c.action = message.action ?? decided(g["verb"]);
  c.application = message.application;
  c.srcUser = readUser(g["srcUser"]) ?? readUser(g["user"]);
  c.engineRule = g["list"];
  c.engineReason = g["reason"]?.replace(/\.$/, "");
  c.srcHost ??= canonicalHost(g["srcName"] ?? "");
  readName(c, g);
  readMapped(c, readPlace(g["srcMapped"]), readPlace(g["dstMapped"]));
  const count = integerOf(g["count"]);
  if (count !== undefined && count > 1) c.count = count;
  const isIcmp = transport.protocolNumber === 1 || transport.protocolNumber === 58;
  const type = integerOf(g["icmpType"]) ?? (isIcmp && g["srcPort"] !== undefined ? src.port : undefined);
  const code = integerOf(g["icmpCode"]) ?? (isIcmp && g["dstPort"] !== undefined ? dst.port : undefined);
  c.communityId = icmpId(c, type, code);
  const way = g["way"]?.toLowerCase();
  if (way === "inbound" || way === "outbound") c.vendorDirection = way;
  if (message.twin) c.twin = true;
  if (message.packet) turnAnswer(c);
  return c;
}

/** The name of a URL, of a list that holds the address, or of the address by the firewall's own resolving. */
function readName(c: Partial<Connection>, g: Groups): void {
  c.url = g["url"];
  const asked = c.url === undefined ? undefined : canonicalHost(splitUrl(c.url)?.host ?? "");
  const listed = g["listed"] === "destination" && /[A-Za-z]/.test(g["name"] ?? "") ? canonicalHost(g["name"]!) : undefined;
  // In the place of a user: a name has dots, and no domain of a directory before it.
  const resolved = /^[^\\@,]{1,200}\.[A-Za-z][^\\@,]{0,60}$/.test(g["dstUser"] ?? "") ? canonicalHost(g["dstUser"]!) : undefined;
  const name = asked ?? listed ?? resolved;
  if (name === undefined) return;
  c.dstHost = name;
  c.dstHostOrigin = asked === undefined ? "log" : "url";
}

/** A packet without a connection, from a server: what it answered was the client's. */
export function turnAnswer(c: Partial<Connection>): void {
  if (!isFromServer(c.srcPort, c.dstPort) || c.srcHost !== undefined || c.dstHost !== undefined) return;
  [c.srcIp, c.dstIp] = [c.dstIp, c.srcIp];
  [c.srcPort, c.dstPort] = [c.dstPort, c.srcPort];
  c.reply = true;
}

/** "0:01:08", "27:05:14", "0h:01m:52s" before the time of the line. */
export function lasting(text: string, time: number | undefined): Partial<Connection> {
  const seconds = text.split(":").reduce((sum, part) => sum * 60 + (Number.parseInt(part, 10) || 0), 0);
  return {
    durationMs: seconds * 1000,
    startTime: time === undefined ? undefined : time - seconds * 1000,
    endTime: time,
    loggedTime: time,
  };
}
