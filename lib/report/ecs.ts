import { canonicalAddress } from "../model/address";
import { communityId } from "../model/community-id";
import type { Connection } from "../model/connection";
import { protocolKeyword, protocolNumber } from "../model/protocol";
import { compact } from "./compact";
import { splitUrl, type UrlParts } from "./split-url";

/** A connection as a nested document of the Elastic Common Schema 8. Absent stays absent; nothing is guessed beyond what follows from the fields. */
export function toEcs(c: Partial<Connection>): Record<string, unknown> {
  const end = c.endTime ?? (c.startTime !== undefined && c.durationMs !== undefined ? c.startTime + c.durationMs : undefined);
  const duration = c.durationMs ?? (c.startTime !== undefined && c.endTime !== undefined ? c.endTime - c.startTime : undefined);
  const number = c.protocolNumber ?? (c.protocol === undefined ? undefined : protocolNumber(c.protocol));
  return compact({
    "@timestamp": time(c.loggedTime ?? c.startTime ?? c.endTime),
    event: {
      kind: c.action === "alerted" ? "alert" : "event",
      category: ["network", ...(c.kind === "request" ? ["web"] : [])],
      type: eventType(c),
      start: time(c.startTime),
      end: time(end),
      // Nanoseconds. Microseconds are all that any logger resolves; what a float adds below is noise.
      duration: duration === undefined || duration < 0 ? undefined : Math.round(duration * 1e6),
      reason: c.engineReason,
      id: c.sessionId,
    },
    ...ends(c),
    network: {
      transport: c.protocol ?? (number === undefined ? undefined : protocolKeyword(number)),
      iana_number: number === undefined ? undefined : String(number),
      protocol: c.application,
      direction: c.vendorDirection,
      bytes: c.bytes ?? sum(c.bytesOut, c.bytesIn),
      packets: sum(c.packetsOut, c.packetsIn),
      community_id: c.communityId ?? idOf(c, number),
    },
    url: urlOf(c),
    http: { request: { method: c.method, referrer: c.referrer }, response: { status_code: c.status } },
    user: { name: c.srcUser },
    user_agent: { original: c.userAgent },
    process: { name: c.process },
    dns: dns(c),
    tls: tls(c),
    rule: { name: c.engineRule, id: c.engineRuleId },
    trace: { id: c.traceId },
  });
}

/** A path alone, and a request without its URL, belong to the host that was asked, or to the address where none was named. */
function urlOf(c: Partial<Connection>): object | undefined {
  if (c.url === undefined) return c.kind === "request" ? { domain: c.dstHost ?? c.dstIp } : undefined;
  const url = splitUrl(c.url, c.method, c.dstHost ?? c.dstIp);
  return {
    original: c.url,
    ...url,
    scheme: url.scheme ?? seenScheme(c, url),
    domain: url.domain ?? c.dstHost ?? (url.path === undefined ? undefined : c.dstIp),
  };
}

/**
 * A URL without its scheme was asked for by the protocol that was seen, or by what its port stands for. A path alone, at
 * another port than HTTP's own, may have come through TLS that nobody saw.
 */
function seenScheme(c: Partial<Connection>, { domain, port, path }: UrlParts): string | undefined {
  if (port === 443 && path !== undefined) return "https";
  const isPlain = c.application === "http" && (domain !== undefined || c.dstPort === 80);
  return isPlain || c.application === "https" ? c.application : undefined;
}

/**
 * ECS keeps the direction of the record in source and destination, and adds the roles where they differ. The user is
 * the initiator's.
 */
function ends(c: Partial<Connection>): Record<string, object> {
  const initiator = {
    ...endpoint(c.srcIp, c.srcPort, c.srcHost),
    nat: { ip: c.srcNatIp, port: c.srcNatPort },
    bytes: c.bytesOut,
    packets: c.packetsOut,
    user: { name: c.srcUser },
  };
  const responder = {
    ...endpoint(c.dstIp, c.dstPort, c.dstHost),
    nat: { ip: c.dstNatIp, port: c.dstNatPort },
    bytes: c.bytesIn,
    packets: c.packetsIn,
  };
  return c.reply
    ? { source: responder, destination: initiator, client: initiator, server: responder }
    : { source: initiator, destination: responder };
}

/** One text names the endpoint for whoever reads: its name, else its address. */
const endpoint = (ip?: string, port?: number, domain?: string): object => ({ address: domain ?? ip, ip, port, domain });

/** The engine's decision is a type of its own; an alert lets pass what it tells of. */
function eventType(c: Partial<Connection>): string[] {
  const type = ["connection"];
  if (c.kind === "request" || c.kind === "query" || c.kind === "handshake") type.push("protocol");
  if (c.action === "denied") type.push("denied");
  if (c.action === "allowed" || c.action === "alerted") type.push("allowed");
  return type;
}

function dns({ dns }: Partial<Connection>): object | undefined {
  if (!dns) return undefined;
  const addresses = dns.answers?.flatMap((answer) => canonicalAddress(answer.data) ?? []);
  return {
    question: { name: dns.question, type: dns.type },
    response_code: dns.responseCode,
    answers: dns.answers?.map((answer) => compact({ ...answer })),
    resolved_ip: addresses && addresses.length > 0 ? addresses : undefined,
  };
}

function tls({ tls }: Partial<Connection>): object | undefined {
  if (!tls) return undefined;
  const ssl = tls.version?.startsWith("ssl");
  return {
    version: ssl ? `${tls.version!.slice(3)}.0` : tls.version,
    version_protocol: tls.version === undefined ? undefined : ssl ? "ssl" : "tls",
    cipher: tls.cipher,
    next_protocol: tls.alpn,
    established: tls.established,
    client: { server_name: tls.sni, ja3: tls.ja3 },
    server: {
      ja3s: tls.ja3s,
      subject: tls.subject,
      issuer: tls.issuer,
      not_before: time(tls.notBefore),
      not_after: time(tls.notAfter),
      hash: { sha256: tls.sha256 },
      x509: { alternative_names: tls.subjectAltNames },
    },
  };
}

function idOf(c: Partial<Connection>, number: number | undefined): string | undefined {
  const { srcIp, dstIp, srcPort, dstPort } = c;
  if (!srcIp || !dstIp || number === undefined) return undefined;
  // Without its ports, or without type and code, a flow has no id that another logger would give it.
  if ([1, 6, 17, 58, 132].includes(number) && (srcPort === undefined || dstPort === undefined)) return undefined;
  return communityId({ srcIp, dstIp, srcPort, dstPort, protocolNumber: number });
}

const time = (ms: number | undefined): string | undefined =>
  ms === undefined || !Number.isFinite(new Date(ms).getTime()) ? undefined : new Date(ms).toISOString();

const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
