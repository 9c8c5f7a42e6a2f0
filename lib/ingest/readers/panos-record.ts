import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import { directoryUser } from "./directory-user";
import { integerOf, portOf } from "./json";
import { type Outcome, Reject, Skip } from "./outcome";
import { panosAction } from "./panos-action";
import { readPanosEvent } from "./panos-event";
import type { PanosFields } from "./panos-fields";
import { type PanosTime, panosLoggedTime } from "./panos-time";
import { readPanosTls } from "./panos-tls";
import { isFromServer } from "./port-roles";
import { recordEnds } from "./record-ends";
import { translated } from "./translated";

/** What App-ID calls differently from everybody, and what it says when it does not know. */
const applications: Record<string, string | undefined> = {
  ssl: "tls",
  "web-browsing": "http",
  "dns-base": "dns",
  incomplete: undefined,
  "insufficient-data": undefined,
  "not-applicable": undefined,
  unknown: undefined,
  any: undefined,
  "unknown-tcp": undefined,
  "unknown-udp": undefined,
  "unknown-p2p": undefined,
};

const findings = new Set(["THREAT", "URL", "DATA", "FILE", "WILDFIRE", "DNS"]);
const sessions = new Set([...findings, "TRAFFIC", "DECRYPTION", "START", "END", "TUNNEL", "GTP", "SCTP"]);

/** One line of PAN-OS as a connection, or what else it is. */
export function readPanosRecord(fields: PanosFields, time: PanosTime, timezone: string | undefined): Outcome {
  const loggedTime = panosLoggedTime(fields, time, timezone);
  if (!sessions.has(fields.type)) return new Skip("an event of the firewall itself", readPanosEvent(fields, loggedTime));
  if (loggedTime === undefined) return new Reject("there is no time");
  const c = readSession(fields, loggedTime);
  if (c.srcIp === undefined && c.dstIp === undefined) {
    // A log service writes an address that it does not know as nothing.
    const named = fields.get("src") ?? fields.get("dst");
    return named === undefined ? new Skip("a record without addresses", c) : new Reject("the source is no address");
  }
  const subtype = fields.get("subtype")?.toLowerCase();
  if (fields.type === "DECRYPTION") readPanosTls(c, fields, time);
  else if (findings.has(fields.type)) readFinding(c, fields, subtype);
  else readVolume(c, fields, time, subtype);
  return c;
}

function readSession(fields: PanosFields, loggedTime: number): Connection {
  const transport = readProtocol(fields.get("proto"));
  const ports = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const [srcPort, dstPort] = ports ? [portOf(fields.get("sport")), portOf(fields.get("dport"))] : [];
  // A threat may come back from the server that was asked: then it stands first.
  const isReply = /^server.to.client$/i.test(fields.get("direction") ?? "") && isFromServer(srcPort, dstPort);
  const [near, far] = isReply ? (["dst", "src"] as const) : (["src", "dst"] as const);
  const app = fields.get("app")?.toLowerCase();
  const forwarded = fields.get(`${near}user`);
  const c: Connection = {
    kind: "connection",
    loggedTime,
    ...recordEnds(canonicalAddress(fields.get("src") ?? ""), canonicalAddress(fields.get("dst") ?? ""), srcPort, dstPort, isReply),
    ...transport,
    application: app !== undefined && app in applications ? applications[app] : app,
    srcUser: forwarded?.startsWith("x-fwd-for:") ? undefined : directoryUser(forwarded),
    srcHost: canonicalHost(fields.get(`${near}_host`) ?? ""),
    sessionId: fields.get("sessionid") === "0" ? undefined : fields.get("sessionid"),
    action: panosAction(fields.type, fields.get("subtype")?.toLowerCase(), fields.get("action")),
    engineRule: fields.get("tunnel_insp_rule") ?? fields.get("rule"),
    engineRuleId: fields.get("rule_uuid"),
  };
  const [pod, namespace] = [fields.get("pod_name"), fields.get("pod_namespace")];
  if (pod) c.caller = { tags: { pod, ...(namespace && { namespace }) } };
  const count = integerOf(fields.get("repeatcnt"));
  if (count !== undefined && count > 1) c.count = count;
  const name = canonicalHost(fields.get(`${far}_host`) ?? "");
  if (name) Object.assign(c, { dstHost: name, dstHostOrigin: "log" });
  [c.srcNatIp, c.srcNatPort] = translated(fields.get(`nat${near}`), fields.get(near === "src" ? "natsport" : "natdport"));
  [c.dstNatIp, c.dstNatPort] = translated(fields.get(`nat${far}`), fields.get(far === "src" ? "natsport" : "natdport"));
  return c;
}

