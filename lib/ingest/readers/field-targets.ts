import { canonicalAddress } from "../../model/address";
import type { Action, Caller, Connection, Dns, Tls } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { readProtocol } from "../../model/protocol";
import { dnsName } from "./dns-name";
import { dnsResponseCode, dnsType } from "./dns-names";
import { readEndpoint } from "./endpoint";
import { readGoDuration } from "./go-duration";
import { integerOf, numberOf, portOf } from "./json";
import { tlsVersion } from "./tls-version";

/** How a value of one mapped field is read. */
export interface Reading {
  time(text: string): number | undefined;
  /** What one unit of a duration is in milliseconds, of a size in bytes. */
  scale: number;
  action(text: string): Action;
}

type Put = (c: Connection, text: string, reading: Reading) => boolean;

/** Something a field of a line can tell of a connection. */
export interface FieldTarget {
  label: string;
  group: "When" | "Who" | "Where to" | "What" | "How much" | "Decision" | "Name lookup" | "TLS";
  /** Which units its values may be in. */
  units?: "time" | "duration" | "size";
  /** A list of values is read whole; elsewhere its first one holds. */
  isList?: true;
  /** Writes the value down. @returns false where it is nothing of this kind. */
  put: Put;
}

type Of<T> = { [K in keyof Connection]-?: NonNullable<Connection[K]> extends T ? K : never }[keyof Connection];
type Texts = Exclude<Of<string>, "kind" | "action" | "vendorDirection" | "dstHostOrigin">;

const text =
  (name: Texts): Put =>
  (c, value) => {
    c[name] = value;
    return true;
  };
const time =
  (name: "startTime" | "endTime" | "loggedTime"): Put =>
  (c, value, { time }) => {
    const ms = time(value);
    if (ms !== undefined) c[name] = ms;
    return ms !== undefined;
  };
const count =
  (name: Of<number>): Put =>
  (c, value, { scale }) => {
    const number = numberOf(value);
    const scaled = number === undefined ? Number.NaN : Math.round(number * scale);
    if (!Number.isSafeInteger(scaled)) return false;
    c[name] = scaled;
    return true;
  };
/** Port 0 is what a logger writes where there is none. */
const port =
  (name: "srcPort" | "dstPort"): Put =>
  (c, value) => {
    const number = portOf(value);
    if (number) c[name] ??= number;
    return number !== undefined;
  };
const address =
  (name: "srcNatIp" | "dstNatIp"): Put =>
  (c, value) => {
    const ip = canonicalAddress(value);
    if (ip !== undefined) c[name] = ip;
    return ip !== undefined;
  };
/** An address or a name, with its port or without. */
const end =
  (side: "src" | "dst"): Put =>
  (c, value) => {
    const { ip, host: name, port } = readEndpoint(value);
    // A last label of digits is a broken address, no name (RFC 3696).
    const host = name === undefined || /(?:^|\.)[0-9]+$/.test(name) ? undefined : name;
    if (ip !== undefined) c[`${side}Ip`] = ip;
    if (port !== undefined) c[`${side}Port`] ??= port;
    if (host !== undefined && side === "src") c.srcHost ??= host;
    if (host !== undefined && side === "dst") nameDestination(c, host, "log");
    return ip !== undefined || host !== undefined;
  };
const caller =
  (name: Exclude<keyof Caller, "tags">): Put =>
  (c, value) => {
    c.caller = { ...c.caller, [name]: value };
    return true;
  };
const dns =
  (read: (value: string) => Dns): Put =>
  (c, value) => {
    c.dns = { ...c.dns, ...read(value) };
    return true;
  };
const tls = (c: Connection, told: Tls): boolean => {
  c.tls = { ...c.tls, ...told };
  return true;
};

/** The first name holds: a field of its own comes before what a URL or a handshake says. */
export function nameDestination(c: Connection, host: string, origin: Connection["dstHostOrigin"]): void {
  if (c.dstHost !== undefined) return;
  c.dstHost = host;
  c.dstHostOrigin = origin;
}

const numbered = (value: string, name: (number: number | undefined) => string | undefined): string =>
  name(integerOf(value)) ?? value.toUpperCase().slice(0, 32);
const answerOf = (word: string) => {
  const ip = canonicalAddress(word);
  return ip === undefined ? { data: dnsName(word) } : { type: ip.includes(":") ? "AAAA" : "A", data: ip };
};

