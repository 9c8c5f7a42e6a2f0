import { createHash } from "node:crypto";
import { asLines } from "../../lib/ingest/bodies/as-lines";
import { decoded } from "../../lib/ingest/decoded";

/** A part of a file that ends at a line break (or at the end of the file). */
export interface FileBatch {
  body: Buffer;
  /** Byte and line of the decoded file at which it begins. */
  offset: number;
  line: number;
  prefixHash: string;
  nextPrefixHash: string;
  /** The first lines of the file, for a batch that is not the first. */
  head?: string[];
}

export interface FilePosition {
  offset: number;
  line: number;
  prefixHash: string | null;
}

const HEAD_LINES = 20;
const HEAD_BYTES = 4096;

/**
 * The batches of a file from where it stood. What lies before is hashed again: a file that is no longer the same there
 * (rotated, rewritten) begins anew.
 */
export async function* readBatches(
  open: () => AsyncIterable<Uint8Array>,
  from: FilePosition,
  batchBytes: number,
): AsyncGenerator<FileBatch> {
  const resumed = from.offset > 0 && from.prefixHash !== null && (await hashPrefix(open, from.offset)) === from.prefixHash;
  const start = resumed ? from : { offset: 0, line: 0 };
  const hash = createHash("sha256");
  let head: Buffer = Buffer.alloc(0);
  let position = 0;
  let { line } = start;
  let pending: Buffer[] = [];
  let pendingBytes = 0;

  const cut = (bytes: Buffer, at: number): FileBatch => {
    const body = bytes.subarray(0, at);
    const prefixHash = hash.copy().digest("hex");
    hash.update(body);
    const batch = {
      body,
      offset: position,
      line,
      prefixHash,
      nextPrefixHash: hash.copy().digest("hex"),
      head: position === 0 ? undefined : headLines(head),
    };
    position += body.length;
    line += countLines(body);
    return batch;
  };

  for await (const chunk of linesOf(open)) {
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
    let rest = chunk;
    if (position < start.offset) {
      const skip = Math.min(rest.length, start.offset - position);
      hash.update(rest.subarray(0, skip));
      position += skip;
      rest = rest.subarray(skip);
      if (rest.length === 0) continue;
    }
    pending.push(rest);
    pendingBytes += rest.length;
    if (pendingBytes < batchBytes) continue;
    const all = Buffer.concat(pending);
    const end = all.lastIndexOf(10);
    if (end < 0) continue;
    yield cut(all, end + 1);
    pending = [all.subarray(end + 1)];
    pendingBytes = pending[0]!.length;
  }
  if (pendingBytes > 0) yield cut(Buffer.concat(pending), pendingBytes);
}

/** What is cut into batches, and counted and hashed: the file as it is, or what is packed in it, a line each. */
const linesOf = (open: () => AsyncIterable<Uint8Array>): AsyncIterable<Buffer> =>
  asLines(decoded(open(), { maxBytes: Number.MAX_SAFE_INTEGER }));

async function hashPrefix(open: () => AsyncIterable<Uint8Array>, length: number): Promise<string | undefined> {
  const hash = createHash("sha256");
  let left = length;
  for await (const chunk of linesOf(open)) {
    hash.update(chunk.subarray(0, left));
    left -= Math.min(left, chunk.length);
    if (left === 0) return hash.digest("hex");
  }
  return undefined;
}

function headLines(head: Buffer): string[] {
  const lines = head.toString("utf8").split("\n");
  // The last one may be cut.
  return lines.slice(0, Math.min(HEAD_LINES, lines.length - 1)).map((l) => l.replace(/\r$/, ""));
}

function countLines(body: Buffer): number {
  let n = 0;
  for (let i = body.indexOf(10); i >= 0; i = body.indexOf(10, i + 1)) n++;
  return body.length > 0 && body[body.length - 1] !== 10 ? n + 1 : n;
}
