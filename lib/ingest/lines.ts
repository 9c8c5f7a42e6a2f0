import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Problem } from "../model/problem";

/** A run of whole lines of the decoded body. */
export interface Block {
  lines: string[];
  /** Number of the first line in the body, from 1. */
  firstLine: number;
  /** Offset of the first line in the decoded body, bytes. */
  offset: number;
  /** Bytes of the block with its line breaks. */
  bytes: number;
  /** Lines (index in `lines`) that were cut, since they passed the cap. */
  cut: readonly number[];
}

export interface LineLimits {
  /** Decoded bytes of a body. */
  maxBytes: number;
  /** Bytes of one line; a longer one is kept up to here and rejected. */
  maxLine?: number;
  /** Decoded bytes for each encoded one. */
  maxRatio?: number;
}

const MAX_LINE = 64 * 1024;
const MAX_RATIO = 200;
/** Small bodies compress to almost nothing: the ratio counts from here. */
const RATIO_FROM = 1024 * 1024;

/** Bytes of a body or file, gzip opened where they begin with its magic number. @throws {Problem} naming the place. */
export async function* decoded(body: AsyncIterable<Uint8Array>, limits: LineLimits): AsyncGenerator<Buffer> {
  const source = body[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await source.next();
    if (next.done) break;
    head = head.length === 0 ? Buffer.from(next.value) : Buffer.concat([head, next.value]);
  }
  let encoded = 0;
  async function* all(): AsyncGenerator<Buffer> {
    encoded += head.length;
    yield head;
    for (let next = await source.next(); !next.done; next = await source.next()) {
      encoded += next.value.length;
      yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    }
  }
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  let bytes = 0;
  const guard = (chunk: Buffer): Buffer => {
    bytes += chunk.length;
    if (bytes > limits.maxBytes)
      throw new Problem(
        "too-large",
        `The body is larger than ${Math.floor(limits.maxBytes / 1048576)} MiB decoded. Send it with the command line, which resumes large files: waybill ingest --source NAME FILE.`,
        {
          limitBytes: limits.maxBytes,
        },
      );
    if (gzip && bytes > RATIO_FROM && bytes > encoded * (limits.maxRatio ?? MAX_RATIO))
      throw new Problem(
        "too-large",
        `The compressed body expands more than ${limits.maxRatio ?? MAX_RATIO} times; refused at byte ${encoded} of it.`,
        { offset: encoded },
      );
    return chunk;
  };
  if (!gzip) {
    for await (const chunk of all()) yield guard(chunk);
    return;
  }
  const input = Readable.from(all(), { objectMode: false });
  const gunzip = createGunzip();
  input.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const chunk of input.pipe(gunzip)) yield guard(chunk as Buffer);
  } catch (error) {
    if (error instanceof Problem) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "Z_BUF_ERROR")
      throw new Problem("invalid", `The gzip stream ends early, at byte ${encoded} of it; nothing of it was kept.`, { offset: encoded });
    if (code?.startsWith("Z_"))
      throw new Problem("invalid", `The gzip stream is damaged near byte ${encoded} of it; nothing of it was kept.`, { offset: encoded });
    throw error;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}

/** Decoded bytes to runs of lines. A last line without a line break counts; `\r\n` ends a line as `\n` does. */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  limits: { maxLine?: number } = {},
  onBytes?: (chunk: Buffer) => void,
): AsyncGenerator<Block> {
  const maxLine = limits.maxLine ?? MAX_LINE;
  let carry: Buffer[] = [];
  let carried = 0;
  let skipping = false;
  let line = 1;
  let offset = 0;
  let first = true;

  const block = (text: string, bytes: number, cutFirst: boolean): Block => {
    const lines = text.split("\n");
    const cut: number[] = cutFirst ? [0] : [];
    for (let i = 0; i < lines.length; i++) {
      const l = lines[i]!;
      if (l.length > maxLine) {
        lines[i] = l.slice(0, maxLine);
        if (cut[0] !== i) cut.push(i);
      } else if (l.charCodeAt(l.length - 1) === 13) lines[i] = l.slice(0, -1);
    }
    const out: Block = { lines, firstLine: line, offset, bytes, cut };
    line += lines.length;
    offset += bytes;
    return out;
  };

  for await (const chunk of chunks) {
    onBytes?.(chunk);
    if (first && chunk.length > 0) {
      first = false;
      refuseBinary(chunk);
    }
    const end = chunk.lastIndexOf(10);
    if (end < 0) {
      // No line ends here: keep what a line may hold, count the rest.
      if (!skipping) carry.push(chunk);
      carried += chunk.length;
      if (carried > maxLine && !skipping) {
        carry = [Buffer.concat(carry).subarray(0, maxLine + 1)];
        skipping = true;
      }
      continue;
    }
    const bytes = carried + end + 1;
    if (carry.length === 0) yield block(chunk.toString("utf8", 0, end), bytes, false);
    else {
      const from = skipping ? chunk.indexOf(10) : 0;
      yield block(Buffer.concat([...carry, chunk.subarray(from, end)]).toString("utf8"), bytes, skipping);
    }
    carry = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
    carried = chunk.length - end - 1;
    skipping = false;
    if (carried > maxLine) {
      carry = [carry[0]!.subarray(0, maxLine + 1)];
      skipping = true;
    }
  }
  if (carried > 0) yield block(Buffer.concat(carry).toString("utf8"), carried, skipping);
}

function refuseBinary(chunk: Buffer): void {
  const head = chunk.subarray(0, 4096);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    throw new Problem("unsupported", "The body is UTF-16 (byte 0 holds its mark). Send UTF-8.", { offset: 0 });
  const nul = head.indexOf(0);
  if (nul >= 0)
    throw new Problem("unsupported", `The body is not text: byte ${nul} is NUL. Send the log as text or NDJSON, plain or gzip.`, {
      offset: nul,
    });
  let control = 0;
  for (const c of head) if (c < 9 || (c > 13 && c < 32 && c !== 27)) control++;
  if (head.length > 32 && control > head.length / 10)
    throw new Problem("unsupported", "The body is not text: more than a tenth of its first 4096 bytes are control characters.", {
      offset: 0,
    });
}
