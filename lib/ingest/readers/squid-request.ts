import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { type Outcome, Reject, Skip } from "./outcome";
import { tlsVersion } from "./tls-version";

/** What a line of Squid's access log can say, as written there; absent or "-" where it does not. */
export interface SquidFields {
  /** When the line was written, ms since the epoch. */
  end?: number;
  elapsedMs?: number;
  startMs?: number;
  client?: string;
  clientHost?: string;
  clientPort?: string;
  /** TCP_MISS, TCP_DENIED … */
  result?: string;
  status?: string;
  serverStatus?: string;
  method?: string;
  url?: string;
  urlScheme?: string;
  urlHost?: string;
  urlPort?: string;
  urlPath?: string;
  user?: string;
  hierarchy?: string;
  peer?: string;
  peerPort?: string;
  outgoing?: string;
  outgoingPort?: string;
  bytesIn?: string;
  bytesOut?: string;
  userAgent?: string;
  referrer?: string;
  host?: string;
  sni?: string;
  tlsVersion?: string;
  tlsCipher?: string;
  subject?: string;
  issuer?: string;
  validation?: string;
  traceparent?: string;
  job?: string;
  run?: string;
  reason?: string;
}

const present = (text: string | undefined): text is string => text !== undefined && text !== "-" && text !== "";

/** Squid's words for "asked the far end itself"; any other peer is a further proxy, whose address is not the destination. */
const isDirect = (hierarchy: string): boolean =>
  hierarchy.endsWith("DIRECT") || hierarchy.endsWith("ORIGINAL_DST") || hierarchy.endsWith("PINNED");

export function toConnection(f: SquidFields): Outcome {
  const url = present(f.url) ? f.url : builtUrl(f);
  if (f.result?.startsWith("UDP_")) return new Skip("A neighbour cache asked whether there is a hit (ICP).", remains(f));
  if (url?.startsWith("error:")) return new Skip("No request: Squid closed the client's connection itself.", remains(f));
  if (url?.startsWith("cache_object:") || url?.startsWith("internal:")) return new Skip("A request to the proxy itself.", remains(f));
  if (!present(f.client) && !present(f.clientHost) && url === undefined) return new Reject("client address: absent.");

  // One literal, so that all records share a shape; what is absent is undefined.
  const c: Connection = {
    kind: "request",
    startTime: startOf(f),
    endTime: f.end,
    loggedTime: f.end,
    durationMs: f.elapsedMs,
    srcIp: undefined,
    srcPort: port(f.clientPort),
    srcUser: present(f.user) ? f.user : undefined,
    dstHost: undefined,
    dstHostOrigin: undefined,
    dstIp: undefined,
    dstPort: undefined,
    protocol: undefined,
    protocolNumber: undefined,
    application: undefined,
    method: present(f.method) && f.method !== "NONE" ? f.method : undefined,
    url,
    status: count(f.status) || undefined,
    userAgent: present(f.userAgent) ? f.userAgent : undefined,
    referrer: present(f.referrer) ? f.referrer : undefined,
    bytesOut: count(f.bytesOut),
    bytesIn: count(f.bytesIn),
    action: undefined,
    answered: undefined,
  };
  if (present(f.client)) {
    const address = canonicalAddress(f.client);
    if (address !== undefined) c.srcIp = address;
    else if (isName(f.client)) c.srcHost = f.client;
    else return new Reject("client address: neither address nor name.");
  }
  if (present(f.clientHost) && f.clientHost !== f.client && canonicalAddress(f.clientHost) === undefined) c.srcHost = f.clientHost;
  if (url !== undefined) readTarget(c, url);
  readPeer(c, f);
  readTls(c, f);
  if (c.dstHost === undefined && present(f.host)) {
    const host = canonicalHost(splitUrl(f.host)?.host ?? "");
    if (host !== undefined) {
      c.dstHost = host;
      c.dstHostOrigin = "host-header";
    }
  }
  if (present(f.reason)) c.engineReason = f.reason;
  if (present(f.job)) c.job = f.job;
  if (present(f.run)) c.run = f.run;
  if (present(f.traceparent)) c.traceId = /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(f.traceparent)?.[1];
  const peer = peerOf(f);
  // A reply of Squid's own to a request that names no destination.
  if (peer === "none" && c.dstHost === undefined && c.dstIp === undefined) return new Skip("A request to the proxy itself.", remains(f));
  judge(c, f, peer);
  return c;
}

const startOf = (f: SquidFields): number | undefined =>
  f.startMs ?? (f.end !== undefined && f.elapsedMs !== undefined ? f.end - f.elapsedMs : undefined);

function remains(f: SquidFields): Partial<Connection> {
  const srcIp = present(f.client) ? canonicalAddress(f.client) : undefined;
  const url = present(f.url) ? f.url : undefined;
  return {
    ...{ startTime: startOf(f), endTime: f.end, loggedTime: f.end, durationMs: f.elapsedMs },
    ...{ srcIp, srcPort: port(f.clientPort), bytesIn: count(f.bytesIn), bytesOut: count(f.bytesOut), url },
    ...{ protocol: f.result?.startsWith("UDP_") ? "udp" : "tcp", status: count(f.status) || undefined },
  };
}

