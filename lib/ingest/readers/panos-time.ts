import type { ReadOptions } from "../format";
import type { PanosFields } from "./panos-fields";
import { syslogTime } from "./syslog";
import { readIsoTime, zoneReader } from "./time";

/** Reads the stamps of a line. */
export type PanosTime = (text: string | undefined) => number | undefined;

const header = /^(?:[0-9]{1,6} )?(?:<[0-9]{1,3}>)?(?:1 )?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}([+-][0-9]{2}:?[0-9]{2}) /;
const precise = /^(?!1970)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}([+-][0-9]{2}:?[0-9]{2})$/;

/**
 * Stamps of PAN-OS are local times without a zone. The zone of the source is believed first; else two other stamps tell
 * the offset: the high-resolution one, and the header's where the firewall writes RFC 5424.
 */
export function panosTimes(options: ReadOptions): (line: string, fields: PanosFields) => PanosTime {
  const plain = panosTime(options);
  if (options.timezone !== undefined) return () => plain;
  const byOffset = new Map<string, PanosTime>();
  return (line, fields) => {
    const offset = precise.exec(fields.get("high_res_timestamp") ?? "")?.[1] ?? header.exec(line)?.[1];
    if (offset === undefined) return plain;
    let time = byOffset.get(offset);
    if (!time) {
      time = panosTime({ ...options, timezone: offset });
      if (byOffset.size < 100) byOffset.set(offset, time);
    }
    return time;
  };
}

/** A local time with slashes, RFC 3339, CEF's own stamp, or one that a spreadsheet saved. */
function panosTime(options: ReadOptions): PanosTime {
  const zone = zoneReader(options.timezone);
  const worded = syslogTime(options);
  return (text) => {
    if (text === undefined) return undefined;
    const time = text.charCodeAt(4) === 47 ? readIsoTime(text.replaceAll("/", "-"), zone) : readIsoTime(text, zone);
    if (time !== undefined) return time || undefined;
    const sheet = /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{2}|[0-9]{4}) ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?$/.exec(text);
    if (!sheet) return worded(text);
    const [month, day, year, hour, minute, second] = sheet.slice(1).map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return month > 12 ? undefined : zone(Date.UTC(year < 100 ? 2000 + year : year, month - 1, day, hour, minute, second));
  };
}

/** When the line was made. Older versions leave the high-resolution stamp at the epoch; a zone that somebody set goes before it. */
export function panosLoggedTime(fields: PanosFields, time: PanosTime, timezone: string | undefined): number | undefined {
  const exact = timezone === undefined ? time(fields.get("high_res_timestamp")) : undefined;
  return exact !== undefined && exact > 86_400_000 ? exact : (time(fields.get("time_generated")) ?? time(fields.get("receive_time")));
}
