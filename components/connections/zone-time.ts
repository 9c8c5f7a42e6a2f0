const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: number, zone: string): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      timeZoneName: "shortOffset",
    });
    formats.set(zone, format);
  }
  const out: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(at)) out[type] = value;
  return out;
}

/** "2026-11-22 09:41:07.123" by the clock of the zone. */
export function zoneTime(at: number, zone: string): string {
  const p = partsOf(at, zone);
  return `${p["year"]}-${p["month"]}-${p["day"]} ${p["hour"]}:${p["minute"]}:${p["second"]}.${String(at % 1000).padStart(3, "0")}`;
}

/** "22 Nov 09:41", or the day alone where buckets are days. */
export function zoneLabel(at: number, zone: string, days: boolean): string {
  const p = partsOf(at, zone);
  const day = `${Number(p["day"])} ${months[Number(p["month"]) - 1]}`;
  return days ? day : `${day} ${p["hour"]}:${p["minute"]}`;
}

/** The zone and where it stands at that moment: "Europe/Berlin, GMT+1". */
export const zoneName = (zone: string, at: number): string => (zone === "UTC" ? "UTC" : `${zone}, ${partsOf(at, zone)["timeZoneName"]}`);

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
