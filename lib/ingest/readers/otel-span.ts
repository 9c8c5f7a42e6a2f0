import { canonicalAddress } from "../../model/address";
import type { Caller, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { readEndpoint } from "./endpoint";
import type { Attributes } from "./otlp-attributes";
import { tlsVersion } from "./tls-version";

/**
 * Semantic conventions by what they say: today's name first, then those of older instrumentation.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
const names = {
  method: ["http.request.method_original", "http.request.method", "http.method"],
  url: ["url.full", "http.url"],
  status: ["http.response.status_code", "http.status_code"],
  server: ["server.address", "net.peer.name", "http.host", "net.host.name"],
  serverPort: ["server.port", "net.peer.port"],
  peer: ["network.peer.address", "net.sock.peer.addr", "net.peer.ip"],
  peerPort: ["network.peer.port", "net.sock.peer.port"],
  local: ["network.local.address", "net.sock.host.addr", "net.host.ip"],
  localPort: ["network.local.port", "net.sock.host.port"],
  resend: ["http.request.resend_count", "http.resend_count"],
  sent: ["http.request.body.size", "http.request.size", "http.request_content_length"],
  received: ["http.response.body.size", "http.response.size", "http.response_content_length"],
  agent: ["user_agent.original", "http.user_agent"],
  user: ["enduser.id", "user.name", "user.id", "user.email"],
  system: ["rpc.system.name", "rpc.system", "db.system.name", "db.system", "messaging.system"],
} as const;
export type Said = keyof typeof names;

export function said(attributes: Attributes, what: Said): string | undefined {
  for (const name of names[what]) {
    const value = attributes.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

const count = (text: string | undefined): number | undefined =>
  text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;

export function numberSaid(attributes: Attributes, what: Said, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const number = count(said(attributes, what));
  return number !== undefined && number <= most ? number : undefined;
}

/** Who is called: the URL's host, else the server's name; the address that answered. */
export function readDestination(c: Connection, a: Attributes): void {
  const url = said(a, "url") ?? joinedUrl(a);
  const parts = url === undefined || !url.includes("://") ? undefined : splitUrl(url);
  if (url !== undefined) c.url = url;
  const named = readEndpoint(said(a, "server"));
  const host = parts && canonicalHost(parts.host);
  if (host !== undefined) {
    c.dstHost = host;
    c.dstHostOrigin = "url";
  } else if (named.host !== undefined) {
    c.dstHost = named.host;
    c.dstHostOrigin = "log";
  }
  const peer = canonicalAddress(said(a, "peer") ?? "");
  c.dstIp = peer ?? canonicalAddress(parts?.host.replace(/^\[|\]$/g, "") ?? "") ?? named.ip;
  const usual = parts?.scheme === "https" ? 443 : parts?.scheme === "http" ? 80 : undefined;
  c.dstPort = numberSaid(a, "serverPort", 65_535) ?? parts?.port ?? named.port ?? usual ?? numberSaid(a, "peerPort", 65_535);
}

/** Where the URL is told in parts. */
function joinedUrl(a: Attributes): string | undefined {
  const path = a.get("url.path") ?? a.get("http.target");
  if (path === undefined) return undefined;
  const query = a.get("url.query");
  const rest = query === undefined ? path : `${path}?${query.replace(/^\?/, "")}`;
  const scheme = a.get("url.scheme") ?? a.get("http.scheme");
  const host = a.get("http.host") ?? said(a, "server");
  return scheme && host ? `${scheme}://${host}${rest.startsWith("/") ? "" : "/"}${rest}` : rest;
}

/** What was agreed on for the connection below. */
export function readTls(a: Attributes): Connection["tls"] {
  const version = tlsVersion(a.get("tls.protocol.version"));
  const sni = canonicalHost(a.get("tls.client.server_name") ?? "");
  const cipher = a.get("tls.cipher");
  const issuer = a.get("tls.server.issuer");
  const subject = a.get("tls.server.subject");
  const tls = { version, cipher, sni, issuer, subject };
  return Object.values(tls).some((v) => v !== undefined) ? tls : undefined;
}

/** Kept as tags: what groups workloads, and nothing that is new with every pod. */
const tags = ["service.namespace", "cloud.region", "k8s.cluster.name", "k8s.namespace.name", "k8s.deployment.name", "k8s.cronjob.name"];

export function readCaller(resource: Attributes): Caller | undefined {
  const caller: Caller = {};
  const service = resource.get("service.name");
  // What an SDK says where nobody named the service.
  if (service !== undefined && !service.startsWith("unknown_service")) caller.service = service;
  caller.environment = resource.get("deployment.environment.name") ?? resource.get("deployment.environment");
  caller.instanceId = resource.get("host.id");
  caller.accountId = resource.get("cloud.account.id");
  const found = tags.flatMap((tag) => {
    const value = resource.get(tag);
    return value === undefined ? [] : [[tag, value] as const];
  });
  if (found.length > 0) caller.tags = Object.fromEntries(found);
  return Object.values(caller).some((v) => v !== undefined) ? caller : undefined;
}

/**
 * The batch that a span belongs to: as its own attributes or headers say, a pipeline's run, or a job of Kubernetes, whose
 * cron jobs give each run the job's name and a number.
 */
export function readRun(a: Attributes, resource: Attributes): { job?: string; run?: string } {
  const get = (name: string): string | undefined => a.get(name) ?? resource.get(name);
  const job = get("waybill.job") ?? a.get("http.request.header.x-waybill-job");
  if (job !== undefined) return { job, run: get("waybill.run") ?? a.get("http.request.header.x-waybill-run") };
  const pipeline = get("cicd.pipeline.name");
  const pipelineRun = get("cicd.pipeline.run.id");
  if (pipeline !== undefined || pipelineRun !== undefined) return { job: pipeline ?? get("service.name"), run: pipelineRun };
  const k8s = get("k8s.job.name");
  if (k8s === undefined) return {};
  const cron = get("k8s.cronjob.name") ?? /^(.{1,200})-[0-9]{6,12}$/.exec(k8s)?.[1];
  return cron === undefined ? { job: k8s, run: get("k8s.job.uid") ?? k8s } : { job: cron, run: k8s };
}

/** The first address of the caller's own that tells it from others. */
export function readLocal(c: Connection, a: Attributes, resource: Attributes): void {
  const listed = [said(a, "local"), resource.get("k8s.pod.ip"), ...(resource.get("host.ip")?.slice(0, 1000).split(",") ?? [])];
  for (const text of listed) {
    const ip = canonicalAddress(text?.trim() ?? "");
    if (ip === undefined || ip.startsWith("127.") || ip === "::1" || ip.startsWith("fe80:")) continue;
    c.srcIp = ip;
    if (text === said(a, "local")) c.srcPort = numberSaid(a, "localPort", 65_535);
    return;
  }
}
