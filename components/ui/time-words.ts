const steps: [limit: number, size: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60_000, 1000, "second"],
  [3_600_000, 60_000, "minute"],
  [86_400_000, 3_600_000, "hour"],
  [7 * 86_400_000, 86_400_000, "day"],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const minute = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
});

/** "3 h ago" within a week, the day before that. `now` is passed so that server and browser agree on the first paint. */
export function timeAgo(at: number, now: number): string {
  const distance = at - now;
  const step = steps.find(([limit]) => Math.abs(distance) < limit);
  if (!step) return day.format(at);
  if (Math.abs(distance) < 5000) return "now";
  return relative.format(Math.trunc(distance / step[1]), step[2]);
}

/** 2026-11-22 09:41:07 UTC */
export const exactTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** 22 Nov, 09:41 in UTC */
export const minuteTime = (at: number): string => minute.format(at);
