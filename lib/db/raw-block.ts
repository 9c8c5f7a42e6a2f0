import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Db } from "./client";

const decompress = promisify(gunzip);

/** A masked line as it rests, and where. */
export interface RawLine {
  text: string;
  /** The block of lines it is in: both ends included, counted from 1 in its import. */
  firstLine: number;
  lastLine: number;
  /** Where it begins in the block's own (masked) bytes. */
  byte: number;
}

/** A block is at most some megabytes; a damaged one must not fill the memory. */
const MAX_BLOCK = 64 * 1024 * 1024;

/** One line of an import; `undefined` where none rests: retention took it, or the line was no record. */
export async function findRawLine(db: Db, importId: number, line: number): Promise<RawLine | undefined> {
  const block = await db.prisma.rawBlock.findFirst({
    where: { importId, firstLine: { lte: line }, lastLine: { gte: line } },
    orderBy: { firstLine: "desc" },
  });
  if (!block) return undefined;
  const bytes = await decompress(block.data, { maxOutputLength: MAX_BLOCK });
  let start = 0;
  for (let skip = line - block.firstLine; skip > 0; skip--) {
    const end = bytes.indexOf(10, start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  const end = bytes.indexOf(10, start);
  const text = bytes.toString("utf8", start, end < 0 ? bytes.length : end);
  return text === "" ? undefined : { text, firstLine: block.firstLine, lastLine: block.lastLine, byte: start };
}
