import type { Format } from "../../lib/ingest/format";
import type { Connection } from "../../lib/model/connection";

/** Turns a connection into the document that is written, or the fields of a skipped line into what it could still tell. */
export type Printer = (connection: Partial<Connection>, format?: Format) => object;

/** First lines a format is known by. */
export const HEAD = 50;

/** Writes lines to standard output and waits while its reader is behind. */
export async function writeLines(lines: readonly string[]): Promise<void> {
  if (lines.length === 0 || process.stdout.write(`${lines.join("\n")}\n`)) return;
  await new Promise((resolve) => process.stdout.once("drain", resolve));
}
