import type { ReadOptions } from "../format";
import { monthOf, readIsoTime, zoneReader } from "./time";

/** What a syslog header says, by RFC 5424, RFC 3164 and what devices make of the latter. */
export interface SyslogHeader {
  /** 0–23; absent where the line has no PRI (a file that a syslog server wrote). */
  facility?: number;
  /** 0 (emergency) – 7 (debug). */
  severity?: number;
  /** As written: RFC 3339, or "Mar  1 10:00:00" with a year or without. */
  stamp?: string;
  host?: string;
  /** APP-NAME, or the TAG without its pid. */
  program?: string;
  pid?: string;
  messageId?: string;
  /** STRUCTURED-DATA as it stands, brackets included. */
  structured?: string;
  /** Where in the line the message begins. */
  at: number;
}

// Every part is anchored and bounded: a line of anything is refused in one pass.
const frame = /^[0-9]{1,6} (?=<[0-9]{1,3}>)/;
const pri = /^<([0-9]{1,3})>/;
const rfc5424 = /^([0-9]{1,2}) (-|\S{1,40}) (-|\S{1,255}) (-|\S{1,128}) (-|\S{1,128}) (-|\S{1,64}) (?=-|\[)/;
const bsdStamp =
  /^[*.]?((?:[0-9]{4} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}[0-9]{1,2} (?:[0-9]{4},? )?[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?: (?:[0-9]{4}(?= )|UTC|GMT|Z|[+-][0-9]{2}:?[0-9]{2}))?):? +/;
const isoStamp = /^([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?) +/;
const hostPart = /^([A-Za-z0-9][A-Za-z0-9._:-]{0,254}) +/;
const tagPart = /^([A-Za-z0-9_][A-Za-z0-9_./@-]{0,63})(?:\[([^\]\s]{1,32})\])?:(?= |$)\s*/;

/**
 * Reads the header before a message: an octet count, PRI, then RFC 5424, or a stamp, a host and a tag, of which devices
 * leave out what they like. A line with neither PRI nor stamp has no header.
 */
export function readSyslogHeader(line: string): SyslogHeader | undefined {
  let at = frame.exec(line.slice(0, 16))?.[0].length ?? 0;
  const header: SyslogHeader = { at: 0 };
  const take = (pattern: RegExp, most: number): RegExpExecArray | null => {
    const match = pattern.exec(line.slice(at, at + most));
    if (match) at += match[0].length;
    return match;
  };
  const priority = take(pri, 5);
  if (priority) {
    const value = Number(priority[1]);
    if (value > 191) return undefined;
    header.facility = value >> 3;
    header.severity = value & 7;
    const match = take(rfc5424, 700);
    if (match) {
      const [, , stamp, host, program, pid, messageId] = match.map((part) => (part === "-" ? undefined : part));
      header.stamp = stamp;
      header.host = host;
      header.program = program;
      header.pid = pid;
      header.messageId = messageId;
      const end = endOfStructured(line, at);
      if (end - at > 1) header.structured = line.slice(at, end);
      at = end;
      if (line[at] === " ") at++;
      if (line.charCodeAt(at) === 0xfeff) at++;
      header.at = at;
      return header;
    }
    // Some devices count their messages, or leave a blank, before the stamp.
    take(/^ ?(?:[0-9]{1,10}: )?/, 16);
  }
  const stamp = take(bsdStamp, 60) ?? take(isoStamp, 60);
  if (stamp) header.stamp = stamp[1];
  else if (!priority) return undefined;
  const tagFirst = take(tagPart, 110);
  if (tagFirst) {
    header.program = tagFirst[1];
    header.pid = tagFirst[2];
  } else if (stamp) {
    const host = take(hostPart, 260);
    if (host) header.host = host[1];
    const tag = host && take(tagPart, 110);
    if (tag) {
      header.program = tag[1];
      header.pid = tag[2];
    }
  }
  header.at = at;
  return header;
}

/** The end of "-" or of "[id name="value"]…"; quotes may hold brackets. */
function endOfStructured(line: string, from: number): number {
  if (line[from] === "-") return from + 1;
  let isQuoted = false;
  let i = from;
  for (; i < line.length; i++) {
    const c = line.charCodeAt(i);
    if (isQuoted) {
      if (c === 92) i++;
      else if (c === 34) isQuoted = false;
    } else if (c === 34) isQuoted = true;
    else if (c === 93 && line[i + 1] !== "[") return i + 1;
  }
  return i;
}

/** Values of STRUCTURED-DATA by their names; of two equal names the first holds. */
export function readStructured(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name, value] of text.matchAll(/([^\s="[\]]{1,64})="((?:[^"\\]|\\.)*)"/g))
    if (!values.has(name!)) values.set(name!, value!.replace(/\\(["\\\]])/g, "$1"));
  return values;
}

const YEAR_SLACK_MS = 86_400_000;

/** Reads stamps of headers. A stamp without a year is of the year it was received in, or of the one before where that lies ahead. */
export function syslogTime(options: ReadOptions): (stamp: string | undefined) => number | undefined {
  const zone = zoneReader(options.timezone);
  return (stamp) => {
    if (stamp === undefined) return undefined;
    if (stamp.charCodeAt(0) < 58) {
      const iso = readIsoTime(stamp, zone);
      if (iso !== undefined) return iso;
    }
    const match =
      /^(?:([0-9]{4}) )?([A-Z][a-z]{2}) {1,2}([0-9]{1,2}) (?:([0-9]{4}),? )?([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?: (?:([0-9]{4})|(\S+)))?$/.exec(
        stamp,
      );
    const month = match && monthOf(match[2]!);
    if (!match || month === undefined || month === null) return undefined;
    const written = match[1] ?? match[4] ?? match[9];
    const wall = (year: number): number =>
      Date.UTC(year, month, Number(match[3]), Number(match[5]), Number(match[6]), Number(match[7])) +
      Number((match[8] ?? "0").slice(0, 3).padEnd(3, "0"));
    const offset = match[10];
    const at = (year: number): number | undefined =>
      offset === undefined ? zone(wall(year)) : readIsoTime(`${new Date(wall(year)).toISOString().slice(0, -1)}${offset}`);
    if (written !== undefined) return at(Number(written));
    if (options.receivedAt === undefined) return undefined;
    const year = new Date(options.receivedAt).getUTCFullYear();
    const time = at(year);
    return time !== undefined && time > options.receivedAt + YEAR_SLACK_MS ? at(year - 1) : time;
  };
}
