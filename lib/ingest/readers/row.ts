import { partHash } from "../../model/part-hash";

const SPACE = 32;
const COMMA = 44;
const TAB = 9;
const RETURN = 13;
const DASH = 45;
const MAX = 64;

/**
 * A line of values apart by spaces, tabs or commas, read in place: a value is cut out only when asked for, and a number
 * never is. Two commas hold an empty value; two spaces do not.
 */
export class Row {
  readonly #from = new Int32Array(MAX);
  readonly #to = new Int32Array(MAX);
  #line = "";
  width = 0;

  /** @returns the number of values; reading stops at the 64th. */
  split(line: string): number {
    this.#line = line;
    this.width = line.includes(",") || line.includes("\t") ? this.#splitMixed(line) : this.#splitSpaces(line);
    return this.width;
  }

  // indexOf runs over a line several times faster than a loop over its characters.
  #splitSpaces(line: string): number {
    const from = this.#from;
    const to = this.#to;
    const length = line.charCodeAt(line.length - 1) === RETURN ? line.length - 1 : line.length;
    let width = 0;
    let start = 0;
    while (start < length && width < MAX) {
      let end = line.indexOf(" ", start);
      if (end < 0 || end > length) end = length;
      if (end > start) {
        from[width] = start;
        to[width++] = end;
      }
      start = end + 1;
    }
    return width;
  }

  #splitMixed(line: string): number {
    const from = this.#from;
    const to = this.#to;
    const length = line.length;
    let width = 0;
    let start = -1;
    let open = false;
    for (let i = 0; i < length && width < MAX; i++) {
      const code = line.charCodeAt(i);
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

  /** The first character of a value, or -1 where it is absent. */
  code(place: number): number {
    return place < 0 || this.#from[place] === this.#to[place] ? -1 : this.#line.charCodeAt(this.#from[place]!);
  }

  /** The value as text; "" where it is absent, empty or a dash. */
  text(place: number): string {
    if (place < 0) return "";
    const from = this.#from[place]!;
    const to = this.#to[place]!;
    return to - from === 1 && this.#line.charCodeAt(from) === DASH ? "" : this.#line.slice(from, to);
  }

  /** The value as a non-negative integer; -1 where it is absent, empty or a dash, -2 where it is no such number. */
  number(place: number): number {
    if (place < 0) return -1;
    const line = this.#line;
    const from = this.#from[place]!;
    const to = this.#to[place]!;
    if (from === to) return -1;
    if (to - from > 15) return -2;
    let value = 0;
    for (let i = from; i < to; i++) {
      const digit = line.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) return to - from === 1 && digit === DASH - 48 ? -1 : -2;
      value = value * 10 + digit;
    }
    return value;
  }

  /** The value as an IPv4 address (u32), or -1. Strict, as lib/model/address. */
  ipv4(place: number): number {
    if (place < 0) return -1;
    const line = this.#line;
    const to = this.#to[place]!;
    let value = 0;
    let octet = -1;
    let octets = 0;
    for (let i = this.#from[place]!; i < to; i++) {
      const code = line.charCodeAt(i);
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
    return partHash(this.#line, Math.max(from, to - 8), to, seed + to - from);
  }

  /** Whether the value is this text; a dash is "-" here. */
  is(place: number, text: string): boolean {
    const from = this.#from[place]!;
    return this.#to[place]! - from === text.length && this.#line.startsWith(text, from);
  }

  /** The value as it stands. */
  raw(place: number): string {
    return this.#line.slice(this.#from[place]!, this.#to[place]!);
  }

  values(): string[] {
    return Array.from({ length: this.width }, (_, place) => this.raw(place));
  }
}
