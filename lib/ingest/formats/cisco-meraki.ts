import { canonicalAddress } from "../../model/address";
import type { Action, Connection, Direction } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import { defineFormat, type Reader } from "../format";
import { readEndpoint } from "../readers/endpoint";
import { icmpId } from "../readers/icmp-id";
import { integerOf, type JsonObject, portOf, readObject, textOf } from "../readers/json";
import { readMerakiEvent } from "../readers/meraki-event";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { isFromServer } from "../readers/port-roles";
import { Recent } from "../readers/recent";
import { readEpochSeconds, readIsoTime } from "../readers/time";
import { unwrap } from "../readers/unwrap";

const traffic =
  "flows|firewall|vpn_firewall|cellular_firewall|bridge_anyconnect_client_vpn_firewall|l7_firewall|ip_flow_start|ip_flow_end|urls|ids-alerts";
/** Seconds since the epoch with their fraction, the device's name, the kind of message. */
const head = new RegExp(`(?:^|[ >])([0-9]{10}\\.[0-9]{1,9}) (\\S{1,128}) ((?:${traffic}|security_event|airmarshal_events|events)) (?=\\S)`);

export const ciscoMeraki = defineFormat({
  id: "cisco-meraki",
  name: "Cisco Meraki MX, MR and MS",
  reference: "https://documentation.meraki.com/General_Administration/Monitoring_and_Reporting/Syslog_Event_Types_and_Log_Samples",
  guide: "cisco-meraki",
  counts: "no bytes: the log holds none",
  kinds: ["connection", "request"],
  engine: true,
  personal: "mac dhost shost client_mac wired_mac bssid src_mac dst_mac dhcp_server_mac identity username user_id user".split(" "),
  detect: (lines) => lines.some((line) => head.test(line.slice(0, 400))),
  open() {
    const told = new Recent(1 << 15);
    const read: Reader["read"] = (unit, emit) => tell(emit, readLine(unit, told));
    return { read };
  },
});

function readLine(unit: string, told: Recent): Outcome {
  const object = unit.startsWith("{") ? readObject(unit) : undefined;
  const inner = object && unwrap(object);
  if (object && typeof inner !== "string") return readWebhook(inner ?? object);
  return readMessage(typeof inner === "string" ? inner : unit, told);
}

/** What the dashboard tells of the network by webhook. */
function readWebhook(alert: JsonObject): Outcome {
  const time = readIsoTime(textOf(alert["occurredAt"]) ?? "");
  return time === undefined ? new Reject("the object carries no line") : new Skip("an alert of the dashboard", { loggedTime: time });
}

function readMessage(unit: string, told: Recent): Outcome {
  const match = head.exec(unit.slice(0, 400));
  const time = readEpochSeconds(match?.[1] ?? "");
  if (!match || time === undefined) return new Reject("there is no time and kind of message");
  const kind = match[3]!;
  const text = unit.slice(match.index + match[0].length).trimEnd();
  if (kind === "events" || kind === "airmarshal_events")
    return new Skip(kind === "events" ? "an event of the network" : "an event of wireless security", readMerakiEvent(text, time));
  const pairs = readMerakiPairs(text);
  if (kind === "security_event" && !pairs.has("src")) return new Skip("a security event without its connection", { loggedTime: time });
  const c = readTraffic(kind, pairs, text, time);
  if (c.srcIp === undefined) return new Reject("src is no address");
  // Older firmware names one end of an alert.
  if (kind === "ids-alerts" && !pairs.has("dst")) {
    readAlert(c, pairs, text);
    return new Skip("a security event without its connection", c);
  }
  if (c.dstIp === undefined) return new Reject("dst is no address");
  if (kind === "urls") readRequest(c, text);
  else if (kind === "ids-alerts" || kind === "security_event") readAlert(c, pairs, text);
  // A rule and the translation may both tell of one flow, in the same moment.
  else if (kind === "ip_flow_end" || !told.add(`${Math.floor(time / 60_000)} ${c.action} ${c.protocol} ${keyOf(c)}`)) c.twin = true;
  return c;
}

const keyOf = (c: Connection): string => `${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort}`;

