import { packLines } from "../db/raw-block";

/** Lines of one block on its way to the table. */
export interface RestingBlock {
  firstLine: number;
  lastLine: number;
  data: Promise<Uint8Array>;
}

/** Text of a block: the more the better it compresses, the less the cheaper one line is read back. */
const BLOCK_BYTES = 512 * 1024;
/** What the lines of one more read may bring beyond it. */
const ROOM = 192 * 1024;
const USUAL = BLOCK_BYTES + ROOM;

/** Memory of blocks that are packed: the next ones need not ask for new, which costs more than to fill it. */
const spare: Buffer[] = [];
const SPARES = 4;
const nothing = Buffer.alloc(0);

/**
 * Gathers lines as they may rest, in blocks. Lines that rest as they came are copied as the bytes they came in, many at
 * once: joining texts and encoding them anew cost more than compressing them does.
 */
export class RestingLines {
  #bytes: Buffer = nothing;
  #at = 0;
  #first = 1;
  #count = 0;
  #isEmpty = true;
  /** Bytes that wait to be copied together. */
  #source: Buffer | undefined;
  #from = 0;
  #to = 0;

  /** Whether the block has what a block should hold. */
  get isFull(): boolean {
    return this.#at + this.#to - this.#from >= BLOCK_BYTES;
  }

  /** Lines so far, over all blocks. */
  get lines(): number {
    return this.#first + this.#count - 1;
  }

  /** The next line, unchanged: it stands in `source`, which may be used for something else after `take` or `settle`. */
  keep(source: Buffer, from: number, to: number): void {
    if (this.#source !== source || this.#to + 1 !== from) {
      this.settle();
      this.#source = source;
      this.#from = from;
    }
    this.#to = to;
    this.#count++;
    this.#isEmpty = false;
  }

  /** The next line as text; empty where it is no record. */
  put(line: string): void {
    this.settle();
    if (this.#bytes.length - this.#at <= line.length * 3) this.#grow(line.length * 3 + 1);
    if (line !== "") {
      this.#at += this.#bytes.write(line, this.#at);
      this.#isEmpty = false;
    }
    this.#bytes[this.#at++] = 10;
    this.#count++;
  }

  /** @returns the block so far; undefined where none of its lines is a record. */
  take(): RestingBlock | undefined {
    this.settle();
    const bytes = this.#bytes;
    const block = this.#isEmpty
      ? undefined
      : { firstLine: this.#first, lastLine: this.lines, data: packLines(bytes.subarray(0, this.#at - 1)) };
    // A failure is met by whoever waits for it; until then it must not count as unhandled.
    block?.data.then(() => giveBack(bytes)).catch(() => {});
    this.#first += this.#count;
    this.#count = 0;
    if (!this.#isEmpty) this.#bytes = nothing;
    this.#at = 0;
    this.#isEmpty = true;
    return block;
  }

  /** Copies what waits to be copied. */
  settle(): void {
    const source = this.#source;
    if (!source) return;
    const length = this.#to - this.#from;
    if (this.#bytes.length - this.#at <= length) this.#grow(length);
    this.#at += source.copy(this.#bytes, this.#at, this.#from, this.#to);
    this.#bytes[this.#at++] = 10;
    this.#source = undefined;
    this.#from = this.#to = 0;
  }

  /** A block takes its memory when there is something to hold, and the usual one where that is enough. */
  #grow(room: number): void {
    const held = this.#bytes;
    if (held.length === 0 && room < USUAL) {
      this.#bytes = spare.pop() ?? Buffer.allocUnsafeSlow(USUAL);
      return;
    }
    this.#bytes = Buffer.allocUnsafeSlow(held.length + room + ROOM);
    held.copy(this.#bytes, 0, 0, this.#at);
  }
}

function giveBack(bytes: Buffer): void {
  if (bytes.length === USUAL && spare.length < SPARES) spare.push(bytes);
}
