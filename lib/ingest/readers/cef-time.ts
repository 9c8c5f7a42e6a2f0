import type { ReadOptions } from "../format";
import { syslogTime } from "./syslog";
import { readEpochSeconds } from "./time";
import { zoneOffset } from "./zone-name";

/** Reads times as CEF and LEEF write them: milliseconds or seconds of the epoch, "Mar 01 2025 10:00:00.000 UTC" with a year or without, or RFC 3339. */
export function cefTime(options: ReadOptions): (text: string | undefined) => number | undefined {
  const written = syslogTime(options);
  return (text) => {
    if (text === undefined) return undefined;
    if (/^[0-9]{13}$/.test(text)) return Number(text);
    if (/^[0-9]{16}$|^[0-9]{19}$/.test(text)) return Number(text.slice(0, 13));
    const epoch = readEpochSeconds(text);
    if (epoch !== undefined) return epoch;
    // "Mon Mar  1 10:00:00 2025", and zones by their names.
    const bare = text.replace(/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? /, "");
    return written(bare.replace(/ ([A-Z]{3,5})$/, (zone, name: string) => ` ${zoneOffset(name) ?? zone.trim()}`));
  };
}
