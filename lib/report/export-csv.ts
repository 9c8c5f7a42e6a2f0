import type { FoundRecord } from "../db/found-record";
import { fieldIds } from "../query/fields";
import { offsetAt } from "../query/zone";

const columns = fieldIds.filter((f) => f !== "dst");

/**
 * A cell of RFC 4180. Text that a spreadsheet would take for a formula gets an apostrophe before it: logs are written
 * by strangers (ASVS 1.2.10).
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `time` is UTC; `time_<zone>` the same instant by the clock of the zone, with its offset. */
export const csvHeader = (zone: string): string =>
  `${["id", "time", ...(zone === "UTC" ? [] : [`time ${zone}`]), "count", ...columns].map(csvCell).join(",")}\r\n`;

export function csvLine(record: FoundRecord, zone: string): string {
  const times = [new Date(record.time).toISOString(), ...(zone === "UTC" ? [] : [localTime(record.time, zone)])];
  return `${[record.id, ...times, record.count, ...columns.map((c) => record.facts[c])].map(csvCell).join(",")}\r\n`;
}

/** RFC 3339 with the zone's offset. */
export function localTime(at: number, zone: string): string {
  const offset = offsetAt(at, zone);
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${new Date(at + offset).toISOString().slice(0, -1)}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
