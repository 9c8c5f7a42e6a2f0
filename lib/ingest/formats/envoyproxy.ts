import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { readEndpoint } from "../readers/endpoint";
import { type EnvoyFields, fieldOfKey } from "../readers/envoy-fields";
import { compileTemplate, defaultFormat, istioFormat, matchTemplate, type Template } from "../readers/envoy-template";
import { type JsonObject, readObject, textOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readIsoTime, zoneReader } from "../readers/time";
import { tlsVersion } from "../readers/tls-version";
import { unwrap } from "../readers/unwrap";

export const envoyproxy = defineFormat({
  id: "envoyproxy",
  name: "Envoy access log",
  reference: "https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage",
  counts: "HTTP bodies, or the payload of a TCP connection, between client and proxy",
  kinds: ["request", "connection"],
  engine: true,
  personal: ["authorization", "cookie", "set_cookie", "set-cookie", "x-forwarded-client-cert", "x_forwarded_client_cert"],
  options: {
    fields: "The format string (text_format_source); Envoy's default and Istio's are known.",
    timezone: "For a START_TIME pattern without an offset.",
  },
  detect: (head) => {
    const line = head.find((l) => l.trim() !== "")?.trim() ?? "";
    if (!line.startsWith("{")) return isLine(line);
    const object = readObject(line);
    if (!object) return false;
    if (isRecord(object)) return true;
    const carried = unwrap(object);
    return typeof carried === "string"
      ? isLine(carried.trim()) || isRecord(readObject(carried) ?? {})
      : carried !== undefined && isRecord(carried);
  },
  open: (options) => new EnvoyReader(options),
});

const isLine = (line: string): boolean =>
  /^(?:[A-Z]{3,10} )?\[[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}Z\] "[^" ]{1,40} .{0,16384}?" [0-9]{1,3} (?:-|[A-Z]{2,5}(?:,[A-Z]{2,5})*) /.test(
    line.slice(0, 20_000),
  );

function isRecord(object: JsonObject): boolean {
  const known = new Set(Object.keys(object).map(fieldOfKey));
  return known.has("flags") && known.has("bytesReceived") && known.has("bytesSent") && known.has("upstreamHost");
}

interface Reading {
  outcome: Outcome;
  personal?: readonly string[];
}

class EnvoyReader implements Reader {
  readonly #templates: readonly Template[];
  readonly #isCustom: boolean;
  readonly #zone: (wallMs: number) => number;

