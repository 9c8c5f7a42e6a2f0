import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, readProtocol } from "../../model/protocol";
import { defineFormat } from "../format";
import { directoryUser } from "../readers/directory-user";
import { icmpId } from "../readers/icmp-id";
import { integerOf, numberOf, portOf } from "../readers/json";
import { readPairs } from "../readers/key-value";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readIsoTime, readOffset, zoneReader } from "../readers/time";
import { tlsVersion } from "../readers/tls-version";

type Fields = ReadonlyMap<string, string>;

const ofSns = /\bfw="?[^"\s]{1,80}"? tz=[+-][0-9]{4} startime="/;
const traffic = /^(?:connection|filter|alarm|plugin|web|ssl|proxy|pop3|smtp|ftp|sandboxing|count)$/;

export const stormshield = defineFormat({
  id: "stormshield",
  name: "Stormshield Network Security",
  reference: "https://documentation.stormshield.eu/SNS/v4/en/Content/Description_of_Audit_logs/Getting_started.htm",
  guide: "stormshield",
  counts: "IP packets with their headers",
  kinds: ["connection", "request", "handshake"],
  engine: true,
  personal: "user domain srcname srcmac dstmac mailruleid address".split(" "),
  options: { timezone: "Zone of time and startime in lines without tz." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every((line) => ofSns.test(line));
  },
  open(options) {
    const zone = zoneReader(options.timezone);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const fields: Fields = readPairs(unit);
        const offset = readOffset(fields.get("tz") ?? "");
        const time = (name: string): number | undefined => {
          const wall = readIsoTime(fields.get(name) ?? "");
          return wall === undefined ? undefined : offset === undefined ? zone(wall) : wall - offset;
        };
        const personal = ["user", "srcname"].flatMap((name) => fields.get(name) || []);
        tell(emit, readLine(fields, time("time") ?? options.receivedAt, time("startime")), personal);
      },
    };
  },
});

function readLine(fields: Fields, loggedTime: number | undefined, startTime: number | undefined): Outcome {
  const log = fields.get("logtype") ?? (fields.has("dst") ? "connection" : "");
  const src = canonicalAddress(fields.get("src") ?? fields.get("address") ?? "");
  const dst = canonicalAddress(fields.get("dst") ?? "");
  const transport = readProtocol(fields.get("ipproto"));
  const ports = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const application = fields.get("proto")?.toLowerCase();
  // The far end stands as it is after translation; what was asked for is the original one.
  const original = canonicalAddress(fields.get("origdst") ?? "");
  const c: Connection = {
    kind: "connection",
    loggedTime,
    startTime,
    srcIp: src,
    srcPort: ports ? portOf(fields.get("srcport")) : undefined,
    srcHost: canonicalHost(fields.get("srcname") ?? ""),
    srcNatIp: canonicalAddress(fields.get("modsrc") ?? ""),
    srcNatPort: portOf(fields.get("modsrcport")) || undefined,
    srcUser: directoryUser(fields.get("user")),
    dstIp: original ?? dst,
    dstPort: ports ? portOf(fields.get(original ? "origdstport" : "dstport") ?? fields.get("dstport")) : undefined,
    dstNatIp: original ? dst : undefined,
    ...transport,
    application: application === "unknown" || application === transport.protocol || !ports ? undefined : application,
    action: actionOf(fields, log),
    engineRule: fields.get("rulename"),
    engineRuleId: fields.get("ruleid"),
    engineReason: fields.get("msg") ?? fields.get("cat_site"),
  };
  const id = icmpId(c, integerOf(fields.get("icmptype")), integerOf(fields.get("icmpcode")));
  if (id) c.communityId = id;
  if (!traffic.test(log) || fields.get("dst") === undefined) {
    if (log === "") return new Reject("there is no logtype");
    // Logins name the way in at the head of the sentence.
    if (log === "auth") c.application = /^(?:SSH|HTTPS)\b/.exec(fields.get("msg") ?? "")?.[0].toLowerCase();
    return new Skip("an event of the firewall itself", c);
  }
  if (src === undefined || dst === undefined) return new Reject(`${src === undefined ? "src" : "dst"} is no address`);
  readVolume(c, fields);
  readRequest(c, fields, log);
  // Blocked is told by the filter's log, passed by the connection's; alarms tell of either.
  if (log === "alarm" || (log === "filter" && c.action !== "denied")) c.twin = true;
  return c;
}

function actionOf(fields: Fields, log: string): Action {
  const word = fields.get("action")?.toLowerCase();
  if (word === "block" || word === "reset" || word === "quarantine") return "denied";
  if (word === "pass" || word === "decrypt" || word === "nodecrypt") return log === "alarm" ? "alerted" : "allowed";
  // Connections are logged where they passed.
  return log === "connection" ? "allowed" : "unknown";
}

function readVolume(c: Connection, fields: Fields): void {
  c.bytesOut = integerOf(fields.get("sent"));
  c.bytesIn = integerOf(fields.get("rcvd"));
  const seconds = numberOf(fields.get("duration"));
  if (seconds !== undefined) {
    c.durationMs = Math.round(seconds * 1000);
    c.endTime = c.loggedTime;
    if (c.endTime !== undefined) c.startTime ??= c.endTime - c.durationMs;
  }
  if (c.action === "allowed" && c.bytesIn !== undefined && fields.get("logtype") === "connection") c.answered = c.bytesIn > 0;
}

function readRequest(c: Connection, fields: Fields, log: string): void {
  const host = canonicalHost(fields.get("sslhost") ?? fields.get("dstname") ?? "");
  if (host) Object.assign(c, { dstHost: host, dstHostOrigin: "log" });
  if (log === "ssl") {
    c.kind = "handshake";
    c.tls = {
      version: tlsVersion(fields.get("tlsversion") ?? fields.get("sslversion")),
      subject: fields.get("cnname"),
      sni: canonicalHost(fields.get("sni") ?? ""),
    };
    return;
  }
  const method = fields.get("op")?.toUpperCase();
  if (log !== "web" && !(log === "plugin" && /^(?:GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|CONNECT)$/.test(method ?? ""))) return;
  c.kind = "request";
  c.method = method;
  c.status = integerOf(fields.get("result"));
  const path = fields.get("arg");
  c.url = path?.startsWith("/") && host && c.application ? `${c.application}://${host}${path}` : path;
  if (host && path) c.dstHostOrigin = "url";
}
