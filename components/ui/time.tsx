"use client";

import { useEffect, useState } from "react";
import { cn } from "./cn";

const steps: [limit: number, size: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60_000, 1000, "second"],
  [3_600_000, 60_000, "minute"],
  [86_400_000, 3_600_000, "hour"],
  [7 * 86_400_000, 86_400_000, "day"],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

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

/** A point in time, relative, exact on focus and hover; `exact` shows it whole. */
export function Time({ at, exact, className }: { at: number | Date; exact?: boolean; className?: string }) {
  const ms = typeof at === "number" ? at : at.getTime();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (exact) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, [exact]);
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      title={exactTime(ms)}
      suppressHydrationWarning
      className={cn("figures whitespace-nowrap", className)}
    >
      {exact ? exactTime(ms) : timeAgo(ms, now)}
    </time>
  );
}
