import { communityId } from "../../model/community-id";
import type { Connection } from "../../model/connection";

/** Community ID of ICMP, whose type and code stand for ports; an echo needs no code, since its pair of types is all. */
export function icmpId(
  { srcIp, dstIp, protocolNumber }: Pick<Connection, "srcIp" | "dstIp" | "protocolNumber">,
  type: number | undefined,
  code: number | undefined,
): string | undefined {
  if (type === undefined || srcIp === undefined || dstIp === undefined) return undefined;
  if (protocolNumber !== 1 && protocolNumber !== 58) return undefined;
  if (code === undefined && !(protocolNumber === 1 ? [0, 8] : [128, 129]).includes(type)) return undefined;
  return communityId({ srcIp, dstIp, protocolNumber, srcPort: type, dstPort: code });
}
