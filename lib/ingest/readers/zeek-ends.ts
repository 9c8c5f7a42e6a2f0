import type { Connection, ObservationKind } from "../../model/connection";
import { address, port, text, time } from "./zeek-value";

/** The columns that open each log about a connection, in the order `readEnds` takes them. */
export const ends = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"] as const;

/** How these stand in a row. */
export const endsOrder = ends.join(" ");

/** When, between whom and in which session. @returns why it cannot be read, where it cannot. */
export function readEnds(values: readonly unknown[], kind: ObservationKind): Connection | string {
  const startTime = time(values[0]);
  if (startTime === undefined) return "ts is no time";
  const srcIp = address(values[2]);
  if (srcIp === undefined) return "id.orig_h is no address";
  const dstIp = address(values[4]);
  if (dstIp === undefined) return "id.resp_h is no address";
  return { kind, startTime, srcIp, srcPort: port(values[3]), dstIp, dstPort: port(values[5]), sessionId: text(values[1]) };
}

/** Whether a row names a connection at all: some logs tell of the network, of a host or of a file too. */
export const hasEnds = (values: readonly unknown[]): boolean => text(values[2]) !== undefined && text(values[4]) !== undefined;
