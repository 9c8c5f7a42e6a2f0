import { damaged } from "./fault";

/**
 * Small numbers as runs and as packed bits, mixed: levels and places in a dictionary. Read one by one, since a run of
 * billions takes five bytes.
 *
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
export class Runs {
  #left = 0;
  #value = 0;
  /** Of a packed run: the bit that comes next; negative in a run of one value. */
  #bit = -1;

  /** @param width bits of a number, 0 to 32. */
  constructor(
    private readonly bytes: Buffer,
    private at: number,
    private readonly end: number,
    private readonly width: number,
  ) {
    if (width > 32 || end > bytes.length) throw damaged("a page of it is shorter than its runs");
  }

  /** @throws {ParquetFault} where no number is left. */
  next(): number {
    while (this.#left === 0) this.#begin();
    this.#left--;
    if (this.#bit < 0) return this.#value;
    const { bytes, width } = this;
    let value = 0;
    let scale = 1;
    let bit = this.#bit;
    for (let wanted = width; wanted > 0; ) {
      const taken = Math.min(wanted, 8 - (bit & 7));
      value += ((bytes[bit >> 3]! >> (bit & 7)) & ((1 << taken) - 1)) * scale;
      scale *= 1 << taken;
      bit += taken;
      wanted -= taken;
    }
    this.#bit = bit;
    return value;
  }

  #begin(): void {
    if (this.width === 0) {
      this.#left = Number.MAX_SAFE_INTEGER;
      return;
    }
    let head = 0;
    for (let scale = 1; ; scale *= 128) {
      if (this.at >= this.end || scale > 2 ** 35) throw damaged("a page of it holds fewer values than it says");
      const byte = this.bytes[this.at++]!;
      head += (byte & 127) * scale;
      if (byte < 128) break;
    }
    const count = Math.floor(head / 2);
    if (head % 2 === 1) {
      // Groups of eight; the last may be cut off behind the last value.
      const bits = Math.min(count * 8 * this.width, (this.end - this.at) * 8);
      this.#left = Math.floor(bits / this.width);
      this.#bit = this.at * 8;
      this.at = Math.min(this.end, this.at + count * this.width);
      return;
    }
    const bytes = (this.width + 7) >> 3;
    if (this.at + bytes > this.end) throw damaged("a page of it ends within a run");
    this.#left = count;
    this.#value = this.bytes.readUIntLE(this.at, bytes);
    this.#bit = -1;
    this.at += bytes;
  }
}
