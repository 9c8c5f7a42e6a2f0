import type { Connection } from "../../model/connection";

/** The ends of a record, the initiator first: a record of the answer names its own source first, which is our responder. */
export function recordEnds(
  src: string | undefined,
  dst: string | undefined,
  srcPort: number | undefined,
  dstPort: number | undefined,
  isReply: boolean,
): Pick<Connection, "srcIp" | "srcPort" | "dstIp" | "dstPort" | "reply"> {
  return isReply
    ? { srcIp: dst, srcPort: dstPort, dstIp: src, dstPort: srcPort, reply: true }
    : { srcIp: src, srcPort, dstIp: dst, dstPort };
}
