/** Calendar arithmetic in a named zone, on `Intl` alone. Times are milliseconds since the epoch. */
export type Unit = "second" | "minute" | "hour" | "day" | "week" | "month" | "year";

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const elapsed = { second: 1000, minute: 60_000, hour: 3_600_000 } as const;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the clock on the wall shows, as if it were UTC. */
function wallOf(t: number, zone: string): number {
  if (zone === "UTC") return t;
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(t)) if (type !== "literal") part[type] = Number(value);
  const seconds = Date.UTC(part["year"]!, part["month"]! - 1, part["day"]!, part["hour"]!, part["minute"]!, part["second"]!);
  return seconds + (((t % 1000) + 1000) % 1000);
}

/** Of the zone's clock from UTC, milliseconds; east is positive. */
export const offsetAt = (t: number, zone: string): number => wallOf(t, zone) - t;

/**
 * The instant at which the wall shows a time. Of a time that comes twice the first; of one that a change of clocks
 * skips, the instant after the gap that is as long after its start.
 */
function instantOf(wall: number, zone: string): number {
  if (zone === "UTC") return wall;
  const earlier = offsetAt(wall - 86_400_000, zone);
  const later = offsetAt(wall + 86_400_000, zone);
  const candidates = [wall - earlier, wall - later].filter((t) => wallOf(t, zone) === wall);
  return candidates.length > 0 ? Math.min(...candidates) : wall - earlier;
}

/** The start of the unit that holds the instant. Weeks start on Monday. */
export function floorTo(t: number, unit: Unit, zone: string): number {
  if (unit === "second" || unit === "minute" || unit === "hour") {
    const size = elapsed[unit];
    // By the offset in force, so that the hour that comes twice stays two hours.
    const offset = offsetAt(t, zone);
    return Math.floor((t + offset) / size) * size - offset;
  }
  const wall = new Date(wallOf(t, zone));
  const [y, m, d] = [wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()];
  const monday = d - ((wall.getUTCDay() + 6) % 7);
  const start = { day: Date.UTC(y, m, d), week: Date.UTC(y, m, monday), month: Date.UTC(y, m, 1), year: Date.UTC(y, 0, 1) }[unit];
  return instantOf(start, zone);
}

/** Seconds, minutes and hours are elapsed time; days and longer keep the clock's time. 31 January and a month is the end of February. */
export function addUnits(t: number, unit: Unit, amount: number, zone: string): number {
  if (unit === "second" || unit === "minute" || unit === "hour") return t + amount * elapsed[unit];
  const wall = wallOf(t, zone);
  if (unit === "day" || unit === "week") return instantOf(wall + amount * (unit === "day" ? 1 : 7) * 86_400_000, zone);
  const date = new Date(wall);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  if (unit === "month") date.setUTCMonth(date.getUTCMonth() + amount);
  else date.setUTCFullYear(date.getUTCFullYear() + amount);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return instantOf(date.getTime(), zone);
}
