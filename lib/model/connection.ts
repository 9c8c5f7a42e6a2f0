/**
 * One outbound network activity, whatever log it came from.
 *
 * Names are OCSF's, flattened and camel-cased; each field says its OCSF path. What a log did not say is absent:
 * never an empty string, a zero or a dash. Times are milliseconds since the epoch in UTC, bytes and counts are
 * non-negative safe integers (see docs/decisions/0002-numbers.md).
 */
export interface Connection {
  kind: ObservationKind;

  /** OCSF `start_time`. */
  startTime?: number;
  /** OCSF `end_time`. */
  endTime?: number;
  /** OCSF `metadata.logged_time`: the stamp of the log line itself. */
  loggedTime?: number;
  /** OCSF `duration`; milliseconds, may carry a fraction. */
  durationMs?: number;

  /** OCSF `src_endpoint.ip`: the initiator, even behind a NAT or in a record of the reply. */
  srcIp?: string;
  srcPort?: number;
  /** OCSF `src_endpoint.hostname`: the client's own name. Personal: becomes a pseudonym before it rests. */
  srcHost?: string;
  /** Address (and port) of the initiator after translation. */
  srcNatIp?: string;
  srcNatPort?: number;
  /** OCSF `actor.user.name`. Personal: becomes a pseudonym before it rests. */
  srcUser?: string;
  /** OCSF `actor.process.name`. */
  process?: string;
  /** What the log says about the caller, from which its workload is found. */
  caller?: Caller;

  /** OCSF `dst_endpoint.hostname`: lower case, A-labels, no trailing dot. */
  dstHost?: string;
  dstHostOrigin?: HostOrigin;
  /** OCSF `dst_endpoint.ip`: IPv4-mapped IPv6 is written as IPv4. */
  dstIp?: string;
  dstPort?: number;
  dstNatIp?: string;
  dstNatPort?: number;

  /** OCSF `connection_info.protocol_name`: tcp, udp, icmp, ipv6-icmp, … by its IANA keyword in lower case. */
  protocol?: string;
  /** OCSF `connection_info.protocol_num`. */
  protocolNumber?: number;
  /** OCSF `app_name`: observed by the logger (http, tls, dns, ssh …), never guessed from the port. */
  application?: string;
  /** The logger's own idea of direction; ours comes from the internal ranges. */
  vendorDirection?: Direction;

  /** OCSF `http_request.http_method`. */
  method?: string;
  /** OCSF `http_request.url.url_string`, as logged. */
  url?: string;
  /** OCSF `http_response.code`. */
  status?: number;
  userAgent?: string;
  referrer?: string;
  /** 0 for the first try; OpenTelemetry `http.request.resend_count`. */
  attempt?: number;

  dns?: Dns;
  tls?: Tls;

  /** OCSF `traffic.bytes_out`: initiator to responder. The format's `counts` says which layer. */
  bytesOut?: number;
  bytesIn?: number;
  /** OCSF `traffic.bytes`: both ways together, where the log does not tell them apart. Printed, and part of no figure by direction. */
  bytes?: number;
  packetsOut?: number;
  packetsIn?: number;
  /** The logger saw one in so many packets, and the counts here are raised to all of them: estimates. */
  sampling?: number;
  /** How many activities this record stands for; 1 when absent. */
  count?: number;

  /** What the engine that wrote the log did. Absent where the logger enforces nothing. */
  action?: Action;
  /** The engine's own rule: name and id. */
  engineRule?: string;
  engineRuleId?: string;
  engineReason?: string;
  /** Whether the far end was seen to answer; absent when the log cannot tell. */
  answered?: boolean;

  job?: string;
  run?: string;

  /** The logger's id of the session (Zeek uid, Suricata flow id, NAT session …). */
  sessionId?: string;
  communityId?: string;
  traceId?: string;
  /** The other record of an activity already told (reply, far end, second half of a NAT pair): kept, not counted. */
  twin?: boolean;
  /**
   * The record told of the answer: its own source is our responder. Source and destination here are the initiator's all
   * the same; documents that keep the record's direction (ECS) turn it back.
   */
  reply?: boolean;
}

/** How much of an activity this observation sees, richest first. Figures count one kind per workload. */
export const observationKinds = ["request", "connection", "query", "handshake"] as const;
export type ObservationKind = (typeof observationKinds)[number];

/** Where the destination's name was read. */
export const hostOrigins = ["sni", "host-header", "connect", "url", "log", "dns-join", "none"] as const;
export type HostOrigin = (typeof hostOrigins)[number];

export const directions = ["outbound", "inbound", "internal", "external", "unknown"] as const;
export type Direction = (typeof directions)[number];

/** The decision of the engine that wrote the log; `unknown` when there is an engine but the line does not say. */
export const actions = ["allowed", "denied", "alerted", "unknown", "none"] as const;
export type Action = (typeof actions)[number];

export interface Caller {
  service?: string;
  environment?: string;
  team?: string;
  /** Cloud network interface (eni-…). */
  interfaceId?: string;
  instanceId?: string;
  accountId?: string;
  /** Any further tags; values are text. */
  tags?: Record<string, string>;
}

export interface Dns {
  /** Question name: lower case, no trailing dot. */
  question?: string;
  /** Question type mnemonic: A, AAAA, HTTPS … */
  type?: string;
  /** Response code mnemonic: NOERROR, NXDOMAIN … */
  responseCode?: string;
  answers?: DnsAnswer[];
}

export interface DnsAnswer {
  name?: string;
  type?: string;
  /** Address in canonical form, or the name, without trailing dot. */
  data: string;
  /** Seconds. */
  ttl?: number;
}

export interface Tls {
  /** "1.0", "1.1", "1.2", "1.3", or "ssl3". */
  version?: string;
  cipher?: string;
  sni?: string;
  alpn?: string;
  ja3?: string;
  ja3s?: string;
  ja4?: string;
  subject?: string;
  issuer?: string;
  subjectAltNames?: string[];
  notBefore?: number;
  notAfter?: number;
  /** Of the leaf, lower-case hex without colons. */
  sha256?: string;
  /** The logger's validation result, in its own words. */
  validation?: string;
  established?: boolean;
  error?: string;
}
