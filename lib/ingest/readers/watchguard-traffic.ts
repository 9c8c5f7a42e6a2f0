import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { readProtocol } from "../../model/protocol";
import { dnsName } from "./dns-name";
import { integerOf, numberOf, portOf } from "./json";
import { readPacket } from "./packet";
import { tlsVersion } from "./tls-version";
import type { FireboxLine } from "./watchguard-line";

/** A packet, a connection, or a request that a proxy of the firewall made. */
export function readFireboxTraffic({ fields, time, id }: FireboxLine): Connection {
  const get = (name: string): string | undefined => fields.get(name) || undefined;
  const flags = get("tcp_flag");
  const c = readPacket({
    src: canonicalAddress(get("src") ?? ""),
    dst: canonicalAddress(get("dst") ?? ""),
    srcPort: portOf(get("srcPort")),
    dstPort: portOf(get("dstPort")),
    ...readProtocol(get("proto")),
    syn: flags?.includes("S"),
    ack: flags?.includes("A"),
    icmpType: integerOf(get("icmp_type")),
    icmpCode: integerOf(get("icmp_code")),
  });
  c.loggedTime = time;
  c.startTime = time;
  c.action = actionOf(get("disp"));
  c.engineRule = get("policy");
  c.engineReason = get("msg");
  c.srcUser = get("usrName")?.split("@", 1)[0];
  c.srcNatIp = canonicalAddress(get("src_ip_nat") ?? "");
  c.srcNatPort = portOf(get("src_port_nat"));
  c.dstNatIp = canonicalAddress(get("dst_ip_nat") ?? "");
  c.dstNatPort = portOf(get("dst_port_nat"));
  c.bytesOut = integerOf(get("srcBytes") ?? get("sent_bytes"));
  c.bytesIn = integerOf(get("dstBytes") ?? get("rcvd_bytes"));
  readEnd(c, get("duration") ?? get("elapsed_time"));
  readTls(c, get);
  readProxy(c, id, get);
  // A packet out of order belongs to a connection that was told, or to none.
  if (/tcp syn checking failed/.test(c.engineReason ?? "")) c.twin = true;
  return c;
}

function actionOf(text: string | undefined): Action {
  if (/^(?:allow|permit)/i.test(text ?? "")) return "allowed";
  return /^(?:deny|drop|block|strip|lock|remove)/i.test(text ?? "") ? "denied" : "unknown";
}

/** Seconds, or "0.140000 sec(s)": the line is written at the end then. */
function readEnd(c: Connection, text: string | undefined): void {
  const seconds = numberOf(/^([0-9]{1,9}(?:\.[0-9]{1,9})?)/.exec(text ?? "")?.[1]);
  if (seconds === undefined) return;
  c.durationMs = Math.round(seconds * 1e6) / 1e3;
  c.endTime = c.loggedTime;
  if (c.endTime !== undefined) c.startTime = Math.floor(c.endTime - c.durationMs);
  if (c.action === "allowed" && c.bytesIn !== undefined) c.answered = c.bytesIn > 0;
}

type Get = (name: string) => string | undefined;

/** TLS_V13, and what the inspection saw of the server. */
function readTls(c: Connection, get: Get): void {
  const sni = canonicalHost(get("sni") ?? "");
  const version = tlsVersion(get("tls_version")?.replace(/^TLS_V1([0-3])$/i, "TLSv1.$1"));
  const subject = get("cert_subject") ?? get("cn");
  const cipher = get("server_ssl") ?? get("client_ssl");
  if (sni === undefined && version === undefined && subject === undefined && cipher === undefined) return;
  c.tls = { version, cipher: cipher === "N/A" ? undefined : cipher, sni, subject, issuer: get("cert_issuer") };
}

/** Proxies name the host; HTTP's the request, DNS's the question. */
function readProxy(c: Connection, id: string, get: Get): void {
  const host = canonicalHost(get("dstname") ?? "");
  c.method = get("op");
  c.url = get("arg");
  c.dstHost = c.tls?.sni ?? host;
  if (c.dstHost !== undefined) c.dstHostOrigin = c.tls?.sni !== undefined ? "sni" : c.method !== undefined ? "host-header" : "log";
  if (c.method !== undefined) c.kind = "request";
  const question = get("question") ?? (id.startsWith("1D") ? get("query_name") : undefined);
  if (question === undefined) return;
  c.kind = "query";
  c.application = "dns";
  c.dns = { question: dnsName(question), type: get("query_type")?.toUpperCase() };
}

const address = "(?<src>[0-9A-Fa-f.:]{3,45})";
const patterns = [
  new RegExp(`\\bDHCP[A-Z]{3,10} (?:on|for|of|from) ${address}(?: to [0-9a-f:]{17})?(?: \\((?<host>[^()\\s]{1,128})\\))?`),
  new RegExp(`\\bUser (?<user>\\S{1,128}) from ${address} `, "i"),
  new RegExp(`\\buser (?<user>\\S{1,128}) from ${address}`, "i"),
] as const;

/** Leases and logins to the firewall or its VPN. */
export function readFireboxEvent({ fields, time }: FireboxLine): Partial<Connection> {
  const text = (fields.get("msg") ?? "").slice(0, 2000);
  const g = patterns.map((pattern) => pattern.exec(text)?.groups).find(Boolean);
  return {
    loggedTime: time,
    srcIp: canonicalAddress(g?.["src"] ?? ""),
    srcHost: canonicalHost(g?.["host"] ?? ""),
    srcUser: g?.["user"]?.split("@", 1)[0],
  };
}
