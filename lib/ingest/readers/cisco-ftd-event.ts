import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import { readUser } from "./cisco-asa-place";
import { turnAnswer } from "./cisco-asa-traffic";
import { dnsResponseText, dnsTypeText } from "./cisco-ftd-dns";
import { icmpId } from "./icmp-id";
import { integerOf, portOf } from "./json";
import { readIsoTime } from "./time";
import { tlsVersion } from "./tls-version";

/** "Key: value" apart by commas; a value may hold both, so that only what looks like a key begins a new pair. */
const key =
  /(?:^|, ?)([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*|(?:Prefilter|Endpoint|Security|Tunnel or Prefilter) [A-Z][a-z]{2,10}|originalClientSrcIP): ?/g;

/** @returns undefined where the text holds none of the keys that each event has. */
export function readFtdFields(text: string): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  let previous: { name: string; from: number } | undefined;
  for (const match of text.matchAll(key)) {
    if (previous) put(fields, previous.name, text.slice(previous.from, match.index));
    previous = { name: match[1]!, from: match.index + match[0].length };
  }
  if (previous) put(fields, previous.name, text.slice(previous.from));
  return fields.has("SrcIP") || fields.has("HTTPResponse") || fields.has("AccessControlRuleAction") ? fields : undefined;
}

/** Of two equal keys the first holds. What stands for nothing is absent. */
function put(fields: Map<string, string>, name: string, written: string): void {
  const value = written.trim();
  if (value !== "" && !nothing.has(value) && !fields.has(name)) fields.set(name, value);
}
const nothing = new Set(["N/A", "Unknown", "Not Found", "No Authentication Required", "Not Available"]);

export type FtdEvent = "intrusion" | "begin" | "end" | "file";
const byId: Record<string, FtdEvent> = { "430001": "intrusion", "430002": "begin", "430003": "end", "430004": "file", "430005": "file" };

/** Sensors before 6.3 write no id: the keys tell. */
export function ftdEventOf(id: string | undefined, fields: ReadonlyMap<string, string>): FtdEvent {
  const known = id === undefined ? undefined : byId[id];
  if (known !== undefined) return known;
  if (fields.has("SID") || fields.has("IntrusionPolicy")) return "intrusion";
  if (fields.has("FileAction") || fields.has("FilePolicy")) return "file";
  return fields.has("ConnectionDuration") ? "end" : "begin";
}

export function readFtdEvent(fields: ReadonlyMap<string, string>, event: FtdEvent, time: number | undefined): Connection {
  const get = (name: string): string | undefined => fields.get(name);
  const transport = readProtocol(get("Protocol"));
  const isPorted = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const first = readIsoTime(get("FirstPacketSecond") ?? "");
  const seconds = event === "end" ? integerOf(get("ConnectionDuration")) : undefined;
  const c: Connection = {
    kind: "connection",
    loggedTime: time,
    startTime: seconds !== undefined && time !== undefined ? time - seconds * 1000 : (first ?? time),
    endTime: seconds === undefined ? undefined : time,
    durationMs: seconds === undefined ? undefined : seconds * 1000,
    srcIp: canonicalAddress(get("SrcIP") ?? ""),
    srcPort: isPorted ? portOf(get("SrcPort")) : undefined,
    dstIp: canonicalAddress(get("DstIP") ?? ""),
    dstPort: isPorted ? portOf(get("DstPort")) : undefined,
    ...transport,
    srcUser: readUser(get("User")),
    application: get("ApplicationProtocol")?.toLowerCase(),
    bytesOut: integerOf(get("InitiatorBytes")),
    bytesIn: integerOf(get("ResponderBytes")),
    packetsOut: integerOf(get("InitiatorPackets")),
    packetsIn: integerOf(get("ResponderPackets")),
    srcNatIp: translated(get("NAT_InitiatorIP"), get("SrcIP")),
    srcNatPort: isPorted ? portOf(translated(get("NAT_InitiatorPort"), get("SrcPort"))) || undefined : undefined,
    dstNatIp: translated(get("NAT_ResponderIP"), get("DstIP")),
    dstNatPort: isPorted ? portOf(translated(get("NAT_ResponderPort"), get("DstPort"))) || undefined : undefined,
    action: actionOf(fields, event),
    engineRule: ruleOf(fields, event),
    engineRuleId: get("SID"),
    engineReason: get("AccessControlRuleReason") ?? get("ThreatName") ?? get("Classification"),
    sessionId: get("ConnectionID"),
  };
  if (/^Echo Request/i.test(get("ICMPType") ?? "")) c.communityId = icmpId(c, transport.protocolNumber === 58 ? 128 : 8, 0);
  if (c.packetsIn !== undefined && c.action !== "denied") c.answered = c.packetsIn > 0;
  readRequest(c, fields);
  readNames(c, fields);
  // Findings in a connection that an event of its own tells whole; an intrusion may come back from the server.
  if (event === "intrusion" || event === "file") c.twin = true;
  if (event === "intrusion") turnAnswer(c);
  return c;
}

