import type { ReadOptions } from "../format";
import { syslogTime } from "./syslog";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A time of Snort at the beginning of a text: month/day, with the year behind (version 2) or before it (version 3) under -y. */
export const snortStamp = /^(?:([0-9]{2})\/)?([0-9]{2})\/([0-9]{2})-([0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6})(?![0-9])/;

/** Reads what `snortStamp` matched; without a year as syslog does. */
export function snortTime(options: ReadOptions): (stamp: RegExpExecArray) => number | undefined {
  const read = syslogTime(options);
  return ([, first, second, third, clock]) => {
    // Of three numbers the first is the year where it can be no month.
    const isYearFirst = first !== undefined && Number(first) > 12;
    const [year, month, day] = first === undefined ? ["", second, third] : isYearFirst ? [first, second, third] : [third, first, second];
    const name = months[Number(month) - 1];
    return name === undefined ? undefined : read(`${year === "" ? "" : `20${year} `}${name} ${day} ${clock}`);
  };
}
