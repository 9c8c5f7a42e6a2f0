import { Problem } from "../model/problem";

/** Why a unit is not read: it cannot be, or it says nothing of a connection. Quiet: it is read for the others' sake, and counts nowhere. */
export type Fault = { reject: string } | { skip: string } | { quiet: true };

/** A run of whole lines of the decoded body, or of what else a body holds as units. */
export interface Block {
  readonly lines: string[];
  /** Offset of the first line in the decoded body, bytes. */
  readonly offset: number;
  /** Of each line, where they do not follow one another. */
  readonly offsets?: readonly number[];
  /** Bytes of the block with its line breaks. */
  readonly bytes: number;
  /** Lines (by their index) that are not to be read. */
  readonly faults: ReadonlyMap<number, Fault>;
  /** The lines as they came, with `\n` between them; absent where the body holds units of another kind. */
  readonly raw?: Buffer;
  /** Whether each byte of `raw` is a character, and its lines are `lines`. */
  readonly isRawText?: boolean;
}

/** Bytes of one line; a longer one is kept up to here and rejected. */
export const MAX_LINE = 64 * 1024;
const none: ReadonlyMap<number, Fault> = new Map();

const tooLong = (maxLine: number): Fault => ({ reject: `line is longer than ${maxLine / 1024} KiB` });

/** Lines of a text body. They are cut apart when they are asked for: some formats read the bytes. */
class TextBlock implements Block {
  #lines: string[] | undefined;
  #faults: Map<number, Fault> | undefined;
  #isRawText = true;

  /** @param isCut whether more of the first line was dropped. */
  constructor(
    readonly raw: Buffer,
    readonly offset: number,
    readonly bytes: number,
    private readonly maxLine: number,
    private readonly isCut: boolean,
  ) {}

  get lines(): string[] {
    this.#lines ??= this.#cut();
    return this.#lines;
  }

  get faults(): ReadonlyMap<number, Fault> {
    this.#lines ??= this.#cut();
    return this.#faults ?? none;
  }

  get isRawText(): boolean {
    this.#lines ??= this.#cut();
    return this.#isRawText;
  }

  #cut(): string[] {
    const { raw, maxLine } = this;
    const text = raw.toString("utf8");
    const lines = text.split("\n");
    this.#isRawText = text.length === raw.length;
    if (this.isCut) this.#faults = new Map([[0, tooLong(maxLine)]]);
    for (let i = 0; i < lines.length; i++) {
      const l = lines[i]!;
      if (l.length > maxLine) {
        lines[i] = l.slice(0, maxLine);
        this.#faults ??= new Map();
        this.#faults.set(i, tooLong(maxLine));
        this.#isRawText = false;
      } else if (l.charCodeAt(l.length - 1) === 13) {
        lines[i] = l.slice(0, -1);
        this.#isRawText = false;
      }
    }
    return lines;
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
  let offset = 0;
  let first = true;

  const block = (raw: Buffer, bytes: number, isCut: boolean): Block => {
    const out = new TextBlock(raw, offset, bytes, maxLine, isCut);
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
    let from = 0;
    if (carry.length > 0) {
      // Only the line that was cut is put together again, and the rest stays where it is; but the format is told from the first block.
      const to = offset === 0 && !skipping ? end : chunk.indexOf(10);
      yield block(skipping ? Buffer.concat(carry) : Buffer.concat([...carry, chunk.subarray(0, to)]), carried + to + 1, skipping);
      from = to + 1;
    }
    if (from <= end) yield block(chunk.subarray(from, end), end + 1 - from, false);
    carry = end + 1 < chunk.length ? [chunk.subarray(end + 1)] : [];
    carried = chunk.length - end - 1;
    skipping = false;
    if (carried > maxLine) {
      carry = [carry[0]!.subarray(0, maxLine + 1)];
      skipping = true;
    }
  }
  if (carried > 0) yield block(Buffer.concat(carry), carried, skipping);
}

function refuseBinary(chunk: Buffer): void {
  const head = chunk.subarray(0, 4096);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    throw new Problem("unsupported", "The body is UTF-16 (byte 0 holds its mark). Send UTF-8.", { offset: 0 });
  const nul = head.indexOf(0);
  if (nul >= 0)
    throw new Problem("unsupported", `The body is not text: byte ${nul} is NUL. Send the log as text or JSON, plain, gzip or zstd.`, {
      offset: nul,
    });
  let control = 0;
  for (const c of head) if (c < 9 || (c > 13 && c < 32 && c !== 27)) control++;
  if (head.length > 32 && control > head.length / 10)
    throw new Problem("unsupported", "The body is not text: more than a tenth of its first 4096 bytes are control characters.", {
      offset: 0,
    });
}
