import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { defineFormat, type ReadOptions } from "../format";
import { readEndpoint } from "../readers/endpoint";
import { compileHaproxyFormat, type HaproxyValues, matchHaproxyFormat } from "../readers/haproxy-fields";
import { readHaproxyLine } from "../readers/haproxy-line";
import { integerOf, portOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readSyslogHeader, syslogTime } from "../readers/syslog";
import { readClfTime, readEpochSeconds, readIsoTime, zoneReader } from "../readers/time";
import { tlsVersion } from "../readers/tls-version";

export const haproxy = defineFormat({
  id: "haproxy",
  name: "HAProxy",
  reference: "https://docs.haproxy.org/3.0/configuration.html#8.2",
  guide: "haproxy",
  counts: "bytes to the client, headers included",
  kinds: ["request", "connection"],
  engine: true,
  options: {
    fields: "Your own log-format string, as it stands in the configuration.",
    timezone: "Zone of the accept date, which HAProxy writes in local time without one.",
  },
  detect: (head) => {
    const lines = head.map((line) => line.trim()).filter((line) => line !== "");
    return lines.some(isHaproxy) && lines.every((line) => isHaproxy(line) || readSyslogHeader(line)?.program === "haproxy");
  },
  open(options) {
    const read = lineReader(options);
    return { read: (unit, emit) => tell(emit, read(unit.trim())) };
  },
});

const isHaproxy = (line: string): boolean => readHaproxyLine(line) !== undefined || readHaproxyLine(messageOf(line)) !== undefined;
const messageOf = (line: string): string => line.slice(readSyslogHeader(line)?.at ?? 0);

function lineReader(options: ReadOptions): (line: string) => Outcome {
  const zone = zoneReader(options.timezone);
  const readStamp = syslogTime(options);
  const own = options.fields ? compileHaproxyFormat(options.fields) : undefined;
  const parse = (line: string) => (own && matchHaproxyFormat(own, line)) ?? readHaproxyLine(line);
  return (line) => {
    if (line === "") return new Skip("an empty line");
    const header = readSyslogHeader(line);
    const values = parse(line) ?? (header && header.at > 0 ? parse(line.slice(header.at)) : undefined);
    if (!values) {
      const isNotice = header?.program === "haproxy" || /^(?:Proxy|Server|Backend|Health check|Pausing|Stopping|backend) /.test(line);
      return isNotice
        ? new Skip("a message of the proxy itself")
        : new Reject("the line is of none of the default log formats, nor of fields");
    }
    const time = values.time === undefined ? undefined : readTime(values.time, zone);
    if (values.time !== undefined && time === undefined) return new Reject("accept_date is no time");
    return connectionOf(values, time, readStamp(header?.stamp) ?? (time === undefined ? options.receivedAt : undefined));
  };
}

const readTime = (text: string, zone: (wallMs: number) => number): number | undefined =>
  text.includes("/") ? readClfTime(text, zone) : (readEpochSeconds(text) ?? readIsoTime(text, zone));

function connectionOf(f: HaproxyValues, accepted: number | undefined, logged: number | undefined): Outcome {
  const c: Connection = { kind: (f.request ?? f.method ?? f.status) ? "request" : "connection", protocol: "tcp", protocolNumber: 6 };
  c.startTime = accepted;
  if (accepted === undefined) c.loggedTime = logged;
  c.srcIp = canonicalAddress(f.client ?? "");
  c.srcPort = portOf(f.clientPort) || undefined;
  if (c.srcIp === undefined && c.srcPort === undefined) return new Reject("client_ip is no address");
  const duration = integerOf(f.duration?.replace(/^\+/, ""));
  if (duration !== undefined) c.durationMs = duration;
  c.status = integerOf(f.status) || undefined;
  c.bytesIn = integerOf(f.bytesIn);
  c.bytesOut = integerOf(f.bytesOut);
  c.userAgent = f.userAgent;
  c.sessionId = f.id;
  readRequest(c, f);
  readDestination(c, f);
  const version = tlsVersion(f.tlsVersion);
  const sni = canonicalHost(f.sni ?? "");
  if (version ?? sni) c.tls = { version, cipher: f.cipher === "-" ? undefined : f.cipher, sni };
  readDecision(c, f);
  return c;
}

function readRequest(c: Connection, f: HaproxyValues): void {
  if (c.kind !== "request") return;
  c.application = "http";
  const [, method, url] = /^([A-Z]{1,30})\s{1,4}(\S{1,65536})(?:\s|$)/.exec(f.request ?? "") ?? [];
  c.method = method ?? f.method;
  c.url = url ?? f.path;
}

/** Only a log-format of one's own tells the server's address; the default tells where the client connected to. */
function readDestination(c: Connection, f: HaproxyValues): void {
  c.dstIp = canonicalAddress(f.serverIp ?? f.target ?? "");
  c.dstPort = portOf(f.serverIp === undefined ? f.targetPort : f.serverPort) || undefined;
  const out = canonicalAddress(f.outIp ?? "");
  if (out !== undefined && out !== c.srcIp) {
    c.srcNatIp = out;
    c.srcNatPort = portOf(f.outPort) || undefined;
  }
  const asked = /^[a-z]{1,8}:\/\/([^/?#]{1,300})/i.exec(c.url ?? "")?.[1] ?? (c.method === "CONNECT" ? c.url : undefined);
  const named: [string | undefined, Connection["dstHostOrigin"]][] = [
    [asked, c.method === "CONNECT" ? "connect" : "url"],
    [f.host, "host-header"],
    // Whoever captures headers, captures Host first.
    [f.captures?.split("|", 1)[0], "host-header"],
    [f.sni, "sni"],
  ];
  for (const [text, origin] of named) {
    const { host, port } = readEndpoint(text);
    if (!host?.includes(".")) continue;
    c.dstHost = host;
    c.dstHostOrigin = origin;
    c.dstPort ??= port;
    return;
  }
}

/** Session state at disconnection. @see https://docs.haproxy.org/3.0/configuration.html#8.5 */
function readDecision(c: Connection, f: HaproxyValues): void {
  const state = f.state ?? "";
  c.action = decide(state, f);
  // The flags behind the first two are about cookies.
  c.engineReason = f.error ?? (state === "" || state.startsWith("--") ? undefined : state);
  if (f.error !== undefined || c.action === "denied" || /^(?:L|SC|sC|sQ)/.test(state) || f.server === "<NOSRV>" || f.server === "")
    c.answered = false;
  else if (f.server !== undefined && (c.status ?? 0) > 0 && (c.status ?? 0) !== 503) c.answered = true;
  else if (c.kind === "connection" && (c.bytesIn ?? 0) > 0) c.answered = true;
}

/** P: the proxy itself ended it, by a rule (R, T, H) or because the request was none; L: it answered without asking anybody. */
function decide(state: string, f: HaproxyValues): Action {
  if (f.error !== undefined || (f.status === "400" && f.request === "<BADREQ>")) return "none";
  if (/^P[RTHD]/.test(state)) return "denied";
  return state.startsWith("L") ? "none" : "allowed";
}
