import type { Unit } from "@/lib/report/answer";
import { compactBytes, compactCount, duration, fullBytes, fullCount, percent } from "../ui/number";

/** A number as its unit is written: compact where there is little room, full where it is asked for. */
export function format(unit: Unit, value: number | null | undefined, full = false): string {
  if (value == null) return "no data";
  switch (unit) {
    case "bytes":
      return full ? fullBytes(value) : compactBytes(value);
    case "ratio":
      return percent(value);
    case "durationMs":
      return duration(value);
    case "time":
      return `${new Date(value).toISOString().slice(0, 16).replace("T", " ")} UTC`;
    case "date":
      return new Date(value).toISOString().slice(0, 10);
    default:
      return full ? fullCount(value) : compactCount(value);
  }
}

const dayMs = 86_400_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number) => String(n).padStart(2, "0");

/** A bucket's start on an axis: the day for days, the hour for less. UTC. */
export function bucketLabel(at: number, bucketMs: number): string {
  const d = new Date(at);
  const day = `${d.getUTCDate()} ${months[d.getUTCMonth()]}`;
  if (bucketMs >= dayMs) return day;
  return d.getUTCHours() === 0 && d.getUTCMinutes() === 0 ? day : `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`;
}

const hourMs = 3_600_000;

/**
 * Where an axis is written on: whole days where the buckets are finer and span some of them, else hours that divide a day,
 * so that midnight, which is written as its day, is among them. Undefined where every bucket may be.
 */
export function axisTicks(buckets: readonly number[], bucketMs: number): number[] | undefined {
  if (bucketMs >= dayMs || buckets.length < 2) return undefined;
  const span = buckets.at(-1)! + bucketMs - buckets[0]!;
  const step = span > 3 * dayMs ? dayMs : ([1, 3, 6, 12].map((h) => h * hourMs).find((s) => s >= bucketMs && span / s <= 6) ?? 12 * hourMs);
  const ticks = buckets.filter((at) => at % step === 0);
  return ticks.length > 0 ? ticks : undefined;
}

/** A bucket written out: "21 Nov, 14:00–15:00 UTC". */
export function bucketName(at: number, bucketMs: number): string {
  const d = new Date(at);
  const day = `${d.getUTCDate()} ${months[d.getUTCMonth()]}`;
  const end = new Date(at + bucketMs);
  if (bucketMs === dayMs) return `${day} (UTC)`;
  if (bucketMs > dayMs)
    return `${day} – ${new Date(at + bucketMs - 1).getUTCDate()} ${months[new Date(at + bucketMs - 1).getUTCMonth()]} (UTC)`;
  return `${day}, ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}–${two(end.getUTCHours())}:${two(end.getUTCMinutes())} UTC`;
}
