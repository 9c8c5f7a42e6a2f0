import type { JobWindow } from "@/lib/db/run-window";

export const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** 238 as "03:58". */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** "every day", "Monday to Friday", or the days one by one; Monday first. */
export function daysOf(weekdays: readonly number[]): string {
  const days = [1, 2, 3, 4, 5, 6, 0].filter((d) => weekdays.includes(d));
  if (days.length === 7) return "every day";
  if (days.join() === "1,2,3,4,5") return "Monday to Friday";
  return days.map((d) => dayNames[d]!.slice(0, 3)).join(", ");
}

export const windowWords = (w: Pick<JobWindow, "startMinute" | "minutes" | "weekdays">): string =>
  `${clockOf(w.startMinute)} to ${clockOf(w.startMinute + w.minutes)} UTC, ${daysOf(w.weekdays)}`;
