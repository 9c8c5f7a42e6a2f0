import { canonicalAddress } from "../../model/address";
import { communityId } from "../../model/community-id";
import type { Connection } from "../../model/connection";
import { hasPorts, readProtocol } from "../../model/protocol";
import { readEndpoint } from "./endpoint";
import { integerOf, portOf } from "./json";
import { type Outcome, Reject, Skip } from "./outcome";
import { isFromServer } from "./port-roles";

/** What an alert of Snort says, by the names of its JSON and CSV outputs; ends may hold a port (src_ap). */
export interface SnortAlert {
  loggedTime?: number;
  sid?: string;
  message?: string;
  classification?: string;
  /** The word for what became of the packet: allow, drop, would_drop, Drop, WDrop … */
  action?: string;
  protocol?: string;
  src?: string;
  srcPort?: string;
  dst?: string;
  dstPort?: string;
  /** C2S or S2C. */
  direction?: string;
  service?: string;
  bytes?: number;
  icmpType?: string;
  icmpCode?: string;
}

/** An alert as a connection: the initiator is the source, whichever way the packet went. */
export function alertConnection(alert: SnortAlert): Outcome {
  const transport = readProtocol(alert.protocol?.replace(/^PROTO:?/i, ""));
  const ported = transport.protocolNumber !== undefined && hasPorts(transport.protocolNumber);
  const rule = { engineRule: alert.message, engineRuleId: alert.sid };
  if (alert.src === undefined && alert.dst === undefined)
    return new Skip("an alert without addresses", { loggedTime: alert.loggedTime, ...rule });
  const src = readEnd(alert.src, alert.srcPort, ported);
  if (src === undefined) return new Reject("src: no address.");
  const dst = readEnd(alert.dst, alert.dstPort, ported);
  if (dst === undefined) return new Reject("dst: no address.");
  const [type, code] = [integerOf(alert.icmpType), integerOf(alert.icmpCode)];
  const isReply =
    alert.direction === undefined
      ? isFromServer(src.port, dst.port) || type === (transport.protocolNumber === 58 ? 129 : 0)
      : alert.direction === "S2C";
  const [from, to] = isReply ? [dst, src] : [src, dst];
  const c: Connection = {
    kind: "connection",
    loggedTime: alert.loggedTime,
    srcIp: from.ip,
    srcPort: from.port,
    dstIp: to.ip,
    dstPort: to.port,
    ...transport,
    application: alert.service === "unknown" ? undefined : alert.service?.toLowerCase(),
    action: decision(alert.action),
    ...rule,
    engineReason: alert.classification === "none" ? undefined : alert.classification,
  };
  // The scan detector's own packet: it tells of many connections (protocol 255, RFC 5237).
  if (transport.protocolNumber === 255) return new Skip("an alert about a scan, not about a connection", c);
  if (isReply) {
    c.reply = c.answered = true;
    c.bytesIn = alert.bytes;
  } else c.bytesOut = alert.bytes;
  if (!ported && type !== undefined && code !== undefined && (transport.protocolNumber === 1 || transport.protocolNumber === 58))
    c.communityId = communityId({ srcIp: src.ip, dstIp: dst.ip, protocolNumber: transport.protocolNumber, srcPort: type, dstPort: code });
  return c;
}

/** The port is written behind the last colon, also of an IPv6 address, wherever the protocol has ports. */
function readEnd(text: string | undefined, port: string | undefined, ported: boolean): { ip: string; port?: number } | undefined {
  if (text === undefined || text.length > 60) return undefined;
  if (!ported || port !== undefined) {
    const ip = canonicalAddress(text) ?? readEndpoint(text).ip;
    return ip === undefined ? undefined : { ip, port: ported ? portOf(port) : undefined };
  }
  const colon = text.lastIndexOf(":");
  const ip = colon < 0 ? undefined : canonicalAddress(text.slice(0, colon).replace(/^\[(.*)\]$/, "$1"));
  if (ip !== undefined) return { ip, port: portOf(text.slice(colon + 1)) };
  const whole = canonicalAddress(text);
  return whole === undefined ? undefined : { ip: whole };
}

/** An alert lets pass what it tells of, unless the packet was stopped; "would" and "can't" say that it was not. */
const decision = (word: string | undefined): "denied" | "alerted" =>
  /^(?:s?drop|block|reset|reject|react)/i.test(word ?? "") ? "denied" : "alerted";
