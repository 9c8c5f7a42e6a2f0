import { canonicalAddress } from "../../model/address";
import type { Action, Caller, Connection, Direction } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { readProtocol } from "../../model/protocol";
import type { Callers } from "./callers";
import { decisionOf } from "./decision-words";
import { directoryUser } from "./directory-user";
import { readEcsDns, readEcsTls } from "./ecs-protocols";
import { integerOf, type JsonObject, numberOf, portOf, textOf } from "./json";
import { member } from "./member";
import { type Outcome, Reject, Skip } from "./outcome";
import { readIsoTime } from "./time";

export function readEcsDocument(o: JsonObject, callers: Callers, receivedAt: number | undefined): Outcome {
  const text = (path: string): string | undefined => textOf(first(member(o, path)));
  const loggedTime = readTime(text("@timestamp"));
  const c: Connection = { kind: "connection", loggedTime };
  readTimes(c, text);
  // Where the record is of the answer, its source is the server: the roles say who asked.
  const isReply =
    text("client.ip") !== undefined && text("client.ip") === text("destination.ip") && text("client.ip") !== text("source.ip");
  const [from, to] = isReply ? (["destination", "source"] as const) : (["source", "destination"] as const);
  if (isReply) c.reply = true;
  readEnds(c, text, from, to);
  readNetwork(c, o, text, from, to);
  readRequest(c, text);
  c.dns = readEcsDns(o);
  c.tls = readEcsTls(o);
  if (c.dstHost === undefined && c.tls?.sni !== undefined) {
    c.dstHost = c.tls.sni;
    c.dstHostOrigin = "sni";
  }
  c.kind = kindOf(c, text);
  c.srcUser = directoryUser(text("source.user.name") ?? text("client.user.name") ?? text("user.name"));
  c.process = text("process.name");
  c.caller = callers.of(callerOf(text));
  c.sessionId = text("event.id") ?? text("http.request.id");
  c.traceId = text("trace.id");
  c.engineRule = text("rule.name");
  c.engineRuleId = text("rule.id") ?? text("rule.uuid");
  c.engineReason = text("event.reason");
  c.action = decide(o, text);
  readAnswer(c, text);
  if (c.srcIp === undefined && c.srcHost === undefined) return new Skip("a document without a source", c);
  const isAimed = c.dstIp !== undefined || c.dstHost !== undefined || c.dns?.question !== undefined;
  if (!isAimed) return new Skip("a document without a destination", c);
  if (text("@timestamp") !== undefined && loggedTime === undefined) return new Reject("@timestamp is no time");
  c.loggedTime ??= receivedAt;
  return c;
}

type Text = (path: string) => string | undefined;

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

const readTime = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^[0-9]{13}$/.test(text) ? Number(text) : readIsoTime(text);

function readTimes(c: Connection, text: Text): void {
  c.startTime = readTime(text("event.start"));
  c.endTime = readTime(text("event.end"));
  const duration = numberOf(text("event.duration"));
  if (duration !== undefined) c.durationMs = duration / 1e6;
}

function readEnds(c: Connection, text: Text, from: string, to: string): void {
  const transport = readProtocol(text("network.transport") ?? text("network.iana_number"));
  Object.assign(c, transport);
  const ports = transport.protocolNumber !== 1 && transport.protocolNumber !== 58;
  const address = (end: string, role: string): string | undefined =>
    canonicalAddress(text(`${end}.ip`) ?? "") ??
    canonicalAddress(text(`${end}.address`) ?? "") ??
    canonicalAddress(text(`${role}.ip`) ?? "");
  const host = (end: string, role: string): string | undefined =>
    canonicalHost(text(`${end}.domain`) ?? text(`${role}.domain`) ?? "") ?? canonicalHost(text(`${end}.address`) ?? "");
  c.srcIp = address(from, "client");
  c.dstIp = address(to, "server");
  c.srcHost = host(from, "client");
  c.dstHost = host(to, "server");
  if (c.dstHost !== undefined) c.dstHostOrigin = "log";
  c.srcNatIp = canonicalAddress(text(`${from}.nat.ip`) ?? "");
  c.dstNatIp = canonicalAddress(text(`${to}.nat.ip`) ?? "");
  if (!ports) return;
  const port = (...paths: string[]): number | undefined => paths.map((path) => portOf(text(path))).find(Boolean) || undefined;
  c.srcPort = port(`${from}.port`, "client.port");
  c.dstPort = port(`${to}.port`, "server.port");
  c.srcNatPort = port(`${from}.nat.port`);
  c.dstNatPort = port(`${to}.nat.port`);
}