/** The rule that decided: of a packet that a prefilter let pass unseen, the prefilter's; releases differ in quoting a message. */
function ruleOf(fields: ReadonlyMap<string, string>, event: FtdEvent): string | undefined {
  const rule = fields.get("AccessControlRuleName");
  if (rule !== undefined) return rule;
  if (event === "intrusion") return fields.get("Message")?.replace(/^"(.+)"$/, "$1");
  return fields.get("FilePolicy") ?? fields.get("Tunnel or Prefilter Rule");
}

const translated = (after: string | undefined, before: string | undefined): string | undefined =>
  after === before || after === "0.0.0.0" || after === "::" ? undefined : after;

/** What was done in the end: the rule may allow what an inspection then blocks. */
function actionOf(fields: ReadonlyMap<string, string>, event: FtdEvent): Action {
  if (event === "intrusion") return /^(?:drop|block|reset|reject)/i.test(fields.get("InlineResult") ?? "") ? "denied" : "alerted";
  if (event === "file") return /block/i.test(fields.get("FileAction") ?? "") ? "denied" : "alerted";
  const decided = fields.get("AccessControlRuleAction") ?? "";
  if (/block/i.test(decided) || /(?:Intrusion|File|IP|URL|DNS) Block/.test(fields.get("AccessControlRuleReason") ?? "")) return "denied";
  if (/^(?:allow|trust|fastpath|analyze)/i.test(decided)) return "allowed";
  return /^monitor/i.test(decided) ? "alerted" : "unknown";
}

function readRequest(c: Connection, fields: ReadonlyMap<string, string>): void {
  c.url = fields.get("URL") ?? fields.get("URI");
  c.status = integerOf(fields.get("HTTPResponse")) || undefined;
  c.userAgent = fields.get("UserAgent");
  c.referrer = fields.get("HTTPReferer");
}

function readNames(c: Connection, fields: ReadonlyMap<string, string>): void {
  const sni = canonicalHost(fields.get("SSLServerName") ?? "");
  const named = canonicalHost(fields.get("ReferencedHost") ?? "");
  const asked = canonicalHost((c.url?.includes("://") ? splitUrl(c.url)?.host : undefined) ?? "");
  c.dstHost = sni ?? named ?? asked;
  if (c.dstHost !== undefined) c.dstHostOrigin = sni !== undefined ? "sni" : named !== undefined ? "host-header" : "url";
  const version = tlsVersion(fields.get("SSLVersion"));
  const cipher = fields.get("SSLCipherSuite") ?? fields.get("SSSLCipherSuite");
  const validation = fields.get("SSLServerCertStatus");
  if (sni !== undefined || version !== undefined || cipher !== undefined || validation !== undefined)
    c.tls = { version, cipher, sni, validation };
  const question = fields.get("DNSQuery");
  if (question === undefined) return;
  c.dns = {
    question: canonicalHost(question) ?? question.toLowerCase(),
    type: dnsTypeText(fields.get("DNSRecordType")),
    // Only what went wrong is named.
    responseCode: dnsResponseText(fields.get("DNSResponseType")) ?? (fields.has("DNSRecordType") ? "NOERROR" : undefined),
  };
}
