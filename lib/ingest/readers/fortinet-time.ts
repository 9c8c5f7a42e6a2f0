import type { FortinetFields } from "./fortinet-fields";
import { readEpoch, readIsoTime, readOffset } from "./time";

/** Stamps of a line: when it was written (date, time, tz) and when it happened (eventtime). */
export interface FortinetTimes {
  logged?: number;
  event?: number;
}

/**
 * @param zone turns a local time into ms since the epoch where the line has no tz.
 * @param receivedAt stands in for a line without any stamp, as CEF of old firmware is.
 */
export function readFortinetTimes(fields: FortinetFields, zone: (wallMs: number) => number, receivedAt?: number): FortinetTimes {
  const event = readEpoch(fields.get("eventtime"));
  const offset = readTz(fields.get("tz"));
  const [date, time] = [fields.get("date"), fields.get("time")];
  const wall = date && time ? readIsoTime(`${date.replaceAll("/", "-")}T${time}`) : undefined;
  const logged = wall === undefined ? undefined : offset === undefined ? zone(wall) : wall - offset;
  return { event, logged: logged ?? event ?? readEpoch(fields.get("itime")) ?? readEpoch(fields.get("timestamp")) ?? receivedAt };
}

/** "+0200", "-05:00", "UTC-5:00", "GMT+9". */
function readTz(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const plain = readOffset(text);
  if (plain !== undefined) return plain;
  const match = /^(?:UTC|GMT)?\s*([+-])([0-9]{1,2})(?::?([0-9]{2}))?$/i.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}
