import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { Beginnings } from "../readers/beginnings";
import { readCef } from "../readers/cef";
import { integerOf, portOf } from "../readers/json";
import { readLeef } from "../readers/leef";
import { monthTime } from "../readers/leef-time";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readSyslogHeader, syslogTime } from "../readers/syslog";

export const forcepointNgfw = defineFormat({
  id: "forcepoint-ngfw",
  name: "Forcepoint Next Generation Firewall",
  reference: "https://help.forcepoint.com/ngfw/en-us/7.1.0/GUID-log-fields.html",
  guide: "forcepoint-ngfw",
  counts: "what the engine accounts of each side, where the rule asks for accounting",
  kinds: ["connection"],
  engine: true,
  personal: ["suser", "duser", "usrname", "suid", "smac", "dmac", "srcmac"],
  options: { timezone: "Zone of stamps without one." },
  detect: (head) => head.some((line) => mark.test(line.slice(0, 512))),
  open(options) {
    const time = syslogTime(options);
    const connections = new Beginnings<undefined>();
    return { read: (unit, emit) => tell(emit, readLine(unit, time, connections)) };
  },
});

const mark =
  /(?:CEF:[01]|LEEF:[12]\.0)\|Forcepoint\|(?:Firewall|IPS|Layer 2 Firewall|Layer2 Firewall|NGFW|Alert|Audit|Security Management Center|Endpoint)\|/i;
type Time = (stamp: string | undefined) => number | undefined;

function readLine(unit: string, time: Time, connections: Beginnings<undefined>): Outcome {
  const cef = readCef(unit);
  const leef = cef ? undefined : readLeef(unit);
  if ((cef ?? leef)?.vendor.toLowerCase() !== "forcepoint") return new Reject("the line is neither CEF nor LEEF of Forcepoint");
  const fields = cef?.extension ?? leef!.attributes;
  const event = cef?.name ?? leef!.id;
  const at = timeOf(fields, time) ?? time(readSyslogHeader(unit)?.stamp);
  const c = readFields(fields, event, at);
  if (!fields.has("src"))
    return new Skip("an event without a source", { loggedTime: at, srcUser: fields.get("usrName") ?? fields.get("suser") });
  if (c.srcIp === undefined) return new Reject("src is no address");
  if (c.dstIp === undefined) return new Skip("an event without a destination", c);
  return classified(c, event, connections);
}

/** Milliseconds since the epoch, or a month by its name. */
function timeOf(fields: ReadonlyMap<string, string>, time: Time): number | undefined {
  const text = fields.get("rt") ?? fields.get("devTime");
  if (text === undefined) return undefined;
  return /^[0-9]{13}$/.test(text) ? Number(text) : monthTime(text, time);
}

/** What begins, ends or is refused is a connection; what else names two ends speaks of one. */
function classified(c: Connection, event: string, connections: Beginnings<undefined>): Outcome {
  const key = `${c.protocol} ${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort}`;
  if (c.action === "denied" && /^Connection_/.test(event)) return c;
  if (/^(?:Connection_Closed|Connection_Closed-Abnormally)$/.test(event)) {
    c.endTime = c.loggedTime;
    if (c.endTime !== undefined && c.durationMs !== undefined) c.startTime = c.endTime - c.durationMs;
    if (c.bytesIn !== undefined) c.answered = c.bytesIn > 0;
    if (!connections.end(key)) c.twin = true;
  } else if (/^(?:Connection_Allowed|New_connection)$/.test(event)) {
    if (!connections.begin(key, undefined)) c.twin = true;
  } else c.twin = true;
  return c;
}

function readFields(fields: ReadonlyMap<string, string>, event: string, time: number | undefined): Connection {
  const get = (...names: string[]): string | undefined =>
    names.map((name) => fields.get(name)).find((value) => value !== undefined && value !== "");
  const transport = readProtocol(get("proto"));
  const isPorted = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const port = (...names: string[]): number | undefined => (isPorted ? portOf(get(...names)) : undefined);
  const seconds = integerOf(get("accElapsed", "AccElapsed", "duration"));
  const c: Connection = {
    kind: "connection",
    loggedTime: time,
    startTime: time,
    durationMs: seconds === undefined ? undefined : seconds * 1000,
    srcIp: canonicalAddress(get("src") ?? ""),
    srcPort: port("spt", "srcPort"),
    dstIp: canonicalAddress(get("dst") ?? ""),
    dstPort: port("dpt", "dstPort"),
    ...transport,
    srcNatIp: canonicalAddress(get("sourceTranslatedAddress", "srcPostNAT") ?? ""),
    srcNatPort: port("sourceTranslatedPort", "srcPostNATPort"),
    dstNatIp: canonicalAddress(get("destinationTranslatedAddress", "dstPostNAT") ?? ""),
    dstNatPort: port("destinationTranslatedPort", "dstPostNATPort"),
    // What the client sends is the engine's input.
    bytesOut: integerOf(get("in", "srcBytes")),
    bytesIn: integerOf(get("out", "dstBytes")),
    srcUser: get("suser", "usrName"),
    application: applicationOf(get("app", "service")),
    action: actionOf(get("act", "action"), event),
    engineRule: get("ruleName", "RuleName"),
    engineRuleId: labelled(fields, /^rule ?id$/i) ?? get("RuleId", "ruleId"),
    engineReason: get("msg"),
    url: get("request", "url"),
  };
  c.dstHost = canonicalHost(splitUrl(c.url ?? "")?.host ?? get("dhost") ?? "");
  if (c.dstHost !== undefined) c.dstHostOrigin = c.url === undefined ? "log" : "url";
  return c;
}

/** A custom string of CEF by its label. */
function labelled(fields: ReadonlyMap<string, string>, label: RegExp): string | undefined {
  for (let i = 1; i <= 6; i++) if (label.test(fields.get(`cs${i}Label`) ?? "")) return fields.get(`cs${i}`);
  return undefined;
}

/** The service of the rule: a protocol's name, or what an administrator called it. */
const applicationOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^[A-Z][A-Z0-9.-]{1,15}$/.test(text) && !/^(?:TCP|UDP|ICMP)/.test(text) ? text.toLowerCase() : undefined;

function actionOf(text: string | undefined, event: string): Action {
  if (/^(?:discard|refuse|terminate|block|drop|reset|deny)/i.test(text ?? "")) return "denied";
  if (/^(?:allow|permit|pass)/i.test(text ?? "")) return "allowed";
  if (/_(?:Discarded|Refused|Terminated|Blocked)$/.test(event)) return "denied";
  return /^Connection_(?:Allowed|Closed|Closed-Abnormally|Progress)$|^New_connection$/.test(event) ? "allowed" : "unknown";
}
