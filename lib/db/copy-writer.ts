import { escapeText } from "./copy";

const BLOCK = 256 * 1024;
/** Room for the values of one row that are no free text. */
const ROW = 2048;
const TAB = 9;
const DAY = 86_400_000;

/**
 * Rows of COPY's text format, written as bytes: a row put together from texts costs more than everything else that is
 * done for it, since each of its parts becomes an object first. Every method writes one value and what ends it.
 */
export class CopyWriter {
  readonly #full: Uint8Array[] = [];
  #bytes = Buffer.allocUnsafeSlow(BLOCK);
  #at = 0;
  #day = Number.NaN;
  readonly #date = new Uint8Array(11);

  /** @returns the rows so far; they are not touched again. */
  take(): Uint8Array[] {
    if (this.#at > 0) {
      this.#full.push(this.#bytes.subarray(0, this.#at));
      // What is left of a block serves the next rows: a small batch costs no block of its own.
      this.#bytes = this.#bytes.subarray(this.#at);
      this.#at = 0;
    }
    return this.#full.splice(0);
  }

  /** To be called before the first value of a row. */
  begin(): void {
    if (this.#bytes.length - this.#at < ROW) this.#turn(BLOCK);
  }

  #turn(size: number): void {
    if (this.#at > 0) this.#full.push(this.#bytes.subarray(0, this.#at));
    this.#bytes = Buffer.allocUnsafeSlow(size);
    this.#at = 0;
  }

  /** Ends the row: the last value is followed by a line break. */
  end(): void {
    this.#bytes[this.#at - 1] = 10;
  }

  none(): void {
    const bytes = this.#bytes;
    const at = this.#at;
    bytes[at] = 92;
    bytes[at + 1] = 78;
    bytes[at + 2] = TAB;
    this.#at = at + 3;
  }

  /** An id, an address, the name of an enum: printable ASCII without a backslash, at most 64 characters. */
  token(value: string | undefined): void {
    if (value === undefined) {
      this.none();
      return;
    }
    const bytes = this.#bytes;
    let at = this.#at;
    for (let i = 0; i < value.length; i++) bytes[at++] = value.charCodeAt(i);
    bytes[at++] = TAB;
    this.#at = at;
  }

  /** A safe integer. */
  integer(value: number | undefined): void {
    if (value === undefined) this.none();
    else if (value >= 0 && value < 1_000_000_000) this.#digits(value);
    else this.token(String(value));
  }

  #digits(value: number): void {
    const bytes = this.#bytes;
    let width = 1;
    for (let limit = 10; value >= limit; limit *= 10) width++;
    const end = this.#at + width;
    let rest = value | 0;
    for (let at = end - 1; at >= this.#at; at--) {
      const next = (rest / 10) | 0;
      bytes[at] = 48 + rest - next * 10;
      rest = next;
    }
    bytes[end] = TAB;
    this.#at = end + 1;
  }

  flag(value: boolean | undefined): void {
    if (value === undefined) {
      this.none();
      return;
    }
    this.#bytes[this.#at++] = value ? 116 : 102;
    this.#bytes[this.#at++] = TAB;
  }

  /** Milliseconds since the epoch, as RFC 3339 in UTC. */
  time(ms: number): void {
    const bytes = this.#bytes;
    const day = Math.floor(ms / DAY);
    if (day !== this.#day) {
      this.#day = day;
      Buffer.from(this.#date.buffer).write(new Date(day * DAY).toISOString().slice(0, 11), "latin1");
    }
    bytes.set(this.#date, this.#at);
    let at = this.#at + 11;
    const rest = (ms - day * DAY) | 0;
    const seconds = (rest / 1000) | 0;
    const minutes = (seconds / 60) | 0;
    const pair = (value: number, after: number): void => {
      const tens = (value / 10) | 0;
      bytes[at] = 48 + tens;
      bytes[at + 1] = 48 + value - tens * 10;
      bytes[at + 2] = after;
      at += 3;
    };
    pair((minutes / 60) | 0, 58);
    pair(minutes % 60, 58);
    pair(seconds % 60, 46);
    const milli = rest % 1000;
    const hundreds = (milli / 100) | 0;
    bytes[at++] = 48 + hundreds;
    pair(milli - hundreds * 100, 90);
    bytes[at] = TAB;
    this.#at = at + 1;
  }

  /** Any text; NUL and lone surrogates, which PostgreSQL refuses, are replaced. */
  text(value: string | undefined): void {
    if (value === undefined) {
      this.none();
      return;
    }
    const length = value.length;
    if (this.#bytes.length - this.#at < length * 4 + ROW) this.#grow(length * 4 + ROW);
    const bytes = this.#bytes;
    let at = this.#at;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code < 32 || code > 126 || code === 92) {
        const escaped = escapeText(value);
        if (bytes.length - this.#at < escaped.length * 3 + ROW) this.#grow(escaped.length * 3 + ROW);
        this.#at += this.#bytes.write(escaped, this.#at, "utf8");
        this.#bytes[this.#at++] = TAB;
        return;
      }
      bytes[at++] = code;
    }
    bytes[at++] = TAB;
    this.#at = at;
  }

  /** The row that is being written moves to a block with more room. */
  #grow(room: number): void {
    const begun = this.#bytes.subarray(0, this.#at);
    const row = begun.lastIndexOf(10) + 1;
    if (row > 0) this.#full.push(begun.subarray(0, row));
    const next = Buffer.allocUnsafeSlow(Math.max(BLOCK, this.#at - row + room));
    next.set(begun.subarray(row));
    this.#bytes = next;
    this.#at = begun.length - row;
  }
}
