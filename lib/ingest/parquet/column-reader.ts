import { decompress } from "./decompress";
import { damaged, unsupported } from "./fault";
import type { Chunk, Column } from "./footer";
import { plainValues } from "./plain-values";
import { Runs } from "./runs";
import { numberAt, readThrift, structAt, type ThriftStruct } from "./thrift";

/** Of one page, decompressed; writers make pages of about 1 MiB. */
const MOST_PAGE = 32 * 1024 * 1024;

const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
const RLE = 3;
const BIT_PACKED = 4;
const RLE_DICTIONARY = 8;
const encodings = [
  "",
  "",
  "",
  "",
  "BIT_PACKED",
  "DELTA_BINARY_PACKED",
  "DELTA_LENGTH_BYTE_ARRAY",
  "DELTA_BYTE_ARRAY",
  "",
  "BYTE_STREAM_SPLIT",
];

/** What the open pages of a row group may hold together. */
export class PageBudget {
  #left = 128 * 1024 * 1024;

  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw unsupported("its pages are too large; write it with pages of 1 MiB");
  }
}

/** The values of a column of a row group, one by one, as JSON; a page of it is held at a time. */
export class ColumnReader {
  #at: number;
  /** Values that the page has left. */
  #left = 0;
  #held = 0;
  #levels: Runs | undefined;
  #dictionary: string[] | undefined;
  #value: () => string | undefined = () => undefined;

  constructor(
    private readonly file: Buffer,
    private readonly column: Column,
    private readonly chunk: Chunk,
    private readonly budget: PageBudget,
  ) {
    this.#at = chunk.from;
  }

  /** @returns JSON, or undefined where the row has no value. @throws {ParquetFault} */
  next(): string | undefined {
    while (this.#left === 0) this.#page();
    this.#left--;
    if (this.#levels !== undefined && this.#levels.next() < this.column.optional) return undefined;
    return this.#value();
  }

  #page(): void {
    const { file, chunk } = this;
    if (this.#at >= chunk.to) throw damaged("a column of it has fewer values than there are rows");
    const { value: header, end } = readThrift(file.subarray(0, chunk.to), this.#at);
    const packed = numberAt(header, 3) ?? 0;
    const size = numberAt(header, 2) ?? 0;
    if (packed < 0 || packed > chunk.to - end || size < 0) throw damaged("a page of it lies outside its column");
    if (size > MOST_PAGE) throw unsupported("a page of it is larger than 32 MiB");
    this.#at = end + packed;
    const body = file.subarray(end, this.#at);
    const type = numberAt(header, 1);
    const [one, two, dictionary] = [structAt(header, 5), structAt(header, 8), structAt(header, 7)];
    if (type === 0 && one) this.#data(one, this.#hold(decompress(chunk.codec, body, size)));
    else if (type === 3 && two) this.#data2(two, body, size);
    else if (type === 2 && dictionary) this.#readDictionary(dictionary, decompress(chunk.codec, body, size));
  }

  /** Takes the page before from the budget's account, and this one onto it. */
  #hold(page: Buffer): Buffer {
    this.budget.take(page.length - this.#held);
    this.#held = page.length;
    return page;
  }

  #readDictionary(header: ThriftStruct, page: Buffer): void {
    const count = numberAt(header, 1) ?? 0;
    // A value takes a byte at least; text and its keeping several times as much.
    if (count < 0 || count > page.length) throw damaged("a dictionary of it is shorter than it says");
    this.budget.take(page.length + 16 * count);
    const next = plainValues(this.column, page, 0);
    this.#dictionary = Array.from({ length: count }, next);
  }

  #data(header: ThriftStruct, page: Buffer): void {
    let at = 0;
    this.#levels = undefined;
    if (this.column.optional > 0) {
      if (numberAt(header, 3) === BIT_PACKED) throw unsupported("its levels are packed as no writer has done for years");
      if (page.length < 4) throw damaged("a page of it ends early");
      const length = page.readUInt32LE(0);
      this.#levels = new Runs(page, 4, 4 + length, widthOf(this.column.optional));
      at = 4 + length;
    }
    this.#open(header, 2, page, at);
  }

  /** The second version keeps the levels beside what is compressed. */
  #data2(header: ThriftStruct, body: Buffer, size: number): void {
    const levels = numberAt(header, 5) ?? 0;
    const before = (numberAt(header, 6) ?? 0) + levels;
    if (levels < 0 || before < levels || before > body.length || before > size) throw damaged("a page of it ends early");
    const isPacked = header.get(7) !== false;
    const values = body.subarray(before);
    const page = this.#hold(isPacked ? decompress(this.chunk.codec, values, size - before) : values);
    this.#levels = this.column.optional > 0 ? new Runs(body, before - levels, before, widthOf(this.column.optional)) : undefined;
    this.#open(header, 4, page, 0);
  }

  #open(header: ThriftStruct, encodingId: number, page: Buffer, at: number): void {
    const count = numberAt(header, 1) ?? 0;
    if (count < 0) throw damaged("a page of it has less than no values");
    const encoding = numberAt(header, encodingId);
    if (encoding === PLAIN) this.#value = plainValues(this.column, page, at);
    else if (encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY) {
      const places = at < page.length ? new Runs(page, at + 1, page.length, page[at]!) : undefined;
      const dictionary = this.#dictionary;
      this.#value = () => {
        const value = places && dictionary?.[places.next()];
        if (value === undefined) throw damaged("a page of it points outside its dictionary");
        return value;
      };
    } else if (encoding === RLE && this.column.type === 0) {
      const bits = new Runs(page, at + 4, page.length, 1);
      this.#value = () => (bits.next() === 1 ? "true" : "false");
    } else
      throw unsupported(`its values are encoded as ${encodings[encoding ?? 0] || "no one knows"}; write it with dictionaries or plain`);
    this.#left = count;
  }
}

/** Bits of the largest level. */
const widthOf = (most: number): number => 32 - Math.clz32(most);
