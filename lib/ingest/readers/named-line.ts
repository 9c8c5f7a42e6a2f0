import type { ReadOptions } from "../format";
import { type Outcome, Reject, Skip } from "./outcome";
import { readSyslogHeader, syslogTime } from "./syslog";
import { monthOf, readIsoTime, zoneReader } from "./time";

/** A line of named without what its channel, syslog or a shipper put before the message. */
export interface NamedLine {
  loggedTime?: number;
  message: string;
  /** Whether a program headed the line: named with its time, category or severity, or any by its name in syslog. */
  isHeaded: boolean;
}

/** What is said by nobody's rules: with a header it is a program's message, without one it is no line of this log. */
export const otherMessage = ({ isHeaded, loggedTime }: NamedLine): Outcome =>
  isHeaded ? new Skip("a message of the server, not of a query", { loggedTime }) : new Reject("message: none that the server writes.");

// print-time local, iso8601 or iso8601-utc; print-category; print-severity (BIND 9 ARM, logging).
const ownStamp =
  /^(?:([0-9]{2})-([A-Z][a-z]{2})-([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3})|([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(?:Z|[+-][0-9:]{4,6})?)) /;
const category =
  /^(?:client|cname|config|database|default|delegation-only|dispatch|dnssec|dnstap|edns-disabled|general|lame-servers|network|notify|nsid|queries|query-errors|rate-limit|resolver|responses|rpz|rpz-passthru|security|serve-stale|sslkeylog|spill|trust-anchor-telemetry|unmatched|update|update-security|xfer-in|xfer-out|zoneload): (?=\S)/;
const severity = /^(?:critical|error|warning|notice|info|dynamic|debug(?: [0-9]{1,2})?): /;

/** Reads past the headers: syslog's, then named's own, whose time says more. */
export function namedLineReader(options: ReadOptions): (line: string) => NamedLine {
  const zone = zoneReader(options.timezone);
  const headerTime = syslogTime(options);
  /** @returns the message behind named's own header, undefined where there is none. */
  const own = (line: string): NamedLine | undefined => {
    const stamp = ownStamp.exec(line.slice(0, 60));
    let message = stamp ? line.slice(stamp[0].length) : line;
    for (const pattern of [category, severity]) message = message.slice(pattern.exec(message.slice(0, 40))?.[0].length ?? 0);
    if (message.length === line.length) return undefined;
    return { loggedTime: stamp ? timeOf(stamp, zone) : undefined, message, isHeaded: true };
  };
  return (line) => {
    const bare = own(line);
    if (bare && !/^\S+ named\[/.test(bare.message)) return bare;
    const header = readSyslogHeader(line);
    if (header === undefined || header.at === 0) return { message: line, isHeaded: false };
    // A relay adds a second host before the program.
    const relayed =
      header.program === undefined
        ? /^[^\s:]{1,255} ([a-z][a-z0-9_-]{1,31})(?:\[[0-9]{1,10}\])?: /.exec(line.slice(header.at, header.at + 320))
        : null;
    const message = line.slice(header.at + (relayed?.[0].length ?? 0));
    const inner = own(message) ?? { message, isHeaded: false };
    const isHeaded = inner.isHeaded || header.program !== undefined || relayed !== null;
    return { ...inner, loggedTime: inner.loggedTime ?? headerTime(header.stamp), isHeaded };
  };
}

function timeOf(stamp: RegExpExecArray, zone: (wallMs: number) => number): number | undefined {
  if (stamp[8] !== undefined) return readIsoTime(stamp[8], zone);
  const month = monthOf(stamp[2]!);
  if (month === undefined) return undefined;
  const [day, year, hour, minute, second, ms] = [1, 3, 4, 5, 6, 7].map((i) => Number(stamp[i]));
  return zone(Date.UTC(year!, month, day, hour, minute, second, ms));
}
