import { canonicalAddress } from "../../model/address";
import type { Action, Connection, Direction, DnsAnswer } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { readProtocol } from "../../model/protocol";
import type { Callers } from "./callers";
import { decisionOf } from "./decision-words";
import { directoryUser } from "./directory-user";
import { dnsResponseCode } from "./dns-names";
import { integerOf, isObject, type JsonObject, numberOf, portOf, textOf } from "./json";
import { member } from "./member";
import { type Outcome, Reject, Skip } from "./outcome";
import { readIsoTime } from "./time";
import { tlsVersion } from "./tls-version";

/** Classes of network activity, and what they name the application. @see https://schema.ocsf.io/categories/network_activity */
const classes: Record<number, string | undefined> = {
  4001: undefined,
  4002: "http",
  4003: "dns",
  4005: "rdp",
  4006: "smb",
  4007: "ssh",
  4008: "ftp",
  4009: "smtp",
  4013: "ntp",
  4014: undefined,
};

export function readOcsfEvent(o: JsonObject, callers: Callers, receivedAt: number | undefined): Outcome {
  const uid = integerOf(o["class_uid"]);
  if (uid === undefined) return new Reject("class_uid is no number");
  const text = (path: string): string | undefined => textOf(member(o, path));
  const c: Connection = { kind: uid === 4003 ? "query" : uid === 4002 ? "request" : "connection" };
  readTimes(c, o);
  readEnds(c, o, callers);
  c.application = text("app_name")?.toLowerCase() ?? classes[uid];
  readTraffic(c, o);
  if (isObject(o["http_request"]) || isObject(o["http_response"]) || isObject(o["response"])) readHttp(c, o);
  if (isObject(o["query"]) || Array.isArray(o["answers"])) readDns(c, o);
  if (isObject(o["tls"])) readTls(c, o["tls"]);
  c.srcUser = directoryUser(text("actor.user.name") ?? text("src_endpoint.owner.name") ?? text("user.name"));
  c.process = text("actor.process.name");
  c.sessionId = text("connection_info.uid") ?? text("metadata.correlation_uid") ?? text("http_request.uid") ?? text("metadata.uid");
  c.communityId = text("connection_info.community_uid");
  c.engineRule = text("firewall_rule.name") ?? text("policy.name");
  c.engineRuleId = text("firewall_rule.uid") ?? text("policy.uid");
  c.engineReason = text("status_detail") ?? text("firewall_rule.condition");
  readDecision(c, o);
  if (!(uid in classes)) return new Skip("a class of events that are no network activity", c);
  if (c.srcIp === undefined && c.srcHost === undefined) return new Skip("an activity without an address in src_endpoint", c);
  const isAimed = c.dstIp !== undefined || c.dstHost !== undefined || c.dns?.question !== undefined || c.url !== undefined;
  if (!isAimed) return new Skip("an activity without a destination", c);
  const isTimed = c.loggedTime !== undefined || c.startTime !== undefined;
  if (!isTimed && (textOf(o["time"]) ?? "0") !== "0") return new Reject("time is no time");
  if (!isTimed && receivedAt !== undefined) c.loggedTime = receivedAt;
  return c;
}

