import { canonicalAddress } from "../../model/address";
import { communityId } from "../../model/community-id";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { hasPorts, readProtocol } from "../../model/protocol";
import type { FlowField } from "./flow-names";
import type { FlowTimes } from "./flow-time";
import type { FlowValues } from "./flow-values";
import { integerOf, numberOf, portOf } from "./json";
import { type Outcome, Reject, Skip } from "./outcome";

/** What the source says of times, and of which addresses are ours. */
export interface FlowContext {
  times(values: FlowValues): FlowTimes;
  isReply(src: string, dst: string, c: { srcPort?: number; dstPort?: number; protocolNumber?: number; flags: number }): boolean;
}

/** A flow, or the half of one, as a connection: the initiator is the source, counts are those of the packets that were sampled for. */
export function flowConnection(values: FlowValues, context: FlowContext): Outcome {
  const kind = values.get("kind");
  if (kind === "netflow_options") return new Skip("options of the exporter, not a flow");
  const times = context.times(values);
  const written = [values.get("src"), values.get("dst")];
  const [src, dst] = written.map((text) => (text === undefined ? undefined : canonicalAddress(text)));
  if (written[0] !== undefined && src === undefined) return new Reject("source address: no address.");
  if (written[1] !== undefined && dst === undefined) return new Reject("destination address: no address.");
  const transport = readProtocol(values.get("protocol"));
  const ported = transport.protocolNumber === undefined ? transport.protocol !== undefined : hasPorts(transport.protocolNumber);
  const srcPort = ported ? portOf(values.get("srcPort")) : undefined;
  const dstPort = ported ? portOf(values.get("dstPort")) : undefined;
  const c: Connection = { kind: "connection", ...times, srcIp: src, srcPort, dstIp: dst, dstPort, ...transport };
  c.application = values.get("application")?.toLowerCase().split(".")[0];
  c.communityId = values.get("communityId") ?? icmpId(values, src, dst, transport.protocolNumber);
  readCounts(c, values);
  readNat(c, values);
  readDecision(c, values);
  if (values.has("natEvent") && c.bytesOut === undefined) return new Skip("a translation of addresses, not a flow", c);
  if (src === undefined || dst === undefined) return new Skip("a flow without addresses", c);
  const host = canonicalHost(values.get("serverName") ?? "");
  if (host !== undefined) [c.dstHost, c.dstHostOrigin] = [host, "sni"];
  const flags = flagsOf(values.get("flags"));
  // Whoever joins the halves knows which began; IPFIX says so where the source did not (RFC 5103).
  const joined = c.bytesIn !== undefined || c.packetsIn !== undefined;
  if (joined ? values.get("biflow") === "2" : context.isReply(src, dst, { ...c, flags })) turn(c, joined);
  return c;
}

function readCounts(c: Connection, values: FlowValues): void {
  const rate = numberOf(values.get("sampling")) ?? 1;
  const count = (field: FlowField): number | undefined => {
    const number = integerOf(values.get(field));
    const whole = number === undefined ? undefined : Math.round(number * Math.max(rate, 1));
    return whole !== undefined && Number.isSafeInteger(whole) ? whole : undefined;
  };
  c.bytesOut = count("bytes");
  c.packetsOut = count("packets");
  // "out" is the way back for those who join the halves, and nought for the others.
  c.bytesIn = count("bytesBack") ?? (count("bytesOut") || undefined);
  c.packetsIn = count("packetsBack") ?? (count("packetsOut") || undefined);
  if (c.packetsIn !== undefined) c.answered = c.packetsIn > 0;
  if (rate > 1) c.sampling = Math.round(rate);
  const flows = integerOf(values.get("flows"));
  if (flows !== undefined && flows > 1) c.count = flows;
}

function readNat(c: Connection, values: FlowValues): void {
  const of = (field: FlowField, own: string | undefined): string | undefined => {
    const ip = canonicalAddress(values.get(field) ?? "");
    return ip === own || ip === "0.0.0.0" || ip === "::" ? undefined : ip;
  };
  c.srcNatIp = of("natSrc", c.srcIp);
  c.dstNatIp = of("natDst", c.dstIp);
  if (c.srcNatIp) c.srcNatPort = portOf(values.get("natSrcPort")) || undefined;
  if (c.dstNatIp) c.dstNatPort = portOf(values.get("natDstPort")) || undefined;
}

/** Words of nfdump and numbers of IANA's firewallEvent; a flow that ended carries what one that began does not yet. */
const events: Record<string, { action: Action; twin?: boolean }> = {
  1: { action: "allowed", twin: true },
  2: { action: "allowed" },
  3: { action: "denied" },
  4: { action: "alerted" },
  5: { action: "allowed", twin: true },
  create: { action: "allowed", twin: true },
  delete: { action: "allowed" },
  denied: { action: "denied" },
  deny: { action: "denied" },
  alert: { action: "alerted" },
  update: { action: "allowed", twin: true },
};

/** A router says of a packet that it was forwarded or dropped (RFC 7270: the two highest bits); 129 is an access list. */
function readDecision(c: Connection, values: FlowValues): void {
  c.action = "none";
  const event = events[values.get("firewallEvent")?.toLowerCase() ?? ""];
  if (event) {
    c.action = event.action;
    if (event.twin) c.twin = true;
  }
  const status = integerOf(values.get("forwarding"));
  if (status === undefined || status >> 6 !== 2) return;
  c.action = "denied";
  c.engineReason = status === 129 ? "dropped by an access list" : `forwarding status ${status}`;
}

function flagsOf(text: string | undefined): number {
  if (text === undefined) return -1;
  if (/^(?:0x[0-9a-f]{1,4}|[0-9]{1,5})$/i.test(text)) return Number(text);
  // nfdump's letters: only whether it began is asked.
  return /^[A-Z.]{1,10}$/.test(text) ? (text.includes("S") ? 2 : 0) | (text.includes("A") ? 16 : 0) : -1;
}

/** Type and code as fields, as one number, or where the destination's port stands: 2048, or "8.0". */
function icmpId(values: FlowValues, src: string | undefined, dst: string | undefined, number: number | undefined): string | undefined {
  if (src === undefined || dst === undefined || (number !== 1 && number !== 58)) return undefined;
  const both = values.get("icmp") ?? values.get("dstPort");
  const dotted = /^([0-9]{1,3})\.([0-9]{1,3})$/.exec(both ?? "");
  const joined = dotted ? Number(dotted[1]) * 256 + Number(dotted[2]) : integerOf(both);
  const type = integerOf(values.get("icmpType")) ?? (joined === undefined ? undefined : joined >> 8);
  const code = integerOf(values.get("icmpCode")) ?? (joined === undefined ? undefined : joined & 255);
  if (type === undefined || code === undefined) return undefined;
  return communityId({ srcIp: src, dstIp: dst, protocolNumber: number, srcPort: type, dstPort: code });
}

/** The record is of the answering half, or names the responder first. */
function turn(c: Connection, joined: boolean): void {
  [c.srcIp, c.dstIp] = [c.dstIp, c.srcIp];
  [c.srcPort, c.dstPort] = [c.dstPort, c.srcPort];
  [c.srcNatIp, c.dstNatIp] = [c.dstNatIp, c.srcNatIp];
  [c.srcNatPort, c.dstNatPort] = [c.dstNatPort, c.srcNatPort];
  [c.bytesOut, c.bytesIn] = [c.bytesIn, c.bytesOut];
  [c.packetsOut, c.packetsIn] = [c.packetsIn, c.packetsOut];
  c.reply = true;
  if (joined) return;
  c.answered = true;
  // The other half is the one that counts.
  c.twin = true;
}
