import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, readProtocol } from "../../model/protocol";
import { decisionOf } from "./decision-words";
import { directoryUser } from "./directory-user";
import { readEndpoint } from "./endpoint";
import { integerOf, numberOf, portOf } from "./json";
import { type Outcome, Skip } from "./outcome";

/** An event of a product that writes a common format, by the keys of CEF. */
export interface SecurityEvent {
  get(key: string): string | undefined;
  /** What the event is called, and the id of its kind. */
  name: string | undefined;
  id: string | undefined;
  loggedTime: number | undefined;
  startTime: number | undefined;
  endTime: number | undefined;
  durationMs: number | undefined;
  rule: string | undefined;
  ruleId: string | undefined;
}

/** A connection, or what could be read of an event that tells of none. */
export function readSecurityEvent(e: SecurityEvent): Outcome {
  const c: Connection = { kind: "connection", loggedTime: e.loggedTime, startTime: e.startTime, endTime: e.endTime };
  if (e.durationMs !== undefined) c.durationMs = e.durationMs;
  const transport = readProtocol(e.get("proto"));
  Object.assign(c, transport);
  const ports = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  readEnds(c, e, ports);
  const application = e.get("app")?.toLowerCase();
  // A sentence is no protocol.
  if (application !== undefined && /^[a-z0-9][a-z0-9_.+-]{0,63}$/.test(application)) c.application = application;
  readRequest(c, e);
  c.bytesOut = integerOf(e.get("in"));
  c.bytesIn = integerOf(e.get("out"));
  c.packetsOut = integerOf(e.get("packetsOut"));
  c.packetsIn = integerOf(e.get("packetsIn"));
  c.srcUser = directoryUser(e.get("suser"));
  c.srcHost = canonicalHost(e.get("shost") ?? "");
  c.process = e.get("sproc");
  c.sessionId = e.get("externalId");
  c.engineRule = e.rule;
  c.engineRuleId = e.ruleId ?? e.id;
  c.engineReason = e.get("reason") ?? e.name;
  const why = notTraffic(c, e);
  if (why) return new Skip(why, c);
  const direction = e.get("deviceDirection");
  if (direction === "0" || direction === "1") c.vendorDirection = direction === "0" ? "inbound" : "outbound";
  const count = integerOf(e.get("cnt"));
  if (count !== undefined && count > 1) c.count = count;
  // Some products say what they did in the event's name alone.
  c.action = decisionOf(e.get("act")) ?? decisionOf(e.name?.split(/[_:]/).at(-1)) ?? "unknown";
  if (c.action === "denied") c.answered = false;
  else if ((c.bytesIn ?? 0) > 0 || (c.packetsIn ?? 0) > 0) c.answered = true;
  return c;
}

function notTraffic(c: Connection, e: SecurityEvent): string | undefined {
  if (c.srcIp === undefined && c.srcHost === undefined) return "an event without a source address";
  if (c.dstIp === undefined && c.dstHost === undefined) return "an event without a destination";
  const isTraffic = ["spt", "dpt", "proto", "app", "in", "out", "request", "packetsOut"].some((key) => e.get(key) !== undefined);
  return isTraffic ? undefined : "an event that names two hosts and no traffic between them";
}

function readEnds(c: Connection, e: SecurityEvent, ports: boolean): void {
  c.srcIp = addressOf(e, "src", "c6a2");
  c.dstIp = addressOf(e, "dst", "c6a3");
  const host = readEndpoint(e.get("dhost"));
  c.dstIp ??= host.ip;
  if (host.host !== undefined) {
    c.dstHost = host.host;
    c.dstHostOrigin = "log";
  }
  const srcNat = translated(e.get("sourceTranslatedAddress"));
  const dstNat = translated(e.get("destinationTranslatedAddress"));
  c.srcNatIp = srcNat;
  c.dstNatIp = dstNat;
  if (!ports) return;
  c.srcPort = portOf(e.get("spt")) || undefined;
  c.dstPort = portOf(e.get("dpt")) || undefined;
  if (srcNat !== undefined) c.srcNatPort = portOf(e.get("sourceTranslatedPort")) || undefined;
  if (dstNat !== undefined) c.dstNatPort = portOf(e.get("destinationTranslatedPort")) || undefined;
}

/** IPv6 stands in a custom field of its own in older products. */
function addressOf(e: SecurityEvent, key: string, custom: string): string | undefined {
  const address = canonicalAddress(e.get(key) ?? "") ?? canonicalAddress(e.get(custom) ?? "");
  return address === "0.0.0.0" && key === "dst" ? undefined : address;
}

function translated(text: string | undefined): string | undefined {
  const address = canonicalAddress(text ?? "");
  return address === "0.0.0.0" || address === "::" ? undefined : address;
}

function readRequest(c: Connection, e: SecurityEvent): void {
  c.url = e.get("request");
  c.method = (e.get("requestMethod") ?? e.get("method"))?.toUpperCase();
  c.userAgent = e.get("requestClientApplication");
  const context = e.get("requestContext");
  if (context !== undefined && /^https?:\/\//i.test(context)) c.referrer = context;
  const status = numberOf(e.get("status"));
  if (status !== undefined && status >= 100 && status < 600) c.status = status;
  if (c.url === undefined && c.method === undefined) return;
  c.kind = "request";
  const asked = readEndpoint(/^[a-z][a-z0-9+.-]{0,20}:\/\/(?:[^/?#@\s]{0,200}@)?([^/?#\s]{1,300})/i.exec(c.url ?? "")?.[1]);
  if (asked.host !== undefined) {
    c.dstHost = asked.host;
    c.dstHostOrigin = "url";
  }
  c.dstIp ??= asked.ip;
  c.dstPort ??= asked.port;
}
