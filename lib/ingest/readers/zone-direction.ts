import type { Direction } from "../../model/connection";

/** What the zones of both ends say, by the names of those that are ours. */
export function zoneDirection(from: string | undefined, to: string | undefined, own: RegExp): Direction | undefined {
  if (from === undefined || to === undefined) return undefined;
  if (own.test(from)) return own.test(to) ? "internal" : "outbound";
  return own.test(to) ? "inbound" : "external";
}
