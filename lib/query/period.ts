import { addUnits, floorTo, isZone, type Unit } from "./zone";

/** Half-open, milliseconds since the epoch. */
export interface Period {
  from: number;
  to: number;
}

export type ParsedPeriod = (Period & { problem?: undefined }) | { problem: string; at: "from" | "to" };

export const defaultPeriod = { from: "now-7d", to: "now" } as const;

const units: Record<string, Unit> = { s: "second", m: "minute", h: "hour", d: "day", w: "week", M: "month", y: "year" };
const relative = /^now((?:[+-]\d{1,5}[smhdwMy])*)(?:\/([smhdwMy]))?$/;
const rfc3339 = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/i;

/**
 * `now-7d`, `now-90d/d` (ninety days ago, from the start of that day in the zone), RFC 3339, or a date alone (its start in
 * the zone). What is absent or empty is the last seven days.
 */
export function parsePeriod(given: { from?: string | undefined; to?: string | undefined }, now: number, zone = "UTC"): ParsedPeriod {
  const from = parseTime(given.from || defaultPeriod.from, now, zone);
  if (from === undefined) return { problem: "The start is neither like now-7d nor a time such as 2026-11-20T08:00:00Z.", at: "from" };
  const to = parseTime(given.to || defaultPeriod.to, now, zone);
  if (to === undefined) return { problem: "The end is neither like now-7d nor a time such as 2026-11-20T08:00:00Z.", at: "to" };
  if (from >= to) return { problem: "The period ends before it starts.", at: "to" };
  return { from, to };
}

/** @returns undefined for what is no time, or one outside the years 1970 to 9999. */
export function parseTime(text: string, now: number, zone = "UTC"): number | undefined {
  const match = relative.exec(text);
  if (!match) {
    if (!rfc3339.test(text)) return undefined;
    const t = text.length === 10 ? startOfDate(text, zone) : Date.parse(text);
    return Number.isFinite(t) && t >= 0 ? t : undefined;
  }
  let t = now;
  for (const [, sign, amount, unit] of match[1]!.matchAll(/([+-])(\d+)([smhdwMy])/g)) {
    t = addUnits(t, units[unit!]!, (sign === "-" ? -1 : 1) * Number(amount), zone);
  }
  if (match[2]) t = floorTo(t, units[match[2]]!, zone);
  return t >= 0 && t < 253402300800000 ? t : undefined;
}

function startOfDate(date: string, zone: string): number {
  const noon = Date.parse(`${date}T12:00:00Z`);
  // 2026-02-30 would silently become March.
  if (!Number.isFinite(noon) || new Date(noon).toISOString().slice(0, 10) !== date) return Number.NaN;
  for (const t of [noon, noon - 86_400_000, noon + 86_400_000]) {
    const start = floorTo(t, "day", zone);
    if (isoDate(start, zone) === date) return start;
  }
  return Number.NaN;
}

const isoDate = (t: number, zone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(t);

/** The period of equal length that ends where this one starts. */
export const previousPeriod = ({ from, to }: Period): Period => ({ from: from - (to - from), to: from });

/** A zone a person may choose; UTC for what is none. */
export const zoneOr = (zone: string | undefined): string => (zone && isZone(zone) ? zone : "UTC");