/** The end of a session tells the whole; its start, where both are logged, tells it once before. */
function readVolume(c: Connection, fields: PanosFields, time: PanosTime, subtype: string | undefined) {
  c.startTime = time(fields.get("start"));
  const seconds = integerOf(fields.get("elapsed"));
  if (seconds !== undefined) c.durationMs = seconds * 1000;
  if (c.startTime !== undefined && c.durationMs !== undefined) c.endTime = c.startTime + c.durationMs;
  c.bytesOut = integerOf(fields.get("bytes_sent"));
  c.bytesIn = integerOf(fields.get("bytes_received"));
  c.packetsOut = integerOf(fields.get("pkts_sent"));
  c.packetsIn = integerOf(fields.get("pkts_received"));
  c.engineReason = fields.get("session_end_reason");
  const back = c.packetsIn ?? c.bytesIn;
  if (subtype === "start" || fields.type === "START") c.twin = true;
  else if (c.action !== "denied" && back !== undefined) c.answered = back > 0;
}

/**
 * URL filtering tells of requests, DNS security of queries. What other profiles found in a session is told by its traffic
 * line once more: kept, not counted.
 */
function readFinding(c: Connection, fields: PanosFields, subtype: string | undefined): void {
  const misc = fields.get("misc");
  c.engineReason = threatOf(fields);
  if (subtype === "url" || fields.type === "URL") {
    c.kind = "request";
    c.engineReason = fields.get("category");
    const method = fields.get("http_method")?.toUpperCase();
    c.method = method === "UNKNOWN" ? undefined : method;
    c.userAgent = fields.get("user_agent");
    c.referrer = fields.get("referer");
    c.url = misc;
    readName(c, misc);
  } else if (c.application === "dns" || fields.type === "DNS") {
    readQuery(c, fields, misc);
  } else {
    c.twin = true;
    // A file's name, or the URL that it came from.
    if (misc?.includes("/") && !misc.includes("\\") && /^(?:virus|vulnerability|spyware|wildfire.*|ml-virus)$/.test(subtype ?? "")) {
      c.url = misc;
      readName(c, misc);
    }
  }
}

/** The id of what was found, by its name where the log has one; 0 says that nothing was. */
function threatOf(fields: PanosFields): string | undefined {
  const id = fields.get("threatid");
  return id === undefined || /^\(?0\)?$/.test(id) ? fields.get("threat_name") : id;
}

/** What the firewall saw of a query; the DNS security service tells the answers as well. */
function readQuery(c: Connection, fields: PanosFields, misc: string | undefined): void {
  c.kind = "query";
  const question = canonicalHost(misc ?? "");
  const type = fields.get("record_type")?.toUpperCase();
  const answers = (fields.get("response") ?? "")
    .split(",", 100)
    .flatMap((text) => canonicalAddress(text.trim()) ?? canonicalHost(text.trim()) ?? []);
  if (!question && !type && answers.length === 0) return;
  c.dns = {
    question,
    type: type && /^[A-Z0-9]{1,10}$/.test(type) ? type : undefined,
    responseCode: fields.get("response_code")?.toUpperCase(),
    answers: answers.length > 0 ? answers.map((data) => ({ data })) : undefined,
  };
}

function readName(c: Connection, url: string | undefined): void {
  const host = canonicalHost(splitUrl(url ?? "")?.host ?? "");
  if (host) Object.assign(c, { dstHost: host, dstHostOrigin: "url" });
}