  constructor(options: ReadOptions) {
    this.#zone = zoneReader(options.timezone);
    const own = options.fields ? compileTemplate(options.fields, this.#zone) : undefined;
    this.#isCustom = own !== undefined;
    this.#templates = own ? [own] : [istioFormat, defaultFormat].map((f) => compileTemplate(f, this.#zone)!);
  }

  read(unit: string, emit: Emit): void {
    const line = unit.trim();
    const isJson = line.charCodeAt(0) === 123 /* { */ && !(this.#isCustom && this.#templates[0]!.lead.startsWith("{"));
    const { outcome, personal } = isJson ? this.#readJson(line) : this.#readText(line);
    tell(emit, outcome, personal);
  }

  #readText(line: string): Reading {
    if (line === "") return { outcome: new Skip("An empty line.") };
    let furthest = 0;
    // Emissary writes ACCESS before the line.
    const start = this.#isCustom ? 0 : Math.max(line.indexOf("["), 0);
    const text = start > 0 && start <= 64 ? line.slice(start) : line;
    for (const template of this.#templates) {
      const match = matchTemplate(template, text);
      if (typeof match === "number") furthest = Math.max(furthest, match);
      // Where the default format has a count, Istio's has a reason.
      else if (this.#isCustom || match.fields.bytesReceived === undefined || integer(match.fields.bytesReceived) !== undefined)
        return { outcome: this.#connection(match.fields, template), personal: match.personal };
    }
    const part = this.#templates.at(-1)!.parts[furthest];
    return { outcome: new Reject(`${part?.field ?? "line"}: the line leaves the format there.`) };
  }

  #readJson(line: string): Reading {
    const object = readObject(line);
    if (!object) return { outcome: new Reject("The line begins as JSON and is none.") };
    if (isEnough(object)) return { outcome: this.#fromObject(object) };
    const carried = unwrap(object);
    if (typeof carried === "string" && !carried.trim().startsWith("{")) return this.#readText(carried.trim());
    const nested = typeof carried === "string" ? readObject(carried) : carried;
    return { outcome: nested && isEnough(nested) ? this.#fromObject(nested) : new Reject("start_time: absent.") };
  }

  #fromObject(object: JsonObject): Outcome {
    const fields: EnvoyFields = {};
    for (const [key, value] of Object.entries(object)) {
      const field = fieldOfKey(key);
      const text = textOf(value);
      if (field && text !== undefined) fields[field] ??= text;
    }
    return this.#connection(fields);
  }

  #connection(f: EnvoyFields, template?: Template): Outcome {
    const start = f.start === undefined ? undefined : (template?.readStart?.(f.start) ?? readIsoTime(f.start, this.#zone));
    if (start === undefined) return new Reject("start_time: no time.");
    const isHttp = f.method !== undefined || f.path !== undefined || /^HTTP/i.test(f.protocol ?? "");
    const c: Connection = { kind: isHttp ? "request" : "connection", startTime: start };
    const duration = integer(f.duration);
    if (duration !== undefined) {
      c.durationMs = duration;
      c.endTime = start + duration;
    }
    const client = readEndpoint(f.downstreamRemote);
    c.srcIp = client.ip ?? firstAddress(f.forwardedFor);
    c.srcPort = client.ip ? (client.port ?? integer(f.downstreamPort)) : undefined;
    const local = readEndpoint(f.upstreamLocal);
    if (local.ip !== undefined && local.ip !== c.srcIp) {
      c.srcNatIp = local.ip;
      c.srcNatPort = local.port;
    }
    readDestination(c, f, isHttp);
    const udp = /^HTTP\/3/i.test(f.protocol ?? "") && f.upstreamHost === undefined;
    c.protocol = udp ? "udp" : "tcp";
    c.protocolNumber = udp ? 17 : 6;
    if (isHttp) {
      c.application = "http";
      c.method = f.method;
      c.url = f.path;
      c.status = integer(f.status) || undefined;
    }
    c.userAgent = f.userAgent;
    c.referrer = f.referrer;
    // BYTES_RECEIVED is what the client sent.
    c.bytesOut = integer(f.bytesReceived);
    c.bytesIn = integer(f.bytesSent);
    const attempts = integer(f.attempt);
    if (attempts !== undefined && attempts > 0) c.attempt = attempts - 1;
    c.job = f.job;
    c.run = f.run;
    c.sessionId = f.requestId;
    c.traceId = /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(f.traceparent ?? "")?.[1] ?? f.traceId;
    const sni = f.sni === undefined ? undefined : canonicalHost(f.sni);
    if (sni !== undefined || f.upstreamTls !== undefined || f.upstreamFailure?.startsWith("TLS"))
      c.tls = {
        sni,
        version: tlsVersion(f.upstreamTls),
        cipher: f.upstreamCipher,
        error: f.upstreamFailure?.startsWith("TLS") ? f.upstreamFailure : undefined,
      };
    judge(c, f);
    return c;
  }
}

function isEnough(object: JsonObject): boolean {
  const known = new Set(Object.keys(object).map(fieldOfKey));
  return known.has("start") && (known.has("flags") || known.has("bytesReceived") || known.has("authority") || known.has("upstreamHost"));
}

function readDestination(c: Connection, f: EnvoyFields, isHttp: boolean): void {
  const upstream = readEndpoint(f.upstreamHost?.replace(/^(?:tcp|udp):\/\//, ""));
  c.dstIp = upstream.ip;
  c.dstPort = upstream.port;
  const asked = readEndpoint(f.authority);
  const name = (host: string | undefined, origin: Connection["dstHostOrigin"]): void => {
    if (host === undefined || c.dstHost !== undefined) return;
    c.dstHost = host;
    c.dstHostOrigin = origin;
  };
  if (isHttp) name(asked.host, f.method === "CONNECT" ? "connect" : "host-header");
  name(f.sni === undefined ? undefined : canonicalHost(f.sni), "sni");
  // Istio's name of an egress cluster: outbound|443||host.
  const cluster = /^outbound\|([0-9]{1,5})\|[^|]*\|(.+)$/.exec(f.upstreamCluster ?? "");
  name(cluster ? canonicalHost(cluster[2]!) : undefined, "log");
  name(upstream.host, "log");
  if (c.dstIp === undefined) {
    c.dstIp = asked.ip;
    c.dstPort ??=
      asked.port ?? (f.scheme === "https" ? 443 : f.scheme === "http" ? 80 : undefined) ?? (cluster ? Number(cluster[1]) : undefined);
  }
}

// Response flags: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags
const refused = new Set([
  "NR",
  "UAEX",
  "RL",
  "RLSE",
  "NoRouteFound",
  "UnauthorizedExternalService",
  "RateLimited",
  "RateLimitServiceError",
]);
const unanswered = new Set([
  ...refused,
  ...["UH", "UF", "UO", "NC", "NFCF", "DPE", "LH", "IH", "OM", "DF", "FI"],
  ...[
    "NoHealthyUpstream",
    "UpstreamConnectionFailure",
    "UpstreamOverflow",
    "NoClusterFound",
    "DownstreamProtocolError",
    "DnsResolutionFailed",
  ],
]);
/** Ended early: whether the far end answered cannot be told from it. */
const cut = new Set([
  "UT",
  "UC",
  "UR",
  "URX",
  "LR",
  "DC",
  "SI",
  "DT",
  "UMSDR",
  "UPE",
  "UpstreamRequestTimeout",
  "UpstreamConnectionTermination",
]);

function judge(c: Connection, f: EnvoyFields): void {
  const flags = (f.flags ?? "").split(",").map((flag) => flag.trim());
  const rbac = /rbac(?:_envoy)?_access_denied(?:_matched_policy\[([^\]]*)\])?/.exec(f.details ?? "");
  const blackHole = f.upstreamCluster === "BlackHoleCluster" || f.routeName === "block_all";
  const action: Action = rbac || blackHole || flags.some((flag) => refused.has(flag)) ? "denied" : "allowed";
  c.action = action;
  if (rbac?.[1] && rbac[1] !== "none") c.engineRule = rbac[1];
  const reason = [f.flags, f.details === "via_upstream" ? undefined : f.details].filter((text) => text !== undefined).join(" ");
  if (reason !== "") c.engineReason = reason;
  if (action === "denied" || flags.some((flag) => unanswered.has(flag)) || f.upstreamHost === undefined) c.answered = false;
  else if (f.serviceTime !== undefined || (c.kind === "connection" && (c.bytesIn ?? 0) > 0)) c.answered = true;
  else if (c.kind === "request" && c.status !== undefined && !flags.some((flag) => cut.has(flag))) c.answered = true;
}

function firstAddress(list: string | undefined): string | undefined {
  for (const part of list?.slice(0, 1024).split(",") ?? []) {
    const { ip } = readEndpoint(part.trim());
    if (ip !== undefined) return ip;
  }
  return undefined;
}

const integer = (text: string | undefined): number | undefined =>
  text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
