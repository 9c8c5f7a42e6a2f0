import { parseAddress, parseIpv4 } from "../model/address";
import { partHash } from "../model/part-hash";
import { dateOf, setInt8, timestampOf } from "./binary-value";

const BLOCK = 256 * 1024;
/** Room for the values of one row that are no free text. */
const ROW = 2048;
/** Families and prefix lengths of an inet that is one address (src/include/utils/inet.h). */
const IPV4 = 0x02_20_00_04;
const IPV6 = 0x03_80_00_10;
/** Slots for ids of which the halves are known; a power of two. */
const IDS = 4096;

const nothing = Buffer.alloc(0) as Buffer<ArrayBuffer>;

/** What begins and ends a COPY in the binary format: the signature, no flags, no extension; and a row of -1 values. */
export const copyHead = Uint8Array.from([0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
export const copyTail = Uint8Array.from([0xff, 0xff]);

/**
 * Rows of COPY's binary format, written as bytes: neither side turns a number, a time or an address into text and back.
 * Every method writes one value behind its length; the column's type must be of that very width.
 *
 * @see https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 */
export class CopyWriter {
  readonly #full: Uint8Array[] = [];
  /** Blocks that rows were written to since the last `recycle`, and such that may be written to again. */
  #used: Buffer<ArrayBuffer>[] = [];
  #spare: Buffer<ArrayBuffer>[] = [];
  #bytes = nothing;
  #view = viewOf(this.#bytes);
  #at = 0;
  #rowAt = 0;
  // Nearly always an id of a recent row: comparing it with one slot's costs less than asking a map.
  readonly #ids: ({ value: string; high: number; low: number } | undefined)[] = new Array(IDS).fill(undefined);

  /** @returns the rows so far; they are not touched before `recycle`. */
  take(): Uint8Array[] {
    if (this.#at > 0) {
      this.#full.push(this.#bytes.subarray(0, this.#at));
      // What is left of a block serves the next rows: a small batch costs no block of its own.
      this.#use(this.#bytes.subarray(this.#at));
    }
    return this.#full.splice(0);
  }

  /**
   * The rows taken so far are with the server: their blocks may be written to again. Memory beside the heap is collected
   * with it, and asking for it anew with each block made the collector look twice as often as records do.
   */
  recycle(): void {
    if (this.#at > 0 || this.#full.length > 0) return;
    this.#spare.push(...this.#used);
    this.#used = [];
    this.#use(nothing);
  }

  #use(bytes: Buffer<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.#at = 0;
    this.#rowAt = 0;
  }

  #block(size: number): Buffer<ArrayBuffer> {
    const block = size > BLOCK ? Buffer.allocUnsafeSlow(size) : (this.#spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK));
    if (block.length === BLOCK) this.#used.push(block);
    return block;
  }

  /** To be called before the first value of a row. */
  begin(columns: number): void {
    if (this.#bytes.length - this.#at < ROW) {
      if (this.#at > 0) this.#full.push(this.#bytes.subarray(0, this.#at));
      this.#use(this.#block(BLOCK));
    }
    this.#rowAt = this.#at;
    this.#view.setInt16(this.#at, columns);
    this.#at += 2;
  }

  none(): void {
    this.#view.setInt32(this.#at, -1);
    this.#at += 4;
  }

  /** int8 of its decimal text. */
  id(value: string | undefined): void {
    if (value === undefined) {
      this.none();
      return;
    }
    const slot = partHash(value, value.length - 5, value.length, 0) & (IDS - 1);
    let halves = this.#ids[slot];
    if (halves === undefined || halves.value !== value) {
      const whole = BigInt(value);
      halves = { value, high: Number(whole >> 32n), low: Number(whole & 0xffffffffn) };
      this.#ids[slot] = halves;
    }
    const { high, low } = halves;
    const at = this.#at;
    this.#view.setInt32(at, 8);
    this.#view.setInt32(at + 4, high);
    this.#view.setUint32(at + 8, low);
    this.#at = at + 12;
  }

  /** A safe integer. */
  int8(value: number | undefined): void {
    if (value === undefined) {
      this.none();
      return;
    }
    this.#view.setInt32(this.#at, 8);
    setInt8(this.#view, this.#at + 4, value);
    this.#at += 12;
  }

  int4(value: number | undefined): void {
    if (value === undefined) {
      this.none();
      return;
    }
    this.#view.setInt32(this.#at, 4);
    this.#view.setInt32(this.#at + 4, value);
    this.#at += 8;
  }

  int2(value: number | undefined): void {
    if (value === undefined) {
      this.none();
      return;
    }
    this.#view.setInt32(this.#at, 2);
    this.#view.setInt16(this.#at + 4, value);
    this.#at += 6;
  }

  bool(value: boolean | undefined): void {
    if (value === undefined) {
      this.none();
      return;
    }
    this.#view.setInt32(this.#at, 1);
    this.#bytes[this.#at + 4] = value ? 1 : 0;
    this.#at += 5;
  }

  /** timestamptz of milliseconds since the epoch. */
  time(ms: number): void {
    this.int8(timestampOf(ms));
  }

  /** date of its first millisecond, UTC. */
  date(ms: number): void {
    this.int4(dateOf(ms));
  }

  /** The name of an enum: printable ASCII, at most 64 characters. */
  name(value: string): void {
    const bytes = this.#bytes;
    const at = this.#at + 4;
    this.#view.setInt32(this.#at, value.length);
    for (let i = 0; i < value.length; i++) bytes[at + i] = value.charCodeAt(i);
    this.#at = at + value.length;
  }

  /** inet of one address in canonical text. */
  address(value: string | undefined): void {
    if (value === undefined) {
      this.none();
      return;
    }
    const view = this.#view;
    const at = this.#at;
    const v4 = parseIpv4(value);
    if (v4 >= 0) {
      view.setInt32(at, 8);
      view.setInt32(at + 4, IPV4);
      view.setUint32(at + 8, v4);
      this.#at = at + 12;
      return;
    }
    const v6 = parseAddress(value);
    if (v6?.family !== 6) throw new RangeError("an address that is not canonical came as far as the table");
    view.setInt32(at, 20);
    view.setInt32(at + 4, IPV6);
    view.setBigUint64(at + 8, v6.value >> 64n);
    view.setBigUint64(at + 16, v6.value & 0xffffffffffffffffn);
    this.#at = at + 24;
  }

  /** Any text; NUL and lone surrogates, which PostgreSQL refuses, are replaced. */
  text(value: string | undefined): void {
    if (value === undefined) this.none();
    else this.#text(value, 0);
  }

  /** JSON text of a jsonb: its version stands before it. */
  json(value: string | undefined): void {
    if (value === undefined) this.none();
    else this.#text(value, 1);
  }

  bytes(value: Uint8Array): void {
    if (this.#bytes.length - this.#at < value.length + ROW) this.#grow(value.length + ROW);
    this.#view.setInt32(this.#at, value.length);
    this.#bytes.set(value, this.#at + 4);
    this.#at += 4 + value.length;
  }

  #text(value: string, version: number): void {
    const length = value.length;
    if (this.#bytes.length - this.#at < length * 3 + ROW) this.#grow(length * 3 + ROW);
    const bytes = this.#bytes;
    let at = this.#at + 4;
    if (version > 0) bytes[at++] = version;
    const from = at;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code === 0 || code > 126) {
        at = from + bytes.write(value.toWellFormed().replaceAll("\0", "\uFFFD"), from, "utf8");
        break;
      }
      bytes[at++] = code;
    }
    this.#view.setInt32(this.#at, at - this.#at - 4);
    this.#at = at;
  }

  /** The row that is being written moves to a block with more room. */
  #grow(room: number): void {
    const begun = this.#bytes.subarray(this.#rowAt, this.#at);
    if (this.#rowAt > 0) this.#full.push(this.#bytes.subarray(0, this.#rowAt));
    const next = this.#block(Math.max(BLOCK, begun.length + room));
    next.set(begun);
    this.#use(next);
    this.#at = begun.length;
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