const directions: Record<string, Direction> = {
  outbound: "outbound",
  egress: "outbound",
  inbound: "inbound",
  ingress: "inbound",
  internal: "internal",
  external: "external",
};

function readNetwork(c: Connection, o: JsonObject, text: Text, from: string, to: string): void {
  const count = (...paths: string[]): number | undefined =>
    paths.map((path) => integerOf(first(member(o, path)))).find((number) => number !== undefined);
  c.application = (text("network.protocol") ?? text("network.application"))?.toLowerCase();
  c.communityId = text("network.community_id");
  const direction = directions[text("network.direction")?.toLowerCase() ?? ""];
  if (direction) c.vendorDirection = direction;
  c.bytesOut = count(`${from}.bytes`, "client.bytes", "http.request.bytes");
  c.bytesIn = count(`${to}.bytes`, "server.bytes", "http.response.bytes");
  c.packetsOut = count(`${from}.packets`, "client.packets");
  c.packetsIn = count(`${to}.packets`, "server.packets");
  const bytes = count("network.bytes");
  if (bytes !== undefined && c.bytesOut === undefined && c.bytesIn === undefined) c.bytes = bytes;
}

function readRequest(c: Connection, text: Text): void {
  c.method = text("http.request.method")?.toUpperCase();
  c.url = text("url.original") ?? text("url.full") ?? pathOf(text);
  c.status = integerOf(text("http.response.status_code")) || undefined;
  c.userAgent = text("user_agent.original");
  c.referrer = text("http.request.referrer");
  const host = canonicalHost(text("url.domain") ?? "");
  if (host === undefined) return;
  c.dstHost = host;
  c.dstHostOrigin = "url";
  c.dstPort ??= portOf(text("url.port")) || undefined;
}

function pathOf(text: Text): string | undefined {
  const path = text("url.path");
  const query = text("url.query");
  return path === undefined ? undefined : `${path}${query === undefined ? "" : `?${query}`}`;
}

function kindOf(c: Connection, text: Text): Connection["kind"] {
  if (c.dns?.question !== undefined) return "query";
  if (c.method !== undefined || (c.url !== undefined && c.status !== undefined)) return "request";
  return text("event.dataset") === "zeek.ssl" || text("event.action") === "tls_handshake" ? "handshake" : "connection";
}

/** What ECS says of the service, and what Kubernetes and clouds add about where it runs. */
function callerOf(text: Text): Caller {
  const namespace = text("kubernetes.namespace") ?? text("orchestrator.namespace");
  return {
    service: text("source.service.name") ?? text("service.name") ?? text("kubernetes.deployment.name") ?? text("kubernetes.labels.app"),
    environment: text("service.environment"),
    instanceId: text("cloud.instance.id"),
    accountId: text("cloud.account.id"),
    tags: namespace === undefined ? undefined : { namespace },
  };
}

/** Words of decision stand in event.type; the outcome says whether the writer succeeded, and is no decision. */
function decide(o: JsonObject, text: Text): Action {
  const written = member(o, "event.type");
  const types = (Array.isArray(written) ? written : [written]).map(String);
  if (types.includes("denied")) return "denied";
  if (types.includes("allowed")) return text("event.kind") === "alert" ? "alerted" : "allowed";
  const words =
    text("event.action")
      ?.slice(0, 100)
      .split(/[^A-Za-z]+/) ?? [];
  const said = words.some((word) => decisionOf(word) === "denied") ? "denied" : decisionOf(words.at(-1));
  if (text("event.kind") === "alert") return said === "denied" ? "denied" : "alerted";
  const isEngine = /firewall|proxy|ips|waf|gateway/i.test(text("observer.type") ?? "");
  return isEngine ? (said ?? "unknown") : said === "denied" ? "denied" : "none";
}

function readAnswer(c: Connection, text: Text): void {
  if (c.action === "denied") c.answered = false;
  else if ((c.bytesIn ?? 0) > 0 || c.status !== undefined || c.dns?.responseCode !== undefined || text("tls.established") === "true")
    c.answered = true;
}