/** key=value up to the free text of a pattern, a request or a message; a value may stand in single quotes. */
function readMerakiPairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  const end = text.search(/ (?:pattern|request|message): /);
  for (const [, key, quoted, bare] of (end < 0 ? text : text.slice(0, end)).matchAll(
    /(?:^| )([a-z][a-z0-9_]{1,40})=(?:'([^']{0,8192})'|(\S{0,8192}))/g,
  ))
    if (!pairs.has(key!)) pairs.set(key!, quoted ?? bare!);
  return pairs;
}

function readTraffic(kind: string, pairs: ReadonlyMap<string, string>, text: string, time: number): Connection {
  const transport = readProtocol(pairs.get("protocol")?.replace(/\/ip$/, ""));
  const isPorted = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const [src, dst] = [readEndpoint(pairs.get("src")), readEndpoint(pairs.get("dst"))];
  const c: Connection = {
    kind: kind === "urls" ? "request" : "connection",
    startTime: time,
    loggedTime: time,
    srcIp: src.ip,
    srcPort: isPorted ? (portOf(pairs.get("sport")) ?? src.port) : undefined,
    dstIp: dst.ip,
    dstPort: isPorted ? (portOf(pairs.get("dport")) ?? dst.port) : undefined,
    ...transport,
    srcNatIp: canonicalAddress(pairs.get("translated_src_ip") ?? ""),
    dstNatIp: canonicalAddress(pairs.get("translated_dst_ip") ?? ""),
    action: actionOf(kind, pairs, text),
    engineRule: /(?:^| )pattern: (?:(?:[01]|allow|deny) )?(.{1,300})$/.exec(text.slice(0, 2000))?.[1],
  };
  const port = isPorted ? portOf(pairs.get("translated_port")) : undefined;
  if (c.srcNatIp !== undefined) c.srcNatPort = port;
  else if (c.dstNatIp !== undefined) c.dstNatPort = port;
  c.communityId = icmpId(c, integerOf(pairs.get("type")), integerOf(pairs.get("code")));
  return c;
}

/** First word of the line, or of the pattern: 0 lets through, 1 does not. What is translated was let through. */
function actionOf(kind: string, pairs: ReadonlyMap<string, string>, text: string): Action {
  if (kind === "urls" || kind.startsWith("ip_flow")) return "allowed";
  const word = (
    pairs.get("decision") ??
    pairs.get("action") ??
    /^(?:.{0,4000} pattern: )?(allow|deny|0|1)\b/.exec(text)?.[1] ??
    ""
  ).toLowerCase();
  if (/^(?:deny|denied|block|blocked|1)$/.test(word)) return "denied";
  return /^(?:allow|allowed|0)$/.test(word) ? "allowed" : "unknown";
}

/** TLS is told with the name asked for, and without a method. */
function readRequest(c: Connection, text: string): void {
  const request = / request: (?:([A-Z]{3,12}) )?(\S{1,32768})$/.exec(text);
  c.method = request?.[1] === "UNKNOWN" ? undefined : request?.[1];
  c.url = request?.[2];
  c.userAgent = / agent='([^']{1,4096})'/.exec(text)?.[1];
  c.dstHost = canonicalHost(splitUrl(c.url ?? "")?.host ?? "");
  if (c.dstHost !== undefined) c.dstHostOrigin = "url";
}

/** An alert or a file in a connection that the flows tell of; it may have come from the server. */
function readAlert(c: Connection, pairs: ReadonlyMap<string, string>, text: string): void {
  c.twin = true;
  if (c.action !== "denied") c.action = "alerted";
  c.engineRuleId = pairs.get("signature");
  c.engineRule = / message: (.{1,300})$/.exec(text)?.[1] ?? pairs.get("name");
  c.engineReason = pairs.get("disposition");
  c.url = pairs.get("url");
  const directions: Record<string, Direction> = { ingress: "inbound", egress: "outbound" };
  c.vendorDirection = directions[pairs.get("direction") ?? ""];
  if (!isFromServer(c.srcPort, c.dstPort)) return;
  [c.srcIp, c.dstIp, c.srcPort, c.dstPort] = [c.dstIp, c.srcIp, c.dstPort, c.srcPort];
  c.reply = true;
}
