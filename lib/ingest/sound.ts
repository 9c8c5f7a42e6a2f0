import { canonicalAddress, parseIpv4 } from "../model/address";
import type { Connection } from "../model/connection";

/** A record older than this is a broken clock, not history; one that much ahead as well. No line makes a partition of its own. */
export const EARLIEST = Date.UTC(2000, 0, 1);
export const LEAD_MS = 86_400_000;
/** Of an int4 column. */
const MAX_INT4 = 0x7fff_ffff;

const isPort = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= 65_535;
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const sound = (ip: string): string | undefined => (parseIpv4(ip) < 0 ? canonicalAddress(ip) : ip);

/**
 * Drops from a record what no database column could hold: one impossible value must not cost the batch. In place.
 *
 * @returns the record's time (start, else logged, else received), or the reason it cannot be kept.
 */
export function makeSound(c: Connection, receivedAt: number): number | string {
  // Field by field: reading them by name costs several times as much, for every record.
  if (c.srcIp !== undefined) c.srcIp = sound(c.srcIp);
  if (c.dstIp !== undefined) c.dstIp = sound(c.dstIp);
  if (c.srcNatIp !== undefined) c.srcNatIp = sound(c.srcNatIp);
  if (c.dstNatIp !== undefined) c.dstNatIp = sound(c.dstNatIp);
  if (c.srcPort !== undefined && !isPort(c.srcPort)) c.srcPort = undefined;
  if (c.dstPort !== undefined && !isPort(c.dstPort)) c.dstPort = undefined;
  if (c.srcNatPort !== undefined && !isPort(c.srcNatPort)) c.srcNatPort = undefined;
  if (c.dstNatPort !== undefined && !isPort(c.dstNatPort)) c.dstNatPort = undefined;
  if (c.bytesOut !== undefined && !isCount(c.bytesOut)) c.bytesOut = undefined;
  if (c.bytesIn !== undefined && !isCount(c.bytesIn)) c.bytesIn = undefined;
  if (c.packetsOut !== undefined && !isCount(c.packetsOut)) c.packetsOut = undefined;
  if (c.packetsIn !== undefined && !isCount(c.packetsIn)) c.packetsIn = undefined;
  if (c.status !== undefined && !(Number.isInteger(c.status) && c.status >= 0 && c.status < 1000)) c.status = undefined;
  if (c.attempt !== undefined && !(Number.isInteger(c.attempt) && c.attempt >= 0 && c.attempt < 32_768)) c.attempt = undefined;
  if (c.count !== undefined && !(Number.isInteger(c.count) && c.count >= 1 && c.count <= MAX_INT4)) c.count = undefined;
  if (c.durationMs !== undefined && !(c.durationMs >= 0 && c.durationMs <= MAX_INT4)) c.durationMs = undefined;
  const time = c.startTime ?? c.loggedTime ?? c.endTime ?? receivedAt;
  if (!Number.isFinite(time)) return "time is not a time";
  if (time < EARLIEST) return "time is before 2000";
  if (time > receivedAt + LEAD_MS) return "time is more than a day ahead";
  return Math.floor(time);
}
