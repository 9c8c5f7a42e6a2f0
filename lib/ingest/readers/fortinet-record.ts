import { canonicalAddress } from "../../model/address";
import type { Connection, Direction } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import type { Emit, Reader, ReadOptions } from "../format";
import { directoryUser } from "./directory-user";
import { profileAction, trafficAction } from "./fortinet-action";
import { readFortinetEvent } from "./fortinet-event";
import { type FortinetFields, readFortinetFields } from "./fortinet-fields";
import { readFortinetTimes } from "./fortinet-time";
import { icmpId } from "./icmp-id";
import { integerOf, portOf } from "./json";
import { isFromServer } from "./port-roles";
import { Recent } from "./recent";
import { recordEnds } from "./record-ends";
import { zoneReader } from "./time";
import { tlsVersion } from "./tls-version";
import { translated } from "./translated";
import { zoneDirection } from "./zone-direction";

/** Reads what FortiOS writes, on a firewall or on a proxy. */
export function openFortinet(options: ReadOptions): Reader {
  const zone = zoneReader(options.timezone);
  const told = new Recent(65_536);
  return {
    read(unit, emit) {
      const line = unit.includes("\0") ? unit.replaceAll("\0", "") : unit;
      if (line.trim() === "") return emit.skip("an empty line");
      const fields = readFortinetFields(line.trimStart());
      if (!fields) return emit.reject("the line holds no key=value pairs");
      readLine(fields, zone, options.receivedAt, told, emit);
    },
  };
}

function readLine(fields: FortinetFields, zone: (wallMs: number) => number, receivedAt: number | undefined, told: Recent, emit: Emit) {
  const type = fields.get("type")?.toLowerCase();
  const subtype = fields.get("subtype")?.toLowerCase();
  const times = readFortinetTimes(fields, zone, receivedAt);
  if (type === undefined) return emit.reject("there is no type");
  // The firewall's own doings: logins, tunnels, leases, configuration.
  if (type === "event" || fields.get("srcip") === undefined)
    return emit.skip(type === "event" ? "an event of the firewall itself" : "a record without srcip", readFortinetEvent(fields, times));
  const src = canonicalAddress(fields.get("srcip") ?? "");
  const dst = canonicalAddress(fields.get("dstip") ?? "");
  const profile = type === "utm" ? (subtype ?? type) : type;
  const transport = readProtocol(fields.get("proto"));
  const ports = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber) || transport.protocol === undefined;
  const srcPort = ports ? portOf(fields.get("srcport")) : undefined;
  const dstPort = ports ? portOf(fields.get("dstport")) : undefined;
  // An attack may come back from the server that was asked: then it stands first.
  const isReply = profile === "ips" && /^(?:incoming|0)$/.test(fields.get("direction") ?? "") && isFromServer(srcPort, dstPort);
  const c: Connection = {
    kind: "connection",
    loggedTime: times.logged,
    startTime: times.event,
    ...recordEnds(src, dst, srcPort, dstPort, isReply),
    ...transport,
    application: (fields.get("service") ?? fields.get("scheme"))?.toLowerCase(),
    vendorDirection: direction(fields.get("srcintfrole"), fields.get("dstintfrole"), isReply),
    bytesOut: integerOf(fields.get("sentbyte")),
    bytesIn: integerOf(fields.get("rcvdbyte")),
    packetsOut: integerOf(fields.get("sentpkt")),
    packetsIn: integerOf(fields.get("rcvdpkt")),
    srcUser: directoryUser(fields.get("user") ?? fields.get("unauthuser") ?? fields.get("duser")),
    sessionId: fields.get("sessionid") === "0" ? undefined : fields.get("sessionid"),
    engineRule: fields.get("policyname"),
    engineRuleId: fields.get("policyid"),
    process: fields.get("fctprocess"),
  };
  if (c.srcIp === undefined) c.srcHost = canonicalHost(fields.get(isReply ? "dstip" : "srcip") ?? "");
  else if (!isReply) c.srcHost = canonicalHost(fields.get("srcname") ?? "");
  readTranslation(c, fields);
  readName(c, fields, isReply);
  readRequest(c, fields);
  readTls(c, fields, type === "traffic" ? "traffic" : profile);
  const icmp = icmpOf(c, fields);
  if (icmp) c.communityId = icmp;
  if (type === "traffic") readTraffic(c, fields, times.event);
  else readProfile(c, fields, profile);
  if (c.srcIp === undefined && c.srcHost === undefined) return emit.reject("srcip is no address");
  // A proxy tells of a transaction by its own line and by the URL filter's.
  const transaction = fields.get("transid");
  if (c.kind === "request" && transaction !== undefined && !told.add(`${fields.get("sessionid")} ${transaction}`)) c.twin = true;
  emit.found(c, personalOf(fields));
}

function readTraffic(c: Connection, fields: FortinetFields, event: number | undefined): void {
  const duration = integerOf(fields.get("duration"));
  const isTransaction = fields.get("subtype") === "http-transaction";
  if (duration !== undefined) {
    c.durationMs = isTransaction ? duration : duration * 1000;
    // The line is written when the session ends, or while it lasts.
    c.endTime = event ?? c.loggedTime;
    if (c.endTime !== undefined) c.startTime = c.endTime - c.durationMs;
  }
  const action = fields.get("action")?.toLowerCase();
  c.action = trafficAction(action, fields.get("utmaction"));
  c.engineReason = fields.get("utmaction") ?? action;
  if (c.action !== "denied" && (c.packetsIn ?? c.bytesIn) !== undefined) {
    const isRefusal = action === "server-rst" && (c.packetsIn ?? 0) <= 1;
    c.answered = (c.packetsIn ?? c.bytesIn)! > 0 && !isRefusal;
  }
  // Statistics of a long session (message 20) come again with growing totals; its end tells the whole.
  if (/^[0-9]{4}0*20$/.test(fields.get("logid") ?? "")) c.twin = true;
  if (isTransaction || fields.get("subtype") === "slb_http" || fields.has("fctver")) c.kind = "request";
}