/** Milliseconds; what comes from a store may be seconds, microseconds, or text in the field's `_dt` twin. */
function readTime(value: unknown): number | undefined {
  const number = numberOf(value);
  // Zero is what a mapping writes where it has none.
  if (number !== undefined) return number < 1e8 ? undefined : number < 1e11 ? number * 1000 : number < 1e14 ? number : number / 1000;
  const text = textOf(value);
  return text === undefined ? undefined : readIsoTime(text.replace(/^([0-9]{4})\/([0-9]{2})\//, "$1-$2-"));
}

function readTimes(c: Connection, o: JsonObject): void {
  const of = (name: string): number | undefined => readTime(member(o, name)) ?? readTime(member(o, `${name}_dt`));
  c.loggedTime = of("time");
  c.startTime = of("start_time") ?? of("connection_info.start_time");
  c.endTime = of("end_time") ?? of("connection_info.end_time");
  if (c.startTime !== undefined && c.endTime !== undefined && c.endTime < c.startTime) c.endTime = undefined;
  const duration = numberOf(o["duration"]);
  // Milliseconds are whole; some mappings write seconds.
  if (duration !== undefined) c.durationMs = Number.isInteger(duration) ? duration : duration * 1000;
}

function readEnds(c: Connection, o: JsonObject, callers: Callers): void {
  const text = (path: string): string | undefined => textOf(member(o, path));
  const transport = readProtocol(text("connection_info.protocol_num") ?? text("connection_info.protocol_name"));
  Object.assign(c, transport);
  const ports = transport.protocolNumber !== 1 && transport.protocolNumber !== 58;
  c.srcIp = canonicalAddress(text("src_endpoint.ip") ?? "");
  c.dstIp = canonicalAddress(text("dst_endpoint.ip") ?? "");
  if (ports) {
    c.srcPort = portOf(member(o, "src_endpoint.port")) || undefined;
    c.dstPort = portOf(member(o, "dst_endpoint.port")) || undefined;
  }
  c.srcHost = canonicalHost(text("src_endpoint.hostname") ?? "");
  const host = canonicalHost(text("dst_endpoint.hostname") ?? "") ?? canonicalHost(text("dst_endpoint.domain") ?? "");
  if (host !== undefined) {
    c.dstHost = host;
    c.dstHostOrigin = "log";
  }
  const hops = member(o, "src_endpoint.intermediate_ips");
  const natIp = canonicalAddress(
    textOf(member(o, "src_endpoint.proxy_endpoint.ip")) ?? (Array.isArray(hops) ? (textOf(hops[0]) ?? "") : ""),
  );
  if (natIp !== c.srcIp) c.srcNatIp = natIp;
  const directions: Record<string, Direction> = { 1: "inbound", 2: "outbound", 3: "internal" };
  const direction = directions[text("connection_info.direction_id") ?? ""];
  if (direction) c.vendorDirection = direction;
  c.caller = callers.of({
    service: text("src_endpoint.svc_name"),
    instanceId: text("src_endpoint.instance_uid"),
    interfaceId: text("src_endpoint.interface_uid"),
    accountId: text("cloud.account.uid") ?? text("cloud.account_uid"),
  });
}

function readTraffic(c: Connection, o: JsonObject): void {
  const of = (name: string): number | undefined => integerOf(member(o, `traffic.${name}`));
  c.bytesOut = of("bytes_out");
  c.bytesIn = of("bytes_in");
  c.packetsOut = of("packets_out");
  c.packetsIn = of("packets_in");
  const bytes = of("bytes");
  if (bytes !== undefined && (c.bytesOut === undefined || c.bytesIn === undefined || bytes !== c.bytesOut + c.bytesIn)) c.bytes = bytes;
  const count = integerOf(o["count"]);
  if (count !== undefined && count > 1) c.count = count;
}

function readHttp(c: Connection, o: JsonObject): void {
  const text = (path: string): string | undefined => textOf(member(o, path));
  c.method = text("http_request.http_method")?.toUpperCase();
  const path = text("http_request.url.path");
  const query = text("http_request.url.query_string") ?? text("http_request.args");
  c.url = text("http_request.url.url_string") ?? (path === undefined ? undefined : `${path}${query === undefined ? "" : `?${query}`}`);
  const host = canonicalHost(text("http_request.url.hostname") ?? text("http_request.url.domain") ?? "");
  if (host !== undefined) {
    c.dstHost = host;
    c.dstHostOrigin = "url";
  }
  c.dstPort ??= portOf(member(o, "http_request.url.port")) || undefined;
  c.userAgent = text("http_request.user_agent");
  c.referrer = text("http_request.referrer");
  c.status = integerOf(member(o, "http_response.code") ?? (c.kind === "request" ? undefined : member(o, "response.code"))) || undefined;
}

function readDns(c: Connection, o: JsonObject): void {
  const text = (path: string): string | undefined => textOf(member(o, path));
  const asked = text("query.hostname");
  const answers = Array.isArray(o["answers"]) ? o["answers"].flatMap(answerOf) : [];
  const code = text("rcode")?.toUpperCase().replaceAll(" ", "");
  c.dns = {
    question: asked === undefined ? undefined : (canonicalHost(asked) ?? asked.toLowerCase().replace(/(.)\.$/, "$1")),
    type: text("query.type")?.toUpperCase(),
    responseCode: code ?? dnsResponseCode(integerOf(o["rcode_id"])),
    answers: answers.length > 0 ? answers : undefined,
  };
  if (answers.length > 0 || code !== undefined) c.answered = true;
}

function answerOf(value: unknown): DnsAnswer[] {
  if (!isObject(value)) return [];
  const written = textOf(value["rdata"]);
  if (written === undefined) return [];
  const data = canonicalAddress(written) ?? canonicalHost(written) ?? written;
  return [{ data, type: textOf(value["type"])?.toUpperCase(), ttl: integerOf(value["ttl"]) }];
}

function readTls(c: Connection, tls: JsonObject): void {
  const text = (path: string): string | undefined => textOf(member(tls, path));
  const certificate = isObject(tls["certificate"]) ? tls["certificate"] : {};
  const prints = Array.isArray(certificate["fingerprints"]) ? certificate["fingerprints"].filter(isObject) : [];
  const sha256 = prints.find((print) => print["algorithm_id"] === 3 || /^sha-?256$/i.test(textOf(print["algorithm"]) ?? ""));
  const names = Array.isArray(tls["sans"]) ? tls["sans"].flatMap((san) => (isObject(san) ? (textOf(san["name"]) ?? []) : [])) : [];
  c.tls = {
    version: tlsVersion(text("version")),
    cipher: text("cipher"),
    sni: canonicalHost(text("sni") ?? "") ?? text("sni"),
    ja3: text("ja3_hash.value"),
    ja3s: text("ja3s_hash.value"),
    subject: textOf(certificate["subject"]),
    issuer: textOf(certificate["issuer"]),
    notBefore: readTime(certificate["created_time"]),
    notAfter: readTime(certificate["expiration_time"]),
    sha256: textOf(sha256?.["value"])?.toLowerCase().replaceAll(":", ""),
    subjectAltNames: names.length > 0 ? names : undefined,
    error: text("alert_desc"),
  };
  const sni = canonicalHost(text("sni") ?? "");
  if (c.dstHost === undefined && sni !== undefined) {
    c.dstHost = sni;
    c.dstHostOrigin = "sni";
  }
}

/** Dispositions of the security control profile that let nothing through, and those that only tell. */
const stopped = new Set([2, 3, 4, 5, 6, 21, 24, 25, 26]);
const told = new Set([15, 17, 18, 19, 20]);

function readDecision(c: Connection, o: JsonObject): void {
  c.action = decide(integerOf(o["action_id"]), integerOf(o["disposition_id"]), textOf(o["action"]), textOf(o["disposition"]));
  const activity = integerOf(o["activity_id"]);
  const isFlow = c.kind === "connection";
  if (c.action === "denied" || (isFlow && (activity === 4 || activity === 5))) c.answered = false;
  else if ((c.bytesIn ?? 0) > 0 || (c.kind === "request" && (c.status ?? 0) > 0)) c.answered = true;
}

/** Without the profile nothing was enforced. */
function decide(
  action: number | undefined,
  disposition: number | undefined,
  word: string | undefined,
  outcome: string | undefined,
): Action {
  const isTold = (disposition !== undefined && told.has(disposition)) || /^(?:alert|detected|logged)$/i.test(outcome ?? "");
  if (action === 2 || (disposition !== undefined && stopped.has(disposition))) return "denied";
  if (action === 3) return "none";
  if (action === 1) return isTold ? "alerted" : "allowed";
  const said = decisionOf(word) ?? decisionOf(outcome);
  if (said) return said;
  if (disposition === 1) return "allowed";
  return action === undefined && disposition === undefined && word === undefined && outcome === undefined ? "none" : "unknown";
}
