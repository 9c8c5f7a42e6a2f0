import { Problem } from "../../model/problem";
import { ParquetFault } from "../parquet/fault";
import { parquetRows } from "../parquet/rows";

/** A Parquet file has its table of contents at its end, so it is held whole. AWS writes files of at most 75 MB. */
const MAX_FILE = 96 * 1024 * 1024;
const MAX_RATIO = 200;
/** Small files say little in many words: the ratio counts from here. */
const RATIO_FROM = 1024 * 1024;
/** What a row costs beside its text, so that empty ones are not for nothing. */
const ROW_COST = 64;
const ROWS_AT_ONCE = 1000;

export const isParquet = (head: Buffer): boolean => head.toString("latin1", 0, 4) === "PAR1";

/** Bytes of files that this thread holds now. */
let held = 0;

/**
 * The rows of a Parquet file as JSON objects of their columns, some at a time: a log's own keys, which its format knows.
 *
 * @param maxBytes of all rows together.
 * @throws {Problem} where the file is too large, damaged, or written in a way that is not read.
 */
export async function* readParquet(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
  onBytes: (chunk: Buffer) => void,
): AsyncGenerator<string[]> {
  const kept: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      held += chunk.length;
      guard(bytes);
      onBytes(chunk);
      kept.push(chunk);
    }
    yield* rowsOf(Buffer.concat(kept), maxBytes);
  } catch (error) {
    if (!(error instanceof ParquetFault)) throw error;
    const about = `The Parquet file cannot be read: ${error.message}. Nothing of it was kept.`;
    throw new Problem(error.kind === "damaged" ? "invalid" : "unsupported", about);
  } finally {
    held -= bytes;
  }
}

function guard(bytes: number): void {
  if (bytes > MAX_FILE)
    throw new Problem(
      "too-large",
      `A Parquet file may have ${MAX_FILE / 1048576} MiB: it is read from its end. Write the log in smaller files, or as text.`,
      { limitBytes: MAX_FILE },
    );
  if (held > MAX_FILE)
    throw new Problem("too-many", "Other Parquet files are being read; send this one again in a moment.", { retryAfter: 2 });
}

function* rowsOf(file: Buffer, maxBytes: number): Generator<string[]> {
  let rows: string[] = [];
  let bytes = 0;
  for (const row of parquetRows(file)) {
    bytes += Math.max(row.length + 1, ROW_COST);
    if (bytes > maxBytes)
      throw new Problem(
        "too-large",
        `The rows of the Parquet file are more than ${Math.floor(maxBytes / 1048576)} MiB. Send it with the command line, which resumes large files: waybill ingest --source NAME FILE.`,
        { limitBytes: maxBytes },
      );
    if (bytes > RATIO_FROM && bytes > file.length * MAX_RATIO)
      throw new Problem("too-large", `The Parquet file expands more than ${MAX_RATIO} times; nothing of it was kept.`);
    rows.push(row);
    if (rows.length < ROWS_AT_ONCE) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}
