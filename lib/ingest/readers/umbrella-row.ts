import { canonicalAddress } from "../../model/address";
import type { Action, Connection, Direction } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import { integerOf, portOf } from "./json";
import { type Outcome, Reject, Skip } from "./outcome";
import { readEpoch, readIsoTime } from "./time";
import type { UmbrellaKind } from "./umbrella-columns";
import { readIdentities } from "./umbrella-identity";

/** Values of a row by the names of their columns; empty ones are absent. */
export type UmbrellaRow = Map<string, string>;

export function readUmbrella(kind: UmbrellaKind, row: UmbrellaRow): Outcome {
  const time = readIsoTime(row.get("timestamp") ?? row.get("time") ?? "");
  if (time === undefined) return new Reject("timestamp: no time");
  switch (kind) {
    case "dns":
      return readQuery(row, time);
    case "proxy":
      return readRequest(row, time);
    case "firewall":
    case "ip":
      return readFlow(kind, row, time);
    case "intrusion":
      return new Skip("what intrusion prevention found in a connection", {
        loggedTime: time,
        ...ends(row, readProtocol(row.get("ip protocol"))),
        ...readIdentities(undefined, row.get("identities"), undefined, row.get("identity types")),
        action: decision(row.get("action")),
      });
    case "dlp":
      return new Skip("what data loss prevention found", {
        loggedTime: time,
        url: row.get("destination"),
        action: decision(row.get("action")),
        engineRule: row.get("rule"),
      });
    case "audit":
      return new Skip("an entry of the audit log", {
        loggedTime: time,
        srcIp: address(row.get("logged in from")),
        srcUser: row.get("user"),
      });
  }
}

const address = (text: string | undefined): string | undefined => {
  const found = text === undefined ? undefined : canonicalAddress(text);
  return found === "0.0.0.0" || found === "::" ? undefined : found;
};

/** The decision; a proxied name is answered with the address of Umbrella's proxy. */
function decision(word: string | undefined): Action {
  if (word === undefined) return "unknown";
  if (/^block/i.test(word)) return "denied";
  if (/^(?:warn|would|monitor)/i.test(word)) return "alerted";
  return /^(?:allow|prox|isolat)/i.test(word) ? "allowed" : "unknown";
}

/** A device inside has an address of its own; outside is what it goes by on the internet. */
function client(row: UmbrellaRow, inner: string, outer: string): Pick<Connection, "srcIp" | "srcNatIp"> {
  const outside = address(row.get(outer));
  return { srcIp: address(row.get(inner)) ?? outside, srcNatIp: outside };
}

function readQuery(row: UmbrellaRow, time: number): Outcome {
  const question = row.get("domain");
  if (question === undefined) return new Reject("domain: absent");
  const type = row.get("query type");
  return {
    kind: "query",
    startTime: time,
    loggedTime: time,
    ...client(row, "internal ip", "external ip"),
    ...readIdentities(
      row.get("most granular identity"),
      row.get("identities"),
      row.get("most granular identity type"),
      row.get("identity types"),
    ),
    application: "dns",
    dns: {
      question: canonicalHost(question) ?? question.toLowerCase().replace(/(.)\.$/, "$1"),
      // "28 (AAAA)"
      type: type === undefined || /^other$/i.test(type) ? undefined : (/\((\S+)\)/.exec(type)?.[1] ?? type).toUpperCase(),
      responseCode: row.get("response code")?.toUpperCase(),
    },
    action: decision(row.get("action")),
    engineRuleId: row.get("rule id"),
    engineReason: row.get("blocked categories"),
    answered: row.has("response code") ? true : undefined,
  };
}

const ports: Record<string, number> = { http: 80, https: 443, ftp: 21, ws: 80, wss: 443 };

function readRequest(row: UmbrellaRow, time: number): Outcome {
  const url = row.get("url");
  const parts = url === undefined ? undefined : splitUrl(url);
  const asked = canonicalHost(parts?.host ?? "");
  const sni = canonicalHost(row.get("server name") ?? "");
  const host = asked ?? sni;
  const dstIp = address(row.get("destination ip")) ?? address(parts?.host);
  if (host === undefined && dstIp === undefined) return new Reject("url: absent, and destination ip as well");
  const validation = row.get("certificate errors");
  const c: Connection = {
    kind: "request",
    startTime: time,
    loggedTime: time,
    ...client(row, "internal client ip", "external client ip"),
    ...readIdentities(row.get("policy identity label"), row.get("identities"), row.get("policy identity type"), row.get("identity types")),
    ...(host !== undefined && { dstHost: host, dstHostOrigin: asked === undefined ? "sni" : "url" }),
    dstIp,
    dstPort: parts?.port ?? ports[parts?.scheme ?? ""],
    protocol: "tcp",
    protocolNumber: 6,
    application: parts?.scheme === "ftp" ? "ftp" : "http",
    method: row.get("request method"),
    url,
    status: integerOf(row.get("status code")) || undefined,
    userAgent: row.get("user agent"),
    referrer: row.get("referer"),
    bytesOut: integerOf(row.get("request size")),
    bytesIn: integerOf(row.get("response size")),
    ...((sni !== undefined || validation !== undefined) && { tls: { sni, validation } }),
    action: decision(row.get("action")),
    engineRuleId: row.get("rule id"),
    engineReason: row.get("blocked categories"),
  };
  if (c.action === "allowed" && c.status !== undefined && c.status < 500) c.answered = true;
  return c;
}

/** The firewall's rows, and those of the enforcement by address. */
function readFlow(kind: "firewall" | "ip", row: UmbrellaRow, time: number): Outcome {
  const transport = readProtocol(row.get("protocol"));
  const c: Connection = {
    kind: "connection",
    startTime: readEpoch(row.get("first packet timestamp")) ?? time,
    endTime: readEpoch(row.get("last packet timestamp")),
    loggedTime: time,
    ...ends(row, transport),
    ...(kind === "ip"
      ? readIdentities(row.get("identity"), undefined, row.get("identity type"), undefined)
      : readIdentities(undefined, row.get("identities"), row.get("identity type"), row.get("identity type"))),
    vendorDirection: directions[row.get("direction")?.toLowerCase() ?? ""],
    bytesOut: integerOf(row.get("bytes sent")) ?? integerOf(row.get("packet size")),
    bytesIn: integerOf(row.get("bytes received")),
    packetsOut: integerOf(row.get("packets sent")),
    packetsIn: integerOf(row.get("packets received")),
    action: decision(row.get("action")),
    engineRuleId: row.get("rule id"),
    sessionId: row.get("fw event id"),
  };
  if (c.srcIp === undefined) return new Reject("source ip: no address");
  if (c.dstIp === undefined) return new Reject("destination ip: no address");
  // Several names are those of the rule, of which one was meant.
  const host = canonicalHost(row.get("fqdns") ?? "");
  if (host !== undefined) Object.assign(c, { dstHost: host, dstHostOrigin: "log" });
  if (c.action === "allowed" && c.packetsIn !== undefined) c.answered = c.packetsIn > 0;
  return c;
}

const directions: Record<string, Direction> = { outbound: "outbound", inbound: "inbound" };

function ends(row: UmbrellaRow, transport: { protocol?: string; protocolNumber?: number }): Partial<Connection> {
  const isPort = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  return {
    srcIp: address(row.get("source ip")),
    srcPort: (isPort && portOf(row.get("source port"))) || undefined,
    dstIp: address(row.get("destination ip")),
    dstPort: (isPort && portOf(row.get("destination port"))) || undefined,
    ...transport,
  };
}
