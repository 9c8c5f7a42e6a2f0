import { canonicalAddress } from "../../model/address";
import type { Action, Connection, DnsAnswer } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { directoryUser } from "./directory-user";
import { integerOf, numberOf, portOf } from "./json";
import { type Outcome, Reject } from "./outcome";
import { readClfTime, readEpochSeconds, readIsoTime } from "./time";
import { tlsVersion } from "./tls-version";

/** A row by ELFF's names, in lower case; what says "nothing" is absent. */
export interface SgosRow {
  get(column: string): string | undefined;
}

/** @param stamp of the syslog line, for rows without date and time. */
export function readSgosRequest(row: SgosRow, stamp: string | undefined): Outcome {
  const end = timeOf(row, stamp);
  if (end === undefined) return new Reject("date and time are no time");
  const method = row.get("cs-method");
  const c: Connection = { kind: "request", loggedTime: end, endTime: end };
  const taken = numberOf(row.get("time-taken"));
  if (taken !== undefined) {
    c.durationMs = taken;
    c.startTime = end - taken;
  }
  readEnds(c, row);
  if (c.srcIp === undefined) return new Reject("c-ip is no address");
  c.dns = dnsOf(row);
  if (c.dns && method === undefined) c.kind = "query";
  else if (method === undefined && row.get("cs-uri-path") === undefined) c.kind = "connection";
  if (c.dstIp === undefined && c.dstHost === undefined && !c.dns) return new Reject("cs-host, r-ip: neither names a destination");
  c.method = method === "unknown" ? undefined : method?.toUpperCase();
  c.url = urlOf(row);
  c.status = integerOf(row.get("sc-status")) || undefined;
  c.userAgent = row.get("cs(user-agent)") ?? row.get("cs-user-agent");
  c.referrer = row.get("cs(referer)") ?? row.get("cs-referer");
  const scheme = row.get("cs-uri-scheme")?.toLowerCase();
  c.application = scheme === "ssl" ? "tls" : scheme === "tcp" || scheme === "unknown" ? undefined : scheme;
  if (c.kind !== "query") {
    c.protocol = scheme === "udp" ? "udp" : "tcp";
    c.protocolNumber = scheme === "udp" ? 17 : 6;
  } else c.application = "dns";
  c.bytesOut = integerOf(row.get("cs-bytes"));
  c.bytesIn = integerOf(row.get("sc-bytes"));
  c.srcUser = directoryUser(row.get("cs-username") ?? row.get("cs-userdn") ?? row.get("cs-user"));
  c.srcHost = canonicalHost(row.get("x-client-device-name") ?? row.get("c-dns") ?? "");
  c.process = row.get("x-client-agent-process-name");
  c.sessionId = row.get("x-bluecoat-transaction-uuid");
  readTls(c, row);
  readDecision(c, row);
  return c;
}

function timeOf(row: SgosRow, stamp: string | undefined): number | undefined {
  const date = row.get("date");
  if (date !== undefined) return readIsoTime(`${date}T${row.get("time") ?? ""}`);
  const epoch = row.get("timestamp") ?? row.get("x-timestamp-unix") ?? row.get("x-timestamp-unix-utc");
  if (epoch !== undefined) return readEpochSeconds(epoch);
  const written = (row.get("gmttime") ?? row.get("localtime"))?.replace(/^\[|\]$/g, "").replace(/ GMT$/, " +0000");
  if (written !== undefined) return readClfTime(written, (wall) => wall);
  return stamp === undefined ? undefined : readIsoTime(stamp);
}

/** r-ip is the server; cs-ip is where the client connected to, which is the proxy itself where clients know of it. */
function readEnds(c: Connection, row: SgosRow): void {
  c.srcIp = canonicalAddress(row.get("c-ip") ?? "");
  c.srcPort = portOf(row.get("c-port")) || undefined;
  const isDirect = /^(?:DIRECT|-|)$/i.test(row.get("s-hierarchy") ?? "");
  const servers = ["r-ip", ...(isDirect ? ["s-supplier-ip", "r-supplier-ip", "s-supplier-name"] : [])];
  for (const column of servers) c.dstIp ??= canonicalAddress(row.get(column) ?? "");
  c.dstPort = portOf(row.get("cs-uri-port") ?? row.get("r-port")) || undefined;
  const named: [string | undefined, Connection["dstHostOrigin"]][] = [
    [row.get("cs-host"), row.get("cs-method") === "CONNECT" ? "connect" : "host-header"],
    [row.get("x-rs-certificate-hostname"), "log"],
  ];
  for (const [name, origin] of named) {
    const host = canonicalHost(name ?? "");
    c.dstIp ??= canonicalAddress(name ?? "");
    if (host === undefined || c.dstHost !== undefined) continue;
    c.dstHost = host;
    c.dstHostOrigin = origin;
  }
}

