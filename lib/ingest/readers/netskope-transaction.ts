import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import type { Callers } from "./callers";
import { numberOf, portOf } from "./json";
import { netskopeUser, userOwnAddress } from "./netskope-event";
import { type NetskopeFields, said } from "./netskope-fields";
import { type Outcome, Reject } from "./outcome";
import { readEpochSeconds, readIsoTime } from "./time";
import { tlsVersion } from "./tls-version";

/** One web transaction: a request that was seen inside, or a TLS connection that was let pass unopened. */
export function readNetskopeTransaction(row: { get(column: string): string | undefined }, callers: Callers): Outcome {
  const f: NetskopeFields = { get: (name) => said(row.get(name)) };
  const date = f.get("date");
  const end = date === undefined ? readEpochSeconds(f.get("x-cs-timestamp") ?? "") : readIsoTime(`${date}T${f.get("time") ?? ""}`);
  if (end === undefined) return new Reject("date and time are no time");
  const method = f.get("cs-method");
  const c: Connection = { kind: method === undefined ? "connection" : "request", loggedTime: end, endTime: end };
  const taken = numberOf(f.get("time-taken"));
  if (taken !== undefined) {
    c.durationMs = taken;
    c.startTime = end - taken;
  }
  readEnds(c, f);
  if (c.srcIp === undefined) return new Reject("c-ip is no address");
  if (c.dstIp === undefined && c.dstHost === undefined) return new Reject("s-ip, cs-host and x-cs-sni: none names a destination");
  c.method = method?.toUpperCase();
  c.url = urlOf(f);
  c.status = numberOf(f.get("sc-status"));
  c.userAgent = f.get("cs-user-agent");
  c.referrer = f.get("cs-referer");
  const scheme = f.get("cs-uri-scheme")?.toLowerCase();
  c.application = scheme ?? (f.get("x-cs-sni") === undefined ? undefined : "tls");
  if (!/^HTTP\/?3/i.test(f.get("x-cs-http-version") ?? "")) {
    c.protocol = "tcp";
    c.protocolNumber = 6;
  }
  c.bytesOut = numberOf(f.get("cs-bytes"));
  c.bytesIn = numberOf(f.get("sc-bytes"));
  c.srcUser = netskopeUser(f.get("cs-username") ?? f.get("x-c-authn-user"));
  c.srcHost = canonicalHost(f.get("x-c-hostname") ?? "");
  c.process = f.get("x-cs-process");
  c.sessionId = f.get("x-transaction-id");
  c.vendorDirection = "outbound";
  c.caller = callers.of(userOwnAddress(f.get("x-cs-userip"), c.srcIp));
  readTls(c, f);
  readDecision(c, f);
  return c;
}

function readEnds(c: Connection, f: NetskopeFields): void {
  const [client, own] = [f.get("c-ip"), f.get("x-cs-src-ip")].map((text) => canonicalAddress(text ?? ""));
  c.srcIp = client ?? own;
  if (own === c.srcIp) c.srcPort = portOf(f.get("x-cs-src-port")) || undefined;
  c.srcNatIp = canonicalAddress(f.get("x-cs-src-ip-egress") ?? "");
  c.dstIp = canonicalAddress(f.get("s-ip") ?? "") ?? canonicalAddress(f.get("x-cs-dst-ip") ?? "");
  c.dstPort = portOf(f.get("x-cs-dst-port") ?? f.get("cs-uri-port")) || undefined;
  const named: [string, Connection["dstHostOrigin"]][] = [
    ["cs-host", f.get("cs-method") === undefined ? "sni" : "host-header"],
    ["x-cs-sni", "sni"],
    ["cs-dns", "log"],
  ];
  for (const [column, origin] of named) {
    const host = canonicalHost(f.get(column) ?? "");
    if (host === undefined) continue;
    c.dstHost = host;
    c.dstHostOrigin = origin;
    return;
  }
}

function urlOf(f: NetskopeFields): string | undefined {
  const whole = f.get("x-cs-url");
  if (whole !== undefined) return whole;
  const path = f.get("cs-uri");
  if (path === undefined) return undefined;
  const query = f.get("cs-uri-query");
  const scheme = f.get("cs-uri-scheme");
  const host = f.get("cs-host");
  const front = scheme !== undefined && host !== undefined && path.startsWith("/") ? `${scheme.toLowerCase()}://${host}` : "";
  return `${front}${path}${query === undefined || path.includes("?") ? "" : `?${query}`}`;
}

/** What was agreed with the server counts; where Netskope did not open the connection, what the client sent. */
function readTls(c: Connection, f: NetskopeFields): void {
  const sni = canonicalHost(f.get("x-cs-sni") ?? "");
  const ja3 = f.get("x-cs-ssl-ja3");
  const version = tlsVersion(f.get("x-sr-ssl-version") ?? f.get("x-cs-ssl-version"));
  if (sni === undefined && ja3 === undefined && version === undefined) return;
  c.tls = {
    version,
    cipher: f.get("x-sr-ssl-cipher") ?? f.get("x-cs-ssl-cipher"),
    sni,
    ja3,
    ja3s: f.get("x-sr-ssl-ja3s"),
    subject: f.get("x-r-cert-subject-cn"),
    issuer: f.get("x-r-cert-issuer-cn"),
    error: f.get("x-server-ssl-err"),
  };
}

const decisions: Record<string, Action> = {
  allow: "allowed",
  bypass: "allowed",
  isolate: "allowed",
  alert: "alerted",
  useralert: "alerted",
  block: "denied",
  quarantine: "denied",
};

function readDecision(c: Connection, f: NetskopeFields): void {
  const action = (f.get("x-policy-action") ?? f.get("x-action"))?.toLowerCase();
  const answered = numberOf(f.get("rs-status")) !== undefined;
  if (action !== undefined) c.action = Object.hasOwn(decisions, action) ? decisions[action]! : "unknown";
  else c.action = answered || f.get("x-ssl-bypass") === "Yes" || (c.bytesIn ?? 0) > 0 ? "allowed" : "unknown";
  if (answered || (c.kind === "connection" && (c.bytesIn ?? 0) > 0)) c.answered = true;
  c.engineRule = f.get("x-policy-name");
  c.engineReason = f.get("x-action-reason") ?? f.get("x-ssl-bypass-reason") ?? f.get("x-error");
}
