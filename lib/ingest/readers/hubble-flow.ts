import { canonicalAddress } from "../../model/address";
import { communityId } from "../../model/community-id";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { protocolNumber } from "../../model/protocol";
import { type HubbleCallers, labelsOf } from "./hubble-caller";
import { readHubbleL7 } from "./hubble-l7";
import { integerOf, isObject, type JsonObject, portOf, textOf } from "./json";
import { type Outcome, Reject, Skip } from "./outcome";

/** One flow: the packet of a connection, or what the proxy saw, with the initiator as the source. */
export function readHubbleFlow(flow: JsonObject, time: number | undefined, callers: HubbleCallers): Outcome {
  const ip = isObject(flow["IP"]) ? flow["IP"] : {};
  const written = [textOf(ip["source"]), textOf(ip["destination"])];
  const [src, dst] = written.map((text) => (text === undefined ? undefined : canonicalAddress(text)));
  if (written[0] !== undefined && src === undefined) return new Reject("IP.source: no address.");
  if (written[1] !== undefined && dst === undefined) return new Reject("IP.destination: no address.");
  const l4 = readL4(isObject(flow["l4"]) ? flow["l4"] : {});
  const isReply = flow["is_reply"] === true || flow["reply"] === true || flow["trace_reason"] === "REPLY";
  const [source, destination] = [flow["source"], flow["destination"]].map((end) => (isObject(end) ? end : {})) as [JsonObject, JsonObject];
  const [initiator, responder] = isReply ? [destination, source] : [source, destination];
  const c: Connection = {
    kind: "connection",
    startTime: time,
    loggedTime: time,
    srcIp: isReply ? dst : src,
    srcPort: isReply ? l4.dstPort : l4.srcPort,
    ...callers.of(initiator),
    dstIp: isReply ? src : dst,
    dstPort: isReply ? l4.srcPort : l4.dstPort,
    protocol: l4.protocol,
    protocolNumber: l4.protocol === undefined ? undefined : protocolNumber(l4.protocol),
    vendorDirection: direction(initiator, responder),
    traceId: traceIdOf(flow),
  };
  const masked = canonicalAddress(textOf(ip["source_xlated"]) ?? "");
  if (masked !== undefined && !isReply) c.srcNatIp = masked;
  if (src && dst && c.protocolNumber !== undefined && l4.type !== undefined && l4.code !== undefined)
    c.communityId = communityId({ srcIp: src, dstIp: dst, protocolNumber: c.protocolNumber, srcPort: l4.type, dstPort: l4.code });
  readName(c, flow[isReply ? "source_names" : "destination_names"]);
  readVerdict(c, flow, isReply);
  if (isReply) c.reply = c.answered = true;
  if (isObject(flow["l7"])) readHubbleL7(c, flow["l7"]);
  if (flow["Type"] === "SOCK") return new Skip("the translation of a service's address, not a packet", c);
  if (c.srcIp === undefined && c.dstIp === undefined && c.dstHost === undefined) return new Skip("a flow without addresses", c);
  return c;
}

interface L4 {
  protocol?: string;
  srcPort?: number;
  dstPort?: number;
  type?: number;
  code?: number;
}

function readL4(l4: JsonObject): L4 {
  for (const [name, protocol] of [
    ["TCP", "tcp"],
    ["UDP", "udp"],
    ["SCTP", "sctp"],
  ] as const) {
    const ports = l4[name];
    if (isObject(ports)) return { protocol, srcPort: portOf(ports["source_port"]), dstPort: portOf(ports["destination_port"]) };
  }
  const [v4, v6] = [l4["ICMPv4"], l4["ICMPv6"]];
  const icmp = isObject(v4) ? v4 : isObject(v6) ? v6 : undefined;
  if (icmp === undefined) return {};
  // A zero is left out in Protocol Buffers' JSON.
  return { protocol: isObject(v4) ? "icmp" : "ipv6-icmp", type: integerOf(icmp["type"]) ?? 0, code: integerOf(icmp["code"]) ?? 0 };
}

/** By identity: what is outside is the world. */
function direction(initiator: JsonObject, responder: JsonObject): Connection["vendorDirection"] {
  const isWorld = (end: JsonObject): boolean => [...labelsOf(end).keys()].some((label) => label.startsWith("reserved:world"));
  if (labelsOf(initiator).size === 0 || labelsOf(responder).size === 0) return undefined;
  if (isWorld(responder)) return isWorld(initiator) ? "external" : "outbound";
  return isWorld(initiator) ? "inbound" : "internal";
}

/** Names that the cluster's DNS proxy resolved to this address. */
function readName(c: Connection, names: unknown): void {
  const host = Array.isArray(names)
    ? names.map((name) => (typeof name === "string" ? canonicalHost(name) : undefined)).find(Boolean)
    : undefined;
  if (host === undefined) return;
  c.dstHost = host;
  c.dstHostOrigin = "dns-join";
}

const verdicts: Record<string, Action> = {
  FORWARDED: "allowed",
  REDIRECTED: "allowed",
  DROPPED: "denied",
  AUDIT: "alerted",
  ERROR: "unknown",
};

function readVerdict(c: Connection, flow: JsonObject, isReply: boolean): void {
  const verdict = textOf(flow["verdict"]) ?? "";
  c.action = verdicts[verdict] ?? "none";
  // Ingress policy is the other end's.
  const policies = ["egress_denied_by", "ingress_denied_by", "egress_allowed_by", "ingress_allowed_by"].flatMap((name) => {
    const list = flow[name];
    return Array.isArray(list) ? list.filter(isObject) : [];
  });
  const policy = policies[0];
  if (policy !== undefined) c.engineRule = [textOf(policy["namespace"]), textOf(policy["name"])].filter(Boolean).join("/") || undefined;
  if (verdict !== "DROPPED") return;
  c.engineReason = textOf(flow["drop_reason_desc"]) ?? textOf(flow["drop_reason"]);
  if (!isReply) c.answered = false;
}

function traceIdOf(flow: JsonObject): string | undefined {
  const context = flow["trace_context"];
  const parent = isObject(context) ? context["parent"] : undefined;
  return isObject(parent) ? textOf(parent["trace_id"]) : undefined;
}