function urlOf(row: SgosRow): string | undefined {
  const whole = row.get("cs-uri") ?? row.get("c-uri") ?? row.get("c-url");
  if (whole !== undefined) return whole;
  const host = row.get("cs-host");
  const path = row.get("cs-uri-path") ?? "";
  const query = row.get("cs-uri-query") ?? "";
  const rest = `${path}${query === "" || query.startsWith("?") ? query : `?${query}`}`;
  if (host === undefined) return rest || undefined;
  const scheme = row.get("cs-uri-scheme")?.toLowerCase();
  const port = row.get("cs-uri-port");
  const isUsual = port === undefined || port === "0" || (scheme === "http" && port === "80") || (scheme === "https" && port === "443");
  return `${scheme === undefined ? "" : `${scheme}://`}${host.includes(":") ? `[${host}]` : host}${isUsual ? "" : `:${port}`}${rest}`;
}

/** The DNS proxy's own columns. */
function dnsOf(row: SgosRow): Connection["dns"] {
  const question = row.get("x-dns-cs-dns");
  if (question === undefined) return undefined;
  const list = (column: string, type: string): DnsAnswer[] =>
    (row.get(column) ?? "").split(/[,;]\s*/, 64).flatMap((text) => {
      const data = type === "CNAME" ? canonicalHost(text) : canonicalAddress(text);
      return data === undefined ? [] : { data, type: data.includes(":") ? "AAAA" : type };
    });
  const answers = [...list("x-dns-rs-a-records", "A"), ...list("x-dns-rs-cname-records", "CNAME")];
  return {
    question: canonicalHost(question) ?? question.toLowerCase(),
    type: row.get("x-dns-cs-qtype")?.toUpperCase(),
    responseCode: row.get("x-dns-rs-rcode")?.toUpperCase(),
    answers: answers.length > 0 ? answers : undefined,
  };
}

/** What was agreed with the server counts, before what was agreed with the client. */
function readTls(c: Connection, row: SgosRow): void {
  const version = tlsVersion(row.get("x-rs-connection-negotiated-ssl-version") ?? row.get("x-cs-connection-negotiated-ssl-version"));
  const subject = row.get("x-rs-certificate-subject") ?? row.get("x-rs-certificate-hostname");
  const sni = canonicalHost(row.get("x-cs-client-hello-sni") ?? row.get("x-client-ssl-sni") ?? "");
  if (version === undefined && subject === undefined && sni === undefined) return;
  const cipher = row.get("x-rs-connection-negotiated-cipher") ?? row.get("x-cs-connection-negotiated-cipher");
  c.tls = {
    version,
    cipher: cipher === "none" ? undefined : cipher,
    sni,
    subject,
    validation: row.get("x-rs-certificate-validate-status"),
    error: row.get("x-rs-certificate-observed-errors"),
  };
}

function readDecision(c: Connection, row: SgosRow): void {
  const result = row.get("sc-filter-result")?.toUpperCase();
  const action = (row.get("s-action") ?? "").toUpperCase();
  const exception = row.get("x-exception-id");
  c.action = decide(result, action, exception?.toLowerCase(), c.status);
  c.engineReason = exception ?? (c.action === "denied" ? row.get("cs-categories") : undefined);
  // What a cache answers, the policy refuses or the network fails never reached the far end.
  if (c.action === "denied" || c.action === "none" || /HIT|ERR|FAILED|DENIED|SPLASHED|REDIRECT/.test(action)) c.answered = false;
  else if (exception !== undefined) c.answered = false;
  else if (/MISS|TUNNELED|ACCELERATED|ALLOWED/.test(action) && c.status !== undefined && c.status < 500) c.answered = true;
}

function decide(result: string | undefined, action: string, exception: string | undefined, status: number | undefined): Action {
  // 401 and 407 ask for a login: the policy has not spoken.
  if (status === 407 || status === 401 || exception?.startsWith("authentication_failed")) return "none";
  if (result === "DENIED" || action.includes("DENIED") || /^BLOCK/.test(action)) return "denied";
  if (/REDIRECT|SPLASHED/.test(action) || (exception !== undefined && /denied|^authori[sz]ation_failed/.test(exception))) return "denied";
  return result === undefined && action === "" ? "unknown" : "allowed";
}
