import type { Action, Connection, Direction } from "../model/connection";
import { protocolNumber } from "../model/protocol";
import { compact } from "./compact";
import { splitUrl } from "./split-url";

/** Version of the published schema that these documents follow. @see https://schema.ocsf.io/1.6.0 */
const VERSION = "1.6.0";
const classes = {
  network: [4001, "Network Activity"],
  http: [4002, "HTTP Activity"],
  dns: [4003, "DNS Activity"],
} as const;

/** A connection as an OCSF document: HTTP activity for a request, DNS activity for a query, else network activity. Times are milliseconds. */
export function toOcsf(c: Partial<Connection>, logName?: string): Record<string, unknown> {
  const kind = c.kind === "query" ? "dns" : c.kind === "request" && (c.method || c.url || c.status !== undefined) ? "http" : "network";
  const [classUid, className] = classes[kind];
  const activity = activityOf(c, kind);
  const action = actions[c.action ?? "none"];
  const number = c.protocolNumber ?? (c.protocol === undefined ? undefined : protocolNumber(c.protocol));
  const direction = directions[c.vendorDirection ?? "unknown"];
  return compact({
    category_uid: 4,
    category_name: "Network Activity",
    class_uid: classUid,
    class_name: className,
    activity_id: activity[0],
    activity_name: activity[1],
    type_uid: classUid * 100 + activity[0],
    type_name: `${className}: ${activity[1]}`,
    severity_id: c.action === "alerted" ? 2 : 1,
    severity: c.action === "alerted" ? "Low" : "Informational",
    time: c.startTime ?? c.loggedTime ?? c.endTime ?? 0,
    start_time: c.startTime,
    end_time: c.endTime,
    duration: c.durationMs === undefined ? undefined : Math.round(c.durationMs),
    count: c.count,
    ...action,
    metadata: {
      version: VERSION,
      product: { name: "Waybill", vendor_name: "Waybill" },
      // The profile of hosts brings the actor along.
      profiles: c.srcUser || c.process ? ["security_control", "host"] : ["security_control"],
      log_name: logName,
      logged_time: c.loggedTime,
      correlation_uid: c.sessionId,
      uid: c.traceId,
    },
    src_endpoint: {
      ip: c.srcIp,
      port: c.srcPort,
      hostname: c.srcHost,
      ...(c.srcNatIp ? { intermediate_ips: [c.srcNatIp] } : {}),
      instance_uid: c.caller?.instanceId,
      interface_uid: c.caller?.interfaceId,
      svc_name: c.caller?.service,
    },
    dst_endpoint: {
      ip: c.dstIp,
      port: c.dstPort,
      hostname: c.dstHost,
      ...(c.dstNatIp ? { intermediate_ips: [c.dstNatIp] } : {}),
    },
    connection_info: {
      protocol_name: c.protocol,
      protocol_num: number,
      direction_id: direction[0],
      direction: direction[1],
      community_uid: c.communityId,
      uid: c.sessionId,
    },
    app_name: c.application,
    traffic: {
      bytes_out: c.bytesOut,
      bytes_in: c.bytesIn,
      bytes: c.bytes ?? total(c.bytesOut, c.bytesIn),
      packets_out: c.packetsOut,
      packets_in: c.packetsIn,
      packets: total(c.packetsOut, c.packetsIn),
    },
    actor: { user: { name: c.srcUser }, process: { name: c.process } },
    firewall_rule: { name: c.engineRule, uid: c.engineRuleId },
    status_detail: c.engineReason,
    ...(kind === "http" ? http(c) : {}),
    ...(kind === "dns" ? dns(c) : {}),
    tls: tls(c),
  });
}

type Pair = readonly [number, string];

const httpMethods = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE", "PATCH"];

