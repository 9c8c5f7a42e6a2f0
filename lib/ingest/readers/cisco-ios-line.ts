import type { ReadOptions } from "../format";
import { syslogTime } from "./syslog";
import { zoneOffset } from "./zone-name";

/** "%SEC-6-IPACCESSLOGP: text", behind whatever a device and its relays put before it. */
export interface IosLine {
  facility: string;
  mnemonic: string;
  /** Stamp nearest to the mark, and the name of the zone behind it. */
  stamp?: string;
  zone?: string;
  text: string;
}

const mark = /%([A-Z][A-Z0-9_]{0,31}(?:-[A-Z][A-Z0-9_]{0,31}){0,3})-([0-7])-([A-Z][A-Z0-9_]{1,60}) ?: ?/;
const stamped =
  /(?:([A-Z][a-z]{2} {1,2}[0-9]{1,2} (?:[0-9]{4} )?[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)|([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(?:Z|[+-][0-9:]{4,6})?))(?: ([A-Z][A-Za-z]{1,11}))?(?: ?:? \S{1,64})? ?:? *$/;

export const isIosLine = (line: string): boolean => mark.test(line.slice(0, 512));

/** @returns undefined for a line without a mark. */
export function readIosLine(line: string): IosLine | undefined {
  const match = mark.exec(line.slice(0, 512));
  if (!match) return undefined;
  const text = line.slice(match.index + match[0].length).trimEnd();
  const [, bsd, iso, zone] = stamped.exec(line.slice(0, match.index)) ?? [];
  const read = { facility: match[1]!, mnemonic: match[3]!, stamp: bsd ?? iso, zone, text };
  // IOS XE carries messages of its data plane inside one of the platform.
  const inner = read.mnemonic === "PLATFORM" ? readIosLine(text.slice(Math.max(0, text.indexOf("%")))) : undefined;
  return inner ? { ...inner, stamp: read.stamp, zone: read.zone } : read;
}

/** The name of a zone is what the administrator calls it: a zone set for the source goes before it. */
export function iosTime(options: ReadOptions): (line: IosLine) => number | undefined {
  const time = syslogTime(options);
  return ({ stamp, zone }) => {
    if (stamp === undefined) return undefined;
    const isTime = zone === "UTC" || zone === "GMT";
    const offset = zone === undefined || (options.timezone !== undefined && !isTime) ? undefined : zoneOffset(zone);
    return time(offset === undefined ? stamp : `${stamp} ${offset}`);
  };
}
