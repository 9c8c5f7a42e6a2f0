"use client";

import { useEffect, useState } from "react";
import { cn } from "./cn";
import { exactTime, minuteTime, timeAgo } from "./time-words";

/** A point in time, relative, exact on focus and hover; `exact` shows it whole, or to the minute in a list of many alike. */
export function Time({ at, exact, className }: { at: number | Date; exact?: boolean | "minute"; className?: string }) {
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
      {exact === "minute" ? minuteTime(ms) : exact ? exactTime(ms) : timeAgo(ms, now)}
    </time>
  );
}
