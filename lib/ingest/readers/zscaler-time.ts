import type { ReadOptions } from "../format";
import { integerOf } from "./json";
import { syslogTime } from "./syslog";
import { readOffset } from "./time";
import type { NssFields } from "./zscaler-nss";

type Clock = (stamp: string | undefined) => number | undefined;

/** Zones kept at a time: a feed has one, a file of several feeds a few. */
const MOST = 16;

/** Reads when a record was logged: by the feed's own zone where it tells it, else by the source's. */
export function nssClock(options: ReadOptions): (fields: NssFields) => number | undefined {
  const own = syslogTime(options);
  const clocks = new Map<string, Clock>();
  const clockOf = (zone: string | undefined): Clock => {
    if (zone === undefined) return own;
    let clock = clocks.get(zone);
    if (!clock) {
      if (clocks.size >= MOST) clocks.clear();
      clock = zoned(zone, options) ?? own;
      clocks.set(zone, clock);
    }
    return clock;
  };
  return (fields) => {
    const epoch = integerOf(fields.get("epochtime"));
    if (epoch !== undefined && epoch > 0) return epoch * 1000;
    const [, written, zone] =
      /^(.{10,30}?)(?: (GMT|UTC|(?:GMT)?[+-][0-9]{2}:?[0-9]{2}|[A-Z][A-Za-z_]+\/[A-Za-z_/]+))?$/.exec(fields.get("time") ?? "") ?? [];
    const clock = clockOf(zone ?? fields.get("tz"));
    if (written !== undefined) return readStamp(written, clock);
    if (fields.has("time")) return undefined;
    const parts = [fields.get("mon"), fields.get("dd"), fields.get("yyyy")];
    if (parts.includes(undefined)) return undefined;
    return clock(`${parts.join(" ")} ${fields.get("hh") ?? "00"}:${fields.get("mm") ?? "00"}:${fields.get("ss") ?? "00"}`);
  };
}

/** "Mon Oct 16 22:55:48 2023", "2023-10-16 22:55:48", "Oct 16 2023 22:55:48", or seconds or milliseconds of the epoch. */
function readStamp(written: string, clock: Clock): number | undefined {
  if (/^[0-9]{10}$/.test(written)) return Number(written) * 1000;
  if (/^[0-9]{13}$/.test(written)) return Number(written);
  return clock(written.replace(/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? /, ""));
}

/** @returns undefined for a zone that nobody knows. */
function zoned(zone: string, options: ReadOptions): Clock | undefined {
  const timezone = /^GMT[+-]/.test(zone) ? zone.slice(3) : zone;
  if (/^[+-]/.test(timezone) && readOffset(timezone) === undefined) return undefined;
  try {
    return syslogTime({ ...options, timezone });
  } catch {
    return undefined;
  }
}
