import type { Connection } from "../model/connection";
import type { Emit, Format, ReadOptions } from "./format";
import { openFormat } from "./open-format";

/** What one record came to: its first connection, or why there is none. */
export type Normalized = { found: Connection; more: number } | { skipped: string; fields: Partial<Connection> } | { rejected: string };

/**
 * Reads a record on its own. A record may hold line breaks: rows below their header, or one JSON document in many lines.
 * A connection beats a reject, a reject beats a skip: a header above a broken row must not hide it.
 */
export function normalizeRecord(format: Format, record: string, options: ReadOptions): Normalized {
  const text = record.replace(/^\uFEFF/, "").replace(/[\r\n]+$/, "");
  if (!text.includes("\n")) return readUnits(format, [text], options).normalized;
  if (/^\s*[[{]/.test(text)) {
    const one = readUnits(format, [text], options).normalized;
    if ("found" in one) return one;
  }
  const lines = readUnits(
    format,
    text.split(/\r?\n/).filter((line) => line.trim() !== ""),
    options,
  );
  if (!lines.rejects) return lines.normalized;
  // A value may hold the line break itself; then what stands behind the break is no line of its own.
  const whole = readUnits(format, [text], options).normalized;
  if ("found" in lines.normalized) return "found" in whole ? whole : lines.normalized;
  return "rejected" in whole ? lines.normalized : whole;
}

function readUnits(format: Format, units: readonly string[], options: ReadOptions): { normalized: Normalized; rejects: boolean } {
  let found: Connection | undefined;
  let count = 0;
  let skipped: { reason: string; fields: Partial<Connection> } | undefined;
  let rejected: string | undefined;
  const emit: Emit = {
    found(connection) {
      found ??= connection;
      count++;
    },
    skip(reason, fields = {}) {
      // A header above says nothing of its own.
      if (!skipped || Object.keys(skipped.fields).length === 0) skipped = { reason, fields };
    },
    reject(reason) {
      rejected ??= reason;
    },
  };
  const reader = openFormat(format, options);
  for (const unit of units) reader.read(unit, emit);
  reader.end?.(emit);
  const rejects = rejected !== undefined;
  if (found) return { normalized: { found, more: count - 1 }, rejects };
  if (rejected !== undefined) return { normalized: { rejected }, rejects };
  if (skipped) return { normalized: { skipped: skipped.reason, fields: skipped.fields }, rejects };
  return { normalized: { rejected: "the record holds no line" }, rejects };
}