/** What a person can point a field at, in the order it is offered. Ids are those of the record where there is one. */
export const fieldTargets = {
  startTime: { label: "Time it began", group: "When", units: "time", put: time("startTime") },
  loggedTime: { label: "Time of the log line", group: "When", units: "time", put: time("loggedTime") },
  endTime: { label: "Time it ended", group: "When", units: "time", put: time("endTime") },
  date: { label: "Date, where the time stands apart", group: "When", put: () => true },
  durationMs: {
    label: "Duration",
    group: "When",
    units: "duration",
    put: (c, value, { scale }) => {
      const number = numberOf(value);
      const ms = number === undefined ? (readGoDuration(value) ?? clockDuration(value)) : number * scale;
      if (ms !== undefined) c.durationMs = Math.round(ms * 1e6) / 1e6;
      return ms !== undefined;
    },
  },
  srcIp: { label: "Source address, with its port or without", group: "Who", put: end("src") },
  srcPort: { label: "Source port", group: "Who", put: port("srcPort") },
  srcUser: { label: "User (rests as a pseudonym)", group: "Who", put: text("srcUser") },
  srcHost: { label: "Client's own name (rests as a pseudonym)", group: "Who", put: text("srcHost") },
  process: { label: "Program of the caller", group: "Who", put: text("process") },
  service: { label: "Service of the caller", group: "Who", put: caller("service") },
  environment: { label: "Environment of the caller", group: "Who", put: caller("environment") },
  team: { label: "Team of the caller", group: "Who", put: caller("team") },
  srcNatIp: { label: "Source address after translation", group: "Who", put: address("srcNatIp") },
  dstIp: { label: "Destination: address or name, with its port or without", group: "Where to", put: end("dst") },
  dstPort: { label: "Destination port", group: "Where to", put: port("dstPort") },
  dstHost: {
    label: "Destination's name",
    group: "Where to",
    // Some write an address where they have no name.
    put: (c, value, reading) => {
      const host = canonicalHost(value);
      if (host !== undefined) nameDestination(c, host, "log");
      return host !== undefined || (c.dstIp !== undefined ? canonicalAddress(value) !== undefined : end("dst")(c, value, reading));
    },
  },
  dstNatIp: { label: "Destination address after translation", group: "Where to", put: address("dstNatIp") },
  url: { label: "URL", group: "Where to", put: text("url") },
  protocol: {
    label: "Protocol (tcp, udp, 6 …)",
    group: "What",
    put: (c, value) => {
      const { protocol, protocolNumber } = readProtocol(value);
      if (protocol !== undefined) c.protocol = protocol;
      if (protocolNumber !== undefined) c.protocolNumber = protocolNumber;
      return protocol !== undefined || protocolNumber !== undefined;
    },
  },
  application: {
    label: "Application (http, tls, ssh …)",
    group: "What",
    put: (c, value) => {
      c.application = value.toLowerCase();
      return true;
    },
  },
  method: {
    label: "HTTP method",
    group: "What",
    put: (c, value) => {
      if (!/^[A-Za-z-]{2,20}$/.test(value)) return false;
      c.method = value.toUpperCase();
      return true;
    },
  },
  status: {
    label: "HTTP status",
    group: "What",
    put: (c, value) => {
      const status = integerOf(value);
      if (status !== undefined && status >= 100 && status < 1000) c.status = status;
      // A proxy writes 0 where there was no answer.
      return status !== undefined && (status === 0 || c.status !== undefined);
    },
  },
  userAgent: { label: "User agent", group: "What", put: text("userAgent") },
  referrer: { label: "Referrer", group: "What", put: text("referrer") },
  sessionId: { label: "Id of the session", group: "What", put: text("sessionId") },
  job: { label: "Batch job", group: "What", put: text("job") },
  run: { label: "Run of the batch job", group: "What", put: text("run") },
  bytesOut: { label: "Bytes sent", group: "How much", units: "size", put: count("bytesOut") },
  bytesIn: { label: "Bytes received", group: "How much", units: "size", put: count("bytesIn") },
  bytes: { label: "Bytes both ways together", group: "How much", units: "size", put: count("bytes") },
  packetsOut: { label: "Packets sent", group: "How much", put: count("packetsOut") },
  packetsIn: { label: "Packets received", group: "How much", put: count("packetsIn") },
  action: {
    label: "Decision (allowed, denied …)",
    group: "Decision",
    put: (c, value, { action }) => {
      c.action = action(value);
      return true;
    },
  },
  engineRule: { label: "Rule", group: "Decision", put: text("engineRule") },
  engineRuleId: { label: "Id of the rule", group: "Decision", put: text("engineRuleId") },
  engineReason: { label: "Reason of the decision", group: "Decision", put: text("engineReason") },
  dnsQuestion: { label: "Name that was asked for", group: "Name lookup", put: dns((value) => ({ question: dnsName(value) })) },
  dnsType: { label: "Type of the question", group: "Name lookup", put: dns((value) => ({ type: numbered(value, dnsType) })) },
  dnsResponseCode: {
    label: "Response code",
    group: "Name lookup",
    put: dns((value) => ({ responseCode: numbered(value, dnsResponseCode) })),
  },
  dnsAnswers: {
    label: "Answers",
    group: "Name lookup",
    isList: true,
    put: dns((value) => ({
      answers: value
        .split(/[\s,;|]+/, 100)
        .filter(Boolean)
        .map(answerOf),
    })),
  },
  tlsVersion: {
    label: "TLS version",
    group: "TLS",
    put: (c, value) => {
      const version = tlsVersion(value);
      return version !== undefined && tls(c, { version });
    },
  },
  sni: {
    label: "Server name (SNI)",
    group: "TLS",
    put: (c, value) => {
      const sni = canonicalHost(value);
      return sni !== undefined && tls(c, { sni });
    },
  },
  tlsCipher: { label: "Cipher", group: "TLS", put: (c, value) => tls(c, { cipher: value }) },
} as const satisfies Record<string, FieldTarget>;

export type FieldTargetId = keyof typeof fieldTargets;

/** "00:01:05" and "1:05.250": hours, minutes, seconds. */
function clockDuration(value: string): number | undefined {
  const match = /^(?:([0-9]{1,4}):)?([0-5]?[0-9]):([0-5][0-9](?:\.[0-9]{1,9})?)$/.exec(value);
  return match ? (Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000 : undefined;
}