function activityOf(c: Partial<Connection>, kind: keyof typeof classes): Pair {
  if (kind === "http") {
    const at = httpMethods.indexOf(c.method?.toUpperCase() ?? "");
    return at < 0
      ? c.method
        ? [99, c.method]
        : [0, "Unknown"]
      : [at + 1, `${httpMethods[at]![0]}${httpMethods[at]!.slice(1).toLowerCase()}`];
  }
  if (kind === "dns") return c.dns?.responseCode || c.dns?.answers ? [2, "Response"] : [1, "Query"];
  if (c.action === "denied") return [5, "Refuse"];
  if (c.answered === false) return [4, "Fail"];
  // Counts of bytes come with the end of a connection or within it; a line that only tells of one opens it.
  return c.bytesOut === undefined && c.bytesIn === undefined && c.endTime === undefined ? [1, "Open"] : [6, "Traffic"];
}

const actions: Record<Action, object> = {
  allowed: { action_id: 1, action: "Allowed", disposition_id: 1, disposition: "Allowed" },
  denied: { action_id: 2, action: "Denied", disposition_id: 2, disposition: "Blocked" },
  alerted: { action_id: 1, action: "Allowed", disposition_id: 19, disposition: "Alert" },
  unknown: { action_id: 0, action: "Unknown", disposition_id: 0, disposition: "Unknown" },
  none: { action_id: 3, action: "Observed", disposition_id: 17, disposition: "Logged" },
};

const directions: Record<Direction, Pair> = {
  unknown: [0, "Unknown"],
  inbound: [1, "Inbound"],
  outbound: [2, "Outbound"],
  internal: [3, "Lateral"],
  external: [99, "External"],
};

function http(c: Partial<Connection>): object {
  const parts = c.url === undefined ? {} : splitUrl(c.url, c.method, c.dstHost ?? c.dstIp);
  return {
    http_request: {
      http_method: c.method?.toUpperCase(),
      user_agent: c.userAgent,
      referrer: c.referrer,
      url: {
        url_string: c.url,
        scheme: parts.scheme,
        hostname: parts.domain ?? c.dstHost,
        port: parts.port,
        path: parts.path,
        query_string: parts.query,
      },
    },
    http_response: { code: c.status },
  };
}

const responseCodes = [
  "NOERROR",
  "FORMERR",
  "SERVFAIL",
  "NXDOMAIN",
  "NOTIMP",
  "REFUSED",
  "YXDOMAIN",
  "YXRRSET",
  "NXRRSET",
  "NOTAUTH",
  "NOTZONE",
];
const responseNames = [
  "NoError",
  "FormError",
  "ServError",
  "NXDomain",
  "NotImp",
  "Refused",
  "YXDomain",
  "YXRRSet",
  "NXRRSet",
  "NotAuth",
  "NotZone",
];

function dns(c: Partial<Connection>): object {
  const code = c.dns?.responseCode;
  const at = code === undefined ? -1 : responseCodes.indexOf(code);
  return {
    query: { hostname: c.dns?.question, type: c.dns?.type, class: c.dns?.question === undefined ? undefined : "IN" },
    query_time: c.startTime,
    response_time: code === undefined ? undefined : (c.endTime ?? c.startTime),
    rcode_id: code === undefined ? undefined : at < 0 ? 99 : at,
    rcode: at < 0 ? code : responseNames[at],
    answers: c.dns?.answers?.map((answer) => compact({ rdata: answer.data, type: answer.type, ttl: answer.ttl })),
  };
}

function tls({ tls }: Partial<Connection>): object | undefined {
  if (!tls) return undefined;
  const hash = (value: string | undefined, id: number, algorithm: string): object | undefined =>
    value ? { algorithm_id: id, algorithm, value } : undefined;
  const certificate = tls.subject ?? tls.issuer ?? tls.sha256;
  return {
    version: tls.version ?? "unknown",
    cipher: tls.cipher,
    sni: tls.sni,
    alert: undefined,
    ja3_hash: hash(tls.ja3, 1, "MD5"),
    ja3s_hash: hash(tls.ja3s, 1, "MD5"),
    certificate: certificate && {
      subject: tls.subject,
      issuer: tls.issuer ?? "unknown",
      serial_number: "unknown",
      created_time: tls.notBefore,
      expiration_time: tls.notAfter,
      fingerprints: tls.sha256 ? [hash(tls.sha256, 3, "SHA-256")] : undefined,
      sans: tls.subjectAltNames?.map((name) => ({ name, type: "dns" })),
    },
  };
}

const total = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
