import { canonicalAddress } from "../../model/address";
import type { Action, Caller, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { readProtocol } from "../../model/protocol";
import type { Callers } from "./callers";
import { numberOf, portOf } from "./json";
import type { NetskopeFields } from "./netskope-fields";
import { type Outcome, Reject, Skip } from "./outcome";
import type { Recent } from "./recent";
import { readEpochSeconds, readIsoTime } from "./time";

/** Kinds of events that tell of no traffic of a client: administration, health, what was found in data at rest, scores. */
const quiet =
  /^(?:(?:admin_)?audit(?:_logs)?|infrastructure|incident|endpoint|clientstatus|breach|compromised credential|security assessment|uba|anomaly|watchlist|quarantine|legal ?hold|remediation|device|content|bwan_[a-z]+)$/i;

/** @param seen ids of events before: an alert comes again as the event that raised it. */
export function readNetskopeEvent(f: NetskopeFields, seen: Recent, callers: Callers): Outcome {
  const loggedTime = readTime(f.get("timestamp"));
  if (loggedTime === undefined) return new Reject("timestamp is no time");
  const c: Connection = { kind: kindOf(f), loggedTime };
  readEnds(c, f);
  readTimes(c, f);
  readRequest(c, f);
  c.bytesOut = numberOf(f.get("client_bytes"));
  c.bytesIn = numberOf(f.get("server_bytes"));
  c.packetsOut = numberOf(f.get("client_packets"));
  c.packetsIn = numberOf(f.get("server_packets"));
  c.srcUser = netskopeUser(f.get("user") ?? f.get("ur_normalized") ?? f.get("userkey"));
  c.engineRule = f.get("policy");
  c.engineRuleId = f.get("policy_id");
  const why = notTraffic(c, f);
  if (why) return new Skip(why, c);
  c.srcHost = canonicalHost(f.get("hostname") ?? "");
  c.vendorDirection = f.get("traffic_type") === "PrivateApp" ? "internal" : "outbound";
  c.process = f.get("process_name");
  const count = numberOf(f.get("count"));
  if (count !== undefined && Number.isInteger(count) && count > 1) c.count = count;
  c.sessionId = identity(f.get("transaction_id")) ?? identity(f.get("network_session_id")) ?? identity(f.get("connection_id"));
  c.caller = callers.of(userOwnAddress(f.get("userip"), c.srcIp));
  readDecision(c, f);
  const id = f.get("_id");
  if (id !== undefined && !seen.add(id)) c.twin = true;
  return c;
}

/** Page and network events tell of connections, application events and most alerts of one request in them. */
function kindOf(f: NetskopeFields): Connection["kind"] {
  const type = (f.get("record_type") ?? f.get("type") ?? "").toLowerCase();
  const isConnection = type === "connection" || type === "page" || type === "network" || f.get("type") === "connection";
  return isConnection && f.get("alert_type") === undefined ? "connection" : "request";
}

function notTraffic(c: Connection, f: NetskopeFields): string | undefined {
  const types = [f.get("record_type"), f.get("type"), f.get("alert_type")];
  if (types.some((type) => type !== undefined && quiet.test(type))) return "an event that tells of no traffic";
  if (f.get("access_method") === "API Connector") return "found in data at rest: no traffic of a client";
  if (c.srcIp === undefined && f.get("userip") === undefined) return "an event without srcip";
  if (c.dstIp === undefined && c.dstHost === undefined) return "an event without a destination";
  return undefined;
}

/** srcip is the address that Netskope saw, behind the translation of an office or a home. */
function readEnds(c: Connection, f: NetskopeFields): void {
  c.srcIp = canonicalAddress(f.get("srcip") ?? "") ?? canonicalAddress(f.get("userip") ?? "");
  c.srcPort = portOf(f.get("srcport")) || undefined;
  c.dstIp = canonicalAddress(f.get("dstip") ?? "");
  c.dstPort = portOf(f.get("dstport")) || undefined;
  const application = f.get("protocol")?.split("/", 1)[0]?.toLowerCase();
  if (application !== undefined && /^[a-z][a-z0-9_-]{0,31}$/.test(application) && application !== "tcp" && application !== "udp")
    c.application = application;
  const written = f.get("ip_protocol") ?? (application === "tcp" || application === "udp" ? application : undefined);
  // HTTP up to version 2 runs over TCP.
  Object.assign(c, readProtocol(written ?? (/^https?\/[12]/i.test(f.get("protocol") ?? "") ? "tcp" : undefined)));
}

function readTimes(c: Connection, f: NetskopeFields): void {
  c.startTime = readTime(f.get("conn_starttime") ?? f.get("start_time"));
  c.endTime = readTime(f.get("conn_endtime") ?? f.get("end_time"));
  const seconds = numberOf(f.get("conn_duration") ?? f.get("session_duration"));
  if (seconds !== undefined && (seconds > 0 || c.startTime !== undefined)) c.durationMs = seconds * 1000;
}

function readRequest(c: Connection, f: NetskopeFields): void {
  // Some exports escape the slashes of a URL twice.
  const url = f.get("url")?.replace(/\\{1,4}\//g, "/");
  const parts = url === undefined || !/^[^\s/]{1,300}(?:[/?#]|$)/.test(url.replace(/^[a-z]{2,8}:\/\//i, "")) ? undefined : splitUrl(url);
  c.url = url;
  c.userAgent = f.get("useragent");
  c.referrer = f.get("referer");
  const named: [string | undefined, Connection["dstHostOrigin"]][] = [
    [f.get("dsthost"), "log"],
    [parts?.host, "url"],
    [f.get("domain"), "log"],
  ];
  for (const [name, origin] of named) {
    const host = name?.includes(".") ? canonicalHost(name) : undefined;
    c.dstIp ??= name === undefined ? undefined : canonicalAddress(name);
    if (host === undefined || c.dstHost !== undefined) continue;
    c.dstHost = host;
    c.dstHostOrigin = origin;
  }
  const ja3 = f.get("ja3");
  const ja3s = f.get("ja3s");
  if (ja3 ?? ja3s) c.tls = { ja3, ja3s };
}

const decisions: [RegExp, Action][] = [
  [/^(?:block|deny|drop|reset|quarantine|reject)/i, "denied"],
  [/^(?:alert|useralert|detect)/i, "alerted"],
  [/^(?:allow|bypass|proceed|isolat|encrypt|continue|pass|permit|accept)/i, "allowed"],
];

/** A page event has no action: it was let pass where the server's answer was seen. */
function readDecision(c: Connection, f: NetskopeFields): void {
  const action = f.get("action");
  const isBypassed = f.get("bypass_traffic") === "yes";
  const answered = (c.bytesIn ?? 0) > 0 || (numberOf(f.get("resp_cnt")) ?? 0) > 0;
  if (answered) c.answered = true;
  if (action !== undefined) c.action = decisions.find(([word]) => word.test(action))?.[1] ?? "unknown";
  else c.action = isBypassed || answered ? "allowed" : "unknown";
  c.engineReason = (isBypassed ? f.get("bypass_reason") : undefined) ?? f.get("alert_type") ?? action;
}

/** Without the domain of a directory. An address in the user's place is what Netskope writes where it knows none. */
export function netskopeUser(user: string | undefined): string | undefined {
  if (user === undefined || canonicalAddress(user) !== undefined) return undefined;
  const at = user.indexOf("@");
  return (at > 0 ? user.slice(0, at) : user.slice(user.lastIndexOf("\\") + 1)) || undefined;
}

/** The user's own address, where Netskope saw another one. */
export function userOwnAddress(userip: string | undefined, srcIp: string | undefined): Caller {
  const ip = userip === undefined ? undefined : canonicalAddress(userip);
  return ip === undefined || ip === srcIp ? {} : { tags: { userip: ip } };
}

const readTime = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^[0-9]{13}$/.test(text) ? Number(text) : (readEpochSeconds(text) ?? readIsoTime(text));

const identity = (text: string | undefined): string | undefined => (text === "0" ? undefined : text);
