import { partHashOfBytes } from "../../model/part-hash";
import { bytesOfText, END, PLAIN, TELLING } from "./text-bytes";
import { Texts } from "./texts";

const TAB = 9;
const LF = 10;
const RETURN = 13;
const SPACE = 32;
const COMMA = 44;
const DASH = 45;
const MAX = 64;
/** Between two values. */
const GAP = 4;
/** As `bytesOfText`, of a row whose values stand apart by spaces; with a comma it is another kind of row. */
const bytesOfRow = bytesOfText.map((kind, code) => (code === SPACE ? GAP : code === COMMA ? END : kind));

/**
 * A line of values apart by spaces, tabs or commas, read in place: a value is cut out only when asked for, and a number
 * never is. Two commas hold an empty value; two spaces do not.
 */
export class Row {
  readonly #from = new Int32Array(MAX);
  readonly #to = new Int32Array(MAX);
  #texts: Texts | undefined;
  #own = Buffer.alloc(4096);
  #bytes: Buffer = this.#own;
  width = 0;
  /** Where the line read by `splitBytes` ends. */
  end = 0;
  /** Whether the line read by `splitBytes` holds nothing that masking could touch. */
  isPlain = false;

  /** @returns the number of values; reading stops at the 64th. */
  split(line: string): number {
    if (this.#own.length < line.length * 3) this.#own = Buffer.alloc(line.length * 3);
    this.#bytes = this.#own;
    this.isPlain = false;
    this.width = this.#splitMixed(this.#own.write(line));
    return this.width;
  }

  /**
   * The line that begins here among others, of values apart by spaces and in ASCII.
   *
   * @returns the number of values; -1 where the line is for `split`.
   */
  splitBytes(bytes: Buffer, begin: number): number {
    this.#bytes = bytes;
    const from = this.#from;
    const to = this.#to;
    const length = bytes.length;
    let width = 0;
    let start = begin;
    let isPlain = true;
    let at = begin;
    for (; at < length; at++) {
      const kind = bytesOfRow[bytes[at]!]!;
      // Nearly all.
      if (kind === PLAIN) continue;
      if (kind === GAP) {
        if (at > start) {
          if (width === MAX) return -1;
          from[width] = start;
          to[width++] = at;
        }
        start = at + 1;
      } else if (kind === TELLING) isPlain = false;
      else if (bytes[at] === LF || (bytes[at] === RETURN && (at + 1 === length || bytes[at + 1] === LF))) break;
      else return -1;
    }
    if (at > start) {
      if (width === MAX) return -1;
      from[width] = start;
      to[width++] = at;
    }
    this.end = at;
    this.isPlain = isPlain;
    this.width = width;
    return width;
  }

  #splitMixed(length: number): number {
    const bytes = this.#bytes;
    const from = this.#from;
    const to = this.#to;
    let width = 0;
    let start = -1;
    let open = false;
    for (let i = 0; i < length && width < MAX; i++) {
      const code = bytes[i]!;
      if (code !== SPACE && code !== COMMA && code !== TAB && code !== RETURN) {
        if (start < 0) start = i;
      } else if (start >= 0) {
        from[width] = start;
        to[width++] = i;
        start = -1;
        open = code === COMMA;
      } else if (code === COMMA) {
        if (open) from[width] = to[width++] = i;
        open = true;
      }
    }
    if (width === MAX) return width;
    if (start >= 0) {
      from[width] = start;
      to[width++] = length;
    } else if (open) from[width] = to[width++] = length;
    return width;
  }

  /** The first byte of a value, or -1 where it is absent. */
  code(place: number): number {
    return place < 0 || this.#from[place] === this.#to[place] ? -1 : this.#bytes[this.#from[place]!]!;
  }

  /** The value as text; "" where it is absent, empty or a dash. */
  text(place: number): string {
    if (place < 0) return "";
    const from = this.#from[place]!;
    const to = this.#to[place]!;
    return to - from === 1 && this.#bytes[from] === DASH ? "" : this.#text(from, to);
  }

  /** What comes in lines of bytes is ASCII, and comes again. */
  #text(from: number, to: number): string {
    if (this.#bytes === this.#own) return this.#bytes.toString("utf8", from, to);
    this.#texts ??= new Texts();
    return this.#texts.of(this.#bytes, from, to);
  }

  /** The value as a non-negative integer; -1 where it is absent, empty or a dash, -2 where it is no such number. */
  number(place: number): number {
    if (place < 0) return -1;
    const bytes = this.#bytes;
    const from = this.#from[place]!;
    const to = this.#to[place]!;
    if (from === to) return -1;
    if (to - from > 15) return -2;
    let value = 0;
    for (let i = from; i < to; i++) {
      const digit = bytes[i]! - 48;
      if (digit < 0 || digit > 9) return to - from === 1 && digit === DASH - 48 ? -1 : -2;
      value = value * 10 + digit;
    }
    return value;
  }

  /** The value as an IPv4 address (u32), or -1. Strict, as lib/model/address. */
  ipv4(place: number): number {
    if (place < 0) return -1;
    const bytes = this.#bytes;
    const to = this.#to[place]!;
    let value = 0;
    let octet = -1;
    let octets = 0;
    for (let i = this.#from[place]!; i < to; i++) {
      const code = bytes[i]!;
      if (code >= 48 && code <= 57) {
        if (octet === 0) return -1;
        octet = (octet < 0 ? 0 : octet * 10) + (code - 48);
        if (octet > 255) return -1;
      } else if (code === 46 && octet >= 0 && octets < 3) {
        value = value * 256 + octet;
        octet = -1;
        octets++;
      } else return -1;
    }
    return octets === 3 && octet >= 0 ? value * 256 + octet : -1;
  }

  /** A number that two values of equal text share; ids that differ in their last eight characters seldom do. */
  hash(place: number, seed: number): number {
    const from = this.#from[place]!;
    const to = this.#to[place]!;
    return partHashOfBytes(this.#bytes, Math.max(from, to - 8), to, seed + to - from);
  }

  /** Whether the value is this text; a dash is "-" here. */
  is(place: number, text: string): boolean {
    const from = this.#from[place]!;
    const to = this.#to[place]!;
    if (this.#bytes === this.#own) return this.raw(place) === text;
    if (to - from !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (this.#bytes[from + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** The value as it stands. */
  raw(place: number): string {
    return this.#text(this.#from[place]!, this.#to[place]!);
  }

  values(): string[] {
    return Array.from({ length: this.width }, (_, place) => this.raw(place));
  }
}
