import type { Format } from "./format";
import { formats } from "./formats/index";
import { withoutHeader } from "./open-format";

export type Detected = { format: Format } | { ambiguous: readonly Format[] } | { unknown: true };

/** Lines that are looked at, and characters of each: enough to know a format, too few to cost anything. */
const LINES = 20;
const LENGTH = 64 * 1024;

/** Names the one format that knows these first lines. Where none or several do, the person is asked: never a guess. */
export function detectFormat(head: readonly string[]): Detected {
  const lines = head
    .map((line) => line.slice(0, LENGTH))
    .filter((line) => line.trim() !== "")
    .slice(0, LINES);
  // A byte order mark is no part of the first line.
  if (lines[0]?.charCodeAt(0) === 0xfeff) lines[0] = lines[0].slice(1);
  if (lines.length === 0) return { unknown: true };
  // What nobody knows as it stands may be known without the syslog header before it.
  const bare = lines.flatMap((line) => withoutHeader(line) ?? []);
  for (const catalogue of [ofProducts, ofMany])
    for (const head of [lines, bare]) {
      const knowing = head.length === 0 ? [] : catalogue.filter((format) => format.detect(head));
      if (knowing.length === 1) return { format: knowing[0]! };
      if (knowing.length > 1) return { ambiguous: knowing };
    }
  return { unknown: true };
}

const ofProducts = formats.filter((format) => !format.generic);
const ofMany = formats.filter((format) => format.generic);

/** Stands where nothing was there to tell a format from. */
export const untold: Format = {
  id: "auto",
  name: "Told from the lines",
  reference: "",
  counts: "",
  kinds: [],
  engine: false,
  detect: () => false,
  open: () => ({ read: (_, emit) => emit.reject("no line before this one told the format") }),
};
