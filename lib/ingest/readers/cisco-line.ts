import { readSyslogHeader } from "./syslog";
import { zoneOffset } from "./zone-name";

/** A line of a Cisco firewall: "%ASA-6-302013: text", or the text alone where a relay dropped the mark. */
export interface CiscoLine {
  /** ASA, FTD, PIX, FWSM or NGIPS; absent without a mark. */
  device?: string;
  /** Six digits; absent in events of sensors before 6.3. */
  id?: string;
  severity?: number;
  /** Stamp nearest to the mark: the device's own, where a relay put another before it; with the offset of a zone behind it. */
  stamp?: string;
  /** The device, as far as the header names it. */
  host?: string;
  text: string;
}

const HEADER = 512;
/** Relays that each put a header of their own before the line. */
const HEADERS = 4;
const mark = /%([A-Z]{3,5})-(?:[A-Za-z_]{1,20}-)?([0-9])(?:-([0-9]{6}))?\b ?:? ?/;

/** What stands before the mark: stamps, hosts and colons, in the orders that devices and relays put them. */
export function readCiscoLine(line: string): CiscoLine {
  const match = mark.exec(line.slice(0, HEADER));
  const read: CiscoLine = { text: line.trimStart() };
  let before = match ? line.slice(0, match.index) : line;
  for (let i = 0; i < HEADERS; i++) {
    const header = readSyslogHeader(before);
    if (header === undefined || header.at === 0) break;
    if (header.stamp !== undefined) read.stamp = header.stamp;
    const name = (header.host ?? header.program)?.replace(/:$/, "");
    if (name !== undefined && zoneOffset(name) !== undefined) read.stamp = `${header.stamp} ${zoneOffset(name)}`;
    else read.host = header.host ?? read.host;
    if (!match) read.text = line.slice(line.length - before.length + header.at).trimStart();
    before = before.slice(header.at);
    // Too short for a stamp.
    if (before.length < 15) break;
  }
  if (!match) return read;
  read.device = match[1];
  read.severity = Number(match[2]);
  read.id = match[3];
  read.text = line.slice(match.index + match[0].length).trimEnd();
  return read;
}

/** Whether a line is marked as an ASA's (or one of its ancestors'), or as one of Firepower, which marks its own events "ASA" before 6.3. */
export function isCiscoEvent(line: string, device: "ASA" | "FTD"): boolean {
  const match = mark.exec(line.slice(0, HEADER));
  if (!match || match[3] === undefined) return false;
  const isFirepower = match[1] === "FTD" || match[1] === "NGIPS" || match[3].startsWith("43000");
  return device === "FTD" ? isFirepower : !isFirepower && (match[1] === "ASA" || match[1] === "PIX" || match[1] === "FWSM");
}
