import { canonicalAddress, parseIpv4 } from "../../model/address";
import { canonicalHost } from "../../model/host";
import { readIsoTime } from "./time";

/** Values of Zeek's types, from TSV text or JSON. What cannot be read as its type is undefined. */
export const text = (value: unknown): string | undefined =>
  typeof value === "string" ? (value === "" ? undefined : value) : typeof value === "number" ? String(value) : undefined;

export function count(value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const number = typeof value === "number" ? value : typeof value === "string" ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

export function port(value: unknown): number | undefined {
  const number = count(value);
  return number !== undefined && number <= 65_535 ? number : undefined;
}

export function bool(value: unknown): boolean | undefined {
  if (value === true || value === "T" || value === "true") return true;
  if (value === false || value === "F" || value === "false") return false;
  return undefined;
}

export function address(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (parseIpv4(value) >= 0) return value;
  // The canonical text of IPv6 costs more than the rest of a row; a log holds few addresses, again and again.
  let canonical = memo.get(value);
  if (canonical === undefined) {
    canonical = canonicalAddress(value);
    if (canonical === undefined) return undefined;
    if (memo.size >= 20_000) memo.clear();
    memo.set(value, canonical);
  }
  return canonical;
}
const memo = new Map<string, string>();

/** A host name in canonical form; "" where the text is none. Names come again and again, as addresses do. */
export function host(name: string): string {
  let canonical = names.get(name);
  if (canonical === undefined) {
    canonical = canonicalHost(name) ?? "";
    if (names.size >= 20_000) names.clear();
    if (name.length < 300) names.set(name, canonical);
  }
  return canonical;
}
const names = new Map<string, string>();

/** Whether a text may be an address at all: it ends in a digit, or holds a colon. */
export function mayBeAddress(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return (last >= 48 && last <= 57) || text.includes(":");
}

/** A vector or set. */
export function list(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((v) => typeof v === "string" || typeof v === "number").map(String);
  return typeof value === "string" && value !== "" ? [value] : [];
}

/** An interval in seconds, as milliseconds to the nanosecond. */
export function interval(value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const seconds = typeof value === "number" ? value : typeof value === "string" ? Number(value) : Number.NaN;
  return seconds >= 0 && seconds < 1e10 ? Math.round(seconds * 1e9) / 1e6 : undefined;
}

/**
 * Seconds since the epoch (Zeek's own), RFC 3339, or milliseconds (`JSON::TS_MILLIS`), as milliseconds. Cut, not
 * rounded: a record belongs to the millisecond that it began in.
 */
export function time(value: unknown): number | undefined {
  if (typeof value === "string" && value.length > 18 && value.charCodeAt(4) === 45) return readIsoTime(value);
  const number = typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
  if (!(number > 0)) return undefined;
  if (number < 1e11) return Math.floor(Math.round(number * 1e6) / 1e3);
  return number < 1e14 ? Math.floor(number) : number < 1e17 ? Math.floor(number / 1e3) : undefined;
}