/**
 * A URL filter tells of requests, a DNS filter of queries, an inspection of handshakes. What other profiles found in a
 * session is told by its traffic line once more: kept, not counted.
 */
function readProfile(c: Connection, fields: FortinetFields, profile: string): void {
  c.action = fields.get("action") === undefined && profile === "dns" ? undefined : profileAction(fields.get("action"));
  c.engineReason = fields.get("attack") ?? fields.get("virus") ?? fields.get("catdesc") ?? fields.get("reason") ?? fields.get("msg");
  if (profile === "webfilter") c.kind = "request";
  else if (profile.startsWith("dns")) readDns(c, fields);
  else if (profile === "ssl") c.kind = "handshake";
  else c.twin = true;
}

function readDns(c: Connection, fields: FortinetFields): void {
  c.kind = "query";
  c.application ??= "dns";
  const question = fields.get("qname");
  const answers =
    fields
      .get("ipaddr")
      ?.split(/[,\s]+/)
      .flatMap((text) => canonicalAddress(text) ?? []) ?? [];
  c.dns = {
    question: question && (canonicalHost(question) ?? question.toLowerCase().replace(/(.)\.$/, "$1")),
    type: fields.get("qtype")?.toUpperCase(),
    responseCode: fields.get("rcode")?.toUpperCase(),
    answers: answers.length > 0 ? answers.map((data) => ({ data, type: data.includes(":") ? "AAAA" : "A" })) : undefined,
  };
  if (answers.length > 0) c.answered = true;
}

/** What inspection saw of TLS stands in lines of several profiles. */
function readTls(c: Connection, fields: FortinetFields, profile: string): void {
  const version = tlsVersion(fields.get("tlsver"));
  const subject = fields.get("scertcname") ?? fields.get("certname");
  const sni = fields.get("sni");
  if (profile !== "ssl" && version === undefined && subject === undefined && sni === undefined) return;
  const name = sni ?? (profile === "ssl" ? fields.get("hostname") : undefined);
  c.tls = {
    version,
    cipher: fields.get("cipher"),
    sni: name === undefined ? undefined : canonicalHost(name),
    subject,
    issuer: fields.get("scertissuer"),
    validation: profile === "ssl" ? fields.get("reason") : undefined,
  };
}

function readTranslation(c: Connection, fields: FortinetFields): void {
  [c.srcNatIp, c.srcNatPort] = translated(fields.get("transip"), fields.get("transport"));
  [c.dstNatIp, c.dstNatPort] = translated(fields.get("tranip"), fields.get("tranport"));
}

/** `hostname` is the SNI or the Host header, which one the line does not say; `dstname` is the firewall's own knowledge. */
function readName(c: Connection, fields: FortinetFields, isReply: boolean): void {
  const url = fields.get("url");
  const fromUrl = url?.includes("://") ? splitUrl(url)?.host : undefined;
  const host = [fields.get("hostname"), fields.get("sni"), fromUrl, fields.get(isReply ? "srcip" : "dstip"), fields.get("dstname")]
    .map((name) => (name === undefined ? undefined : canonicalHost(splitUrl(name)?.host ?? "")))
    .find(Boolean);
  if (!host) return;
  c.dstHost = host;
  c.dstHostOrigin = fields.get("sni")
    ? "sni"
    : fields.get("hostname")
      ? /^https$/i.test(fields.get("service") ?? "")
        ? "sni"
        : "host-header"
      : fromUrl
        ? "url"
        : "log";
}

function readRequest(c: Connection, fields: FortinetFields): void {
  c.url = fields.get("url");
  c.method = (fields.get("httpmethod") ?? fields.get("method"))?.toUpperCase();
  c.userAgent = fields.get("agent");
  c.referrer = fields.get("referralurl");
  c.status = integerOf(fields.get("status_code") ?? fields.get("statuscode") ?? fields.get("httpcode"));
}

const own = /^(?:lan|dmz)$/;

function direction(from: string | undefined, to: string | undefined, isReply: boolean): Direction | undefined {
  if (from === "undefined" || to === "undefined") return undefined;
  return isReply ? zoneDirection(to, from, own) : zoneDirection(from, to, own);
}

/** Type and code stand in fields of their own, in hex, or in the service's name: icmp6/1/0. */
function icmpOf(c: Connection, fields: FortinetFields): string | undefined {
  const [, named, namedCode] = /^icmp6?\/([0-9]{1,3})\/([0-9]{1,3})$/i.exec(fields.get("service") ?? "") ?? [];
  const [type, code] = [fields.get("icmptype") ?? named, fields.get("icmpcode") ?? namedCode].map((text) => Number(text ?? Number.NaN));
  return Number.isInteger(type) && Number.isInteger(code) ? icmpId(c, type, code) : undefined;
}

function personalOf(fields: FortinetFields): string[] | undefined {
  const values = [
    "user",
    "unauthuser",
    "duser",
    "dstuser",
    "login",
    "sender",
    "recipient",
    "forwardedfor",
    "srcmac",
    "mastersrcmac",
  ].flatMap((key) => fields.get(key) ?? []);
  return values.length > 0 ? values : undefined;
}
