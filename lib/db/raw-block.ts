import { promisify } from "node:util";
import { brotliCompress, brotliDecompress, constants, gunzip } from "node:zlib";
import type { Db } from "./client";

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
const inflate = promisify(gunzip);
// At its quickest, Brotli makes of log lines what gzip makes at its middle level, in half the time.
const options = { chunkSize: 256 * 1024, params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 20 } };

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

/** @param lines joined by line breaks; a line that is no record is empty. */
export const packLines = (lines: string | Uint8Array): Promise<Buffer> => compress(lines, options);

/** @returns the lines' UTF-8. Blocks of the first installations are gzip; Brotli of this window never begins as gzip does. */
export const unpackLines = (block: Uint8Array): Promise<Buffer> =>
  (block[0] === 0x1f && block[1] === 0x8b ? inflate : decompress)(block, { maxOutputLength: MAX_BLOCK });

/** One line of an import; `undefined` where none rests: retention took it, or the line was no record. */
export async function findRawLine(db: Db, importId: number, line: number): Promise<RawLine | undefined> {
  const block = await db.prisma.rawBlock.findFirst({
    where: { importId, firstLine: { lte: line }, lastLine: { gte: line } },
    orderBy: { firstLine: "desc" },
  });
  if (!block) return undefined;
  const bytes = await unpackLines(block.data);
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