/** A logformat may write the URL in parts. */
function builtUrl(f: SquidFields): string | undefined {
  if (!present(f.urlHost)) return present(f.urlPath) ? f.urlPath : undefined;
  const port = present(f.urlPort) ? `:${f.urlPort}` : "";
  if (f.method === "CONNECT" && port) return `${f.urlHost}${port}`;
  return `${present(f.urlScheme) ? `${f.urlScheme}://` : ""}${f.urlHost}${port}${present(f.urlPath) ? f.urlPath : ""}`;
}

const defaultPorts: Record<string, number> = { http: 80, https: 443, ftp: 21, ws: 80, wss: 443, gopher: 70, whois: 43 };

function readTarget(c: Connection, url: string): void {
  const isConnect = c.method === "CONNECT";
  if (url.charCodeAt(0) === 47 /* / */) return;
  const parts = splitUrl(url);
  if (!parts) return;
  if (parts.scheme === undefined && parts.port === undefined && !isConnect) return;
  c.protocol = "tcp";
  c.protocolNumber = 6;
  c.dstPort = port(parts.port) ?? defaultPorts[parts.scheme ?? ""];
  if (parts.scheme === "http" || parts.scheme === "https") {
    if (!isConnect) c.application = "http";
  } else if (parts.scheme === "ftp") c.application = "ftp";
  const address = canonicalAddress(parts.host);
  if (address !== undefined) c.dstIp = address;
  else {
    const host = canonicalHost(parts.host);
    if (host === undefined) return;
    c.dstHost = host;
    c.dstHostOrigin = isConnect ? "connect" : "url";
  }
}

function readPeer(c: Connection, f: SquidFields): void {
  if (present(f.outgoing)) c.srcNatIp = canonicalAddress(f.outgoing);
  c.srcNatPort = c.srcNatIp === undefined ? undefined : port(f.outgoingPort);
  if (!present(f.peer) || (f.hierarchy !== undefined && !isDirect(f.hierarchy))) return;
  const address = canonicalAddress(f.peer);
  if (address === undefined) return;
  c.dstIp = address;
  c.dstPort = port(f.peerPort) ?? c.dstPort;
}

function readTls(c: Connection, f: SquidFields): void {
  const sni = present(f.sni) ? canonicalHost(f.sni) : undefined;
  const version = present(f.tlsVersion) ? tlsVersion(f.tlsVersion.replace("/", " ")) : undefined;
  if (sni === undefined && version === undefined && !present(f.tlsCipher) && !present(f.subject) && !present(f.validation)) return;
  c.tls = {
    sni,
    version,
    cipher: present(f.tlsCipher) ? f.tlsCipher : undefined,
    subject: present(f.subject) ? f.subject : undefined,
    issuer: present(f.issuer) ? f.issuer : undefined,
    validation: present(f.validation) ? f.validation : undefined,
  };
  if (c.dstHost === undefined && sni !== undefined) {
    c.dstHost = sni;
    c.dstHostOrigin = "sni";
  }
}

/** Whether Squid asked anybody for the answer; unknown where the line holds neither hierarchy nor peer. */
function peerOf(f: SquidFields): "some" | "none" | "unknown" {
  if (!present(f.hierarchy)) return present(f.peer) ? "some" : "unknown";
  return f.hierarchy === "HIER_NONE" || f.hierarchy === "NONE" ? "none" : "some";
}

function judge(c: Connection, f: SquidFields, peer: "some" | "none" | "unknown"): void {
  const result = f.result ?? "";
  const status = c.status ?? 0;
  c.action = decide(result, status, peer);
  if (peer === "none") c.answered = false;
  // Squid itself makes 5xx replies for a far end that stays silent; 000 is a client that left before any reply.
  else if (peer === "some" && status >= 100 && status < 500 && c.action !== "denied") c.answered = true;
  // With ssl-bump the CONNECT is answered before anybody is asked; what went through it has lines of its own.
  if (peer === "none" && c.method === "CONNECT" && status === 200 && result.endsWith("NONE")) c.twin = true;
}

function decide(result: string, status: number, peer: "some" | "none" | "unknown"): Action {
  if (result.includes("DENIED")) {
    // 407 and 401 ask for a login: the policy has not spoken. Nothing left either.
    if (status === 407 || status === 401) return "none";
    // A reply that was refused came for a request that had left.
    return result.includes("DENIED_REPLY") && peer === "some" ? "alerted" : "denied";
  }
  // A hit in the cache is no traffic of ours: nothing was let out.
  if (peer === "none" && result.includes("HIT")) return "none";
  if (result === "" && (status === 403 || status === 407)) return "unknown";
  return "allowed";
}

const isName = (text: string): boolean => canonicalHost(text) !== undefined;

function port(text: string | number | undefined): number | undefined {
  const number = count(text);
  return number !== undefined && number > 0 && number <= 65_535 ? number : undefined;
}

/** Digits as a number; undefined for anything else. */
export function count(text: string | number | undefined): number | undefined {
  if (typeof text === "number") return text;
  if (text === undefined || text.length === 0 || text.length > 15) return undefined;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}
