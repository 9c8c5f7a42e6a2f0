import type { Format } from "./format";
import { formats } from "./formats";

export type Detection = { format: Format } | { ambiguous: readonly Format[] } | { unknown: true };

/** Names exactly one format from the first lines of a file, or asks. Never a guess. */
export function detectFormat(head: readonly string[]): Detection {
  const fitting = formats.filter((f) => f.detect(head));
  if (fitting.length === 0) return { unknown: true };
  return fitting.length === 1 ? { format: fitting[0]! } : { ambiguous: fitting };
}
