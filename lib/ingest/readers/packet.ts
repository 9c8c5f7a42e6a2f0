import type { Connection } from "../../model/connection";
import { hasPorts } from "../../model/protocol";
import { icmpId } from "./icmp-id";
import { isFromServer } from "./port-roles";

/** A packet as a filter logs it, in the direction that it went. */
export interface Packet {
  src?: string;
  dst?: string;
  srcPort?: number;
  dstPort?: number;
  protocol?: string;
  protocolNumber?: number;
  bytes?: number;
  syn?: boolean;
  ack?: boolean;
  icmpType?: number;
  icmpCode?: number;
}

/** What a packet says of its connection: the end that asked is the source, also where the packet is an answer. */
export function readPacket(p: Packet): Connection {
  const isPorted = p.protocolNumber === undefined || hasPorts(p.protocolNumber);
  const isReply = isAnswer(p);
  const [srcPort, dstPort] = isPorted ? [p.srcPort, p.dstPort] : [];
  const c: Connection = {
    kind: "connection",
    srcIp: isReply ? p.dst : p.src,
    srcPort: isReply ? dstPort : srcPort,
    dstIp: isReply ? p.src : p.dst,
    dstPort: isReply ? srcPort : dstPort,
    protocol: p.protocol,
    protocolNumber: p.protocolNumber,
    bytesOut: isReply ? undefined : p.bytes,
    bytesIn: isReply ? p.bytes : undefined,
  };
  if (isReply) c.reply = true;
  if (!isPorted) c.communityId = icmpId({ srcIp: p.src, dstIp: p.dst, protocolNumber: p.protocolNumber }, p.icmpType, p.icmpCode);
  // ICMP errors speak of another connection.
  if (p.protocolNumber === 1 ? errors.has(p.icmpType ?? -1) : p.protocolNumber === 58 && errors6.has(p.icmpType ?? -1)) c.twin = true;
  return c;
}

const errors = new Set([3, 4, 5, 11, 12]);
const errors6 = new Set([1, 2, 3, 4]);

/** Whether it goes from the end that was asked: the flags say so, else the ports. */
function isAnswer({ protocolNumber, icmpType, syn, ack, srcPort, dstPort }: Packet): boolean {
  if (protocolNumber === 1) return icmpType === 0;
  if (protocolNumber === 58) return icmpType === 129;
  return protocolNumber === 6 && syn ? ack === true : isFromServer(srcPort, dstPort);
}
