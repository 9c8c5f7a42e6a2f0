import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import type { Emit, Reader, ReadOptions } from "../format";
import { readEndpoint } from "./endpoint";
import { readEnvoyDecision } from "./envoy-decision";
import { type EnvoyFields, fieldOfKey } from "./envoy-fields";
import { compileTemplate, matchTemplate, type Template } from "./envoy-template";
import { readIstioCluster, readIstioServerName, unlisted } from "./istio-names";
import { type JsonObject, readObject, textOf } from "./json";
import { type Outcome, Reject, Skip, tell } from "./outcome";
import { readIsoTime, zoneReader } from "./time";
import { tlsVersion } from "./tls-version";
import { unwrap } from "./unwrap";

/** Keys of JSON logs, and headers, that name or authenticate somebody. */
export const envoyPersonal = [
  "authorization",
  "cookie",
  "set_cookie",
  "set-cookie",
  "x-forwarded-client-cert",
  "x_forwarded_client_cert",
] as const;

interface Reading {
  outcome: Outcome;
  personal?: readonly string[];
}

/** Reads lines of any of the given format strings, or JSON with Envoy's names of its fields as keys. */
export class EnvoyReader implements Reader {
  readonly #templates: readonly Template[];
  readonly #isCustom: boolean;
  readonly #zone: (wallMs: number) => number;

  /** @param known format strings to try in turn where the options hold none; the last one is the plainest. */
  constructor(options: ReadOptions, known: readonly string[]) {
    this.#zone = zoneReader(options.timezone);
    const own = options.fields ? compileTemplate(options.fields, this.#zone) : undefined;
    this.#isCustom = own !== undefined;
    this.#templates = own ? [own] : known.map((f) => compileTemplate(f, this.#zone)!);
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
    // 127.0.0.6 is Istio's own: from there a sidecar calls the workload beside it.
    if (local.ip !== undefined && local.ip !== c.srcIp && !local.ip.startsWith("127.")) {
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
    readEnvoyDecision(c, f);
    return c;
  }
}

function isEnough(object: JsonObject): boolean {
  const known = new Set(Object.keys(object).map(fieldOfKey));
  return known.has("start") && (known.has("flags") || known.has("bytesReceived") || known.has("authority") || known.has("upstreamHost"));
}

function readDestination(c: Connection, f: EnvoyFields, isHttp: boolean): void {
  const cluster = readIstioCluster(f.upstreamCluster);
  const peer = readIstioServerName(f.sni);
  // The sidecar of the caller has told the same.
  if (peer && cluster.direction === "inbound") c.twin = true;
  // What the mesh does not know is sent on to where the caller meant it to go, or dropped.
  const isOpen = unlisted.has(f.upstreamCluster ?? "") || f.routeName === "allow_any" || f.routeName === "block_all";
  c.vendorDirection = cluster.direction ?? (isOpen ? "outbound" : undefined);
  const upstream = readEndpoint((f.upstreamHost ?? (isOpen ? f.downstreamLocal : undefined))?.replace(/^(?:tcp|udp):\/\//, ""));
  c.dstIp = upstream.ip;
  c.dstPort = upstream.port;
  const asked = readEndpoint(f.authority);
  const name = (host: string | undefined, origin: Connection["dstHostOrigin"]): void => {
    if (host === undefined || c.dstHost !== undefined) return;
    c.dstHost = host;
    c.dstHostOrigin = origin;
  };
  if (isHttp) name(asked.host, f.method === "CONNECT" ? "connect" : "host-header");
  name(peer ? peer.host : f.sni === undefined ? undefined : canonicalHost(f.sni), "sni");
  name(cluster.host, "log");
  name(upstream.host, "log");
  if (c.dstIp === undefined) {
    c.dstIp = asked.ip;
    c.dstPort ??= asked.port ?? (f.scheme === "https" ? 443 : f.scheme === "http" ? 80 : undefined) ?? cluster.port;
  }
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
