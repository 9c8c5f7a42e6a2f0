import { canonicalAddress, parseIpv4 } from "../model/address";
import type { Connection } from "../model/connection";

/** A record older than this is a broken clock, not history; one that much ahead as well. No line makes a partition of its own. */
export const EARLIEST = Date.UTC(2000, 0, 1);
export const LEAD_MS = 86_400_000;

const counts = ["bytesOut", "bytesIn", "packetsOut", "packetsIn"] as const;
const ports = ["srcPort", "dstPort", "srcNatPort", "dstNatPort"] as const;
const addresses = ["srcIp", "dstIp", "srcNatIp", "dstNatIp"] as const;

/**
 * Drops from a record what no database column could hold: one impossible value must not cost the batch. In place.
 *
 * @returns the record's time (start, else logged, else received), or the reason it cannot be kept.
 */
export function makeSound(c: Connection, receivedAt: number): number | string {
  for (const field of addresses) {
    const value = c[field];
    if (value !== undefined && parseIpv4(value) < 0) c[field] = canonicalAddress(value);
  }
  for (const field of ports) {
    const value = c[field];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= 65_535)) c[field] = undefined;
  }
  for (const field of counts) {
    const value = c[field];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) c[field] = undefined;
  }
  if (c.status !== undefined && !(Number.isInteger(c.status) && c.status >= 0 && c.status < 1000)) c.status = undefined;
  if (c.attempt !== undefined && !(Number.isInteger(c.attempt) && c.attempt >= 0 && c.attempt < 32_768)) c.attempt = undefined;
  if (c.count !== undefined && !(Number.isInteger(c.count) && c.count >= 1 && c.count < 2 ** 31)) c.count = undefined;
  if (c.durationMs !== undefined && !(c.durationMs >= 0 && c.durationMs < 2 ** 31)) c.durationMs = undefined;
  const time = c.startTime ?? c.loggedTime ?? c.endTime ?? receivedAt;
  if (!Number.isFinite(time)) return "time is not a time";
  if (time < EARLIEST) return "time is before 2000";
  if (time > receivedAt + LEAD_MS) return "time is more than a day ahead";
  return Math.floor(time);
}
