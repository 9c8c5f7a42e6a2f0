import { Decompress } from "fzstd";

/** What a decoder has to hold for a frame; RFC 8878, 3.1.1.1.2 asks for 8 MiB of every decoder. */
const MAX_WINDOW = 8 * 1024 * 1024;
const MAX_BLOCK = 128 * 1024;
const SLICE = 16 * 1024;

/** What is wrong with the stream, said of it. */
export class ZstdFault extends Error {
  constructor(
    readonly kind: "short" | "damaged" | "window" | "dictionary",
    message: string,
  ) {
    super(message);
  }
}

/**
 * Decodes a zstd stream of any number of frames.
 *
 * @param onBytes hears of decoded bytes before they are kept, and may refuse by throwing.
 * @throws {ZstdFault}
 */
export async function* unzstd(input: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  const frames = new Frames();
  let out: Buffer[] = [];
  let refusal: unknown;
  const stream = new Decompress((chunk) => {
    try {
      onBytes(chunk.length);
    } catch (error) {
      refusal = error;
      throw error;
    }
    if (chunk.length > 0) out.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
  });
  const push = (bytes: Uint8Array, last: boolean): Buffer[] => {
    try {
      stream.push(bytes, last);
    } catch (error) {
      throw refusal ?? new ZstdFault("damaged", `The zstd stream is damaged (${(error as Error).message})`);
    }
    const done = out;
    out = [];
    return done;
  };
  for await (const chunk of input)
    for (let at = 0; at < chunk.length; at += SLICE) {
      const slice = chunk.subarray(at, at + SLICE);
      frames.follow(slice);
      yield* push(slice, false);
    }
  if (!frames.areWhole) throw new ZstdFault("short", "The zstd stream ends early");
  yield* push(new Uint8Array(0), true);
}

/** A whole stream that is known to come to so many bytes at most. @throws {ZstdFault} */
export function unzstdPage(input: Uint8Array, most: number): Buffer {
  const frames = new Frames();
  frames.follow(input);
  if (!frames.areWhole) throw new ZstdFault("short", "The zstd stream ends early");
  const out: Uint8Array[] = [];
  let left = most;
  const stream = new Decompress((chunk) => {
    left -= chunk.length;
    if (left < 0) throw new ZstdFault("damaged", "The zstd stream is longer than it may be");
    out.push(chunk);
  });
  for (let at = 0; at < input.length; at += SLICE) stream.push(input.subarray(at, at + SLICE), at + SLICE >= input.length);
  return Buffer.concat(out);
}

type Part = "magic" | "skippable" | "descriptor" | "header" | "block";

/** Goes from block to block without decoding (RFC 8878, 3.1): what a frame asks for is known before it gets it. */
class Frames {
  readonly #head = new Uint8Array(14);
  #has = 0;
  #wants = 4;
  #skip = 0;
  #reads: Part = "magic";
  #descriptor = 0;
  #most = MAX_BLOCK;

  get areWhole(): boolean {
    return this.#reads === "magic" && this.#has === 0 && this.#skip === 0;
  }

  follow(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - at);
        this.#skip -= step;
        at += step;
        continue;
      }
      this.#head[this.#has++] = bytes[at++]!;
      if (this.#has === this.#wants) this.#step();
    }
  }

  #next(reads: Part, wants: number, skip = 0): void {
    this.#reads = reads;
    this.#wants = wants;
    this.#skip = skip;
    this.#has = 0;
  }

  #step(): void {
    const n = this.#number(0, Math.min(this.#has, 4));
    if (this.#reads === "magic") {
      if (n === 0xfd2fb528) this.#next("descriptor", 1);
      else if (n >>> 4 === 0x184d2a5) this.#next("skippable", 4);
      else throw new ZstdFault("damaged", "The zstd stream is damaged (no frame begins)");
    } else if (this.#reads === "skippable") this.#next("magic", 4, n);
    else if (this.#reads === "descriptor") {
      this.#descriptor = n;
      const single = (n >> 5) & 1;
      const content = n >> 6 === 0 ? single : 1 << (n >> 6);
      this.#next("header", 1 - single + [0, 1, 2, 4][n & 3]! + content);
    } else if (this.#reads === "header") this.#header();
    else this.#block(n);
  }

  #header(): void {
    const single = (this.#descriptor >> 5) & 1;
    const dictionary = [0, 1, 2, 4][this.#descriptor & 3]!;
    const flag = this.#descriptor >> 6;
    const at = 1 - single;
    if (this.#number(at, dictionary) !== 0) throw new ZstdFault("dictionary", "The zstd stream needs a dictionary");
    const exponent = 1024 * 2 ** (this.#head[0]! >> 3);
    const content = this.#number(at + dictionary, flag === 0 ? 1 : 1 << flag) + (flag === 1 ? 256 : 0);
    const window = single ? content : exponent + (exponent / 8) * (this.#head[0]! & 7);
    if (window > MAX_WINDOW) throw new ZstdFault("window", "The zstd stream needs a window of more than 8 MiB (zstd --long or --ultra)");
    this.#most = Math.min(MAX_BLOCK, window);
    this.#next("block", 3);
  }

  #block(n: number): void {
    const size = n >> 3;
    const kind = (n >> 1) & 3;
    if (kind === 3 || size > this.#most) throw new ZstdFault("damaged", "The zstd stream is damaged (a block is larger than it may be)");
    const body = kind === 1 ? 1 : size;
    // A checksum of the content may follow the last block.
    if (n & 1) this.#next("magic", 4, body + (this.#descriptor & 4 ? 4 : 0));
    else this.#next("block", 3, body);
  }

  /** Little endian; exact up to 2^53, and larger than any limit beyond. */
  #number(at: number, bytes: number): number {
    let n = 0;
    for (let i = bytes - 1; i >= 0; i--) n = n * 256 + this.#head[at + i]!;
    return n;
  }
}
