import { MAX_LINE } from "../../lib/ingest/lines";

export type Framing = "auto" | "octet-counted" | "newline";

/** UTF-8 takes three bytes for a character at most: what is cut off here is longer than a line may be, and the app says so. */
export const MAX_MESSAGE = 3 * MAX_LINE + 1;
/** Digits of a MSG-LEN: more announce no message. */
const MOST_DIGITS = 7;

/**
 * Cuts a stream into messages by RFC 6587: each with its octet count before it, or with LF or NUL behind it. Which of
 * the two a connection does, its first bytes tell: a count is followed by the "<" of the message, since a flow record may
 * begin with a number, too. Any split of the stream into pieces gives the same messages.
 */
export class Framer {
  #mode: Framing;
  /** The beginning of a message whose end is yet to come. */
  #held: Buffer = Buffer.alloc(0);
  #length = 0;
  /** How far the message is known to hold no end, so that a slow sender costs no second look. */
  #scanned = 0;
  /** Octets of a message that is too long, which are yet to pass; infinite: up to its line break. */
  #passing = 0;
  /** A count was expected and none was there: what follows is read up to its line break. */
  #isAstray = false;
  #messages = 0;
  #faults = 0;

  /** @param onMessage gets a view that is good only until it returns. */
  constructor(
    framing: Framing,
    private readonly onMessage: (message: Buffer) => void,
  ) {
    this.#mode = framing;
  }

  get messages(): number {
    return this.#messages;
  }

  /** Counts that were none, and messages that broke off. */
  get faults(): number {
    return this.#faults;
  }

  get isWithin(): boolean {
    return this.#length > 0 || this.#passing > 0;
  }

  push(chunk: Buffer): void {
    const isHeld = this.#length > 0;
    const data = isHeld ? this.#append(chunk) : chunk;
    let at = 0;
    for (;;) {
      const end = this.#next(data, at);
      if (end < 0) break;
      at = end;
    }
    this.#keep(data, at, isHeld);
  }

  /** @param isWhole whether the sender closed it: a last line without its line break is then a line. */
  end(isWhole: boolean): void {
    const rest = this.#held.subarray(0, this.#length);
    this.#length = 0;
    if (this.#passing > 0) this.#passing = 0;
    else if (rest.length > 0 && isWhole && (this.#mode !== "octet-counted" || this.#isAstray)) this.#emit(rest);
    else if (rest.length > 0) this.#faults++;
  }

  /** @returns where the next message begins, or -1 where more is needed. */
  #next(data: Buffer, at: number): number {
    if (this.#passing > 0) return this.#pass(data, at);
    if (this.#isAstray) return this.#nextLine(data, at);
    if (at === data.length) return -1;
    if (isTrailer(data[at]!)) return at + 1;
    if (this.#mode === "auto") {
      const count = countAt(data, at, true);
      if (count === "more") return -1;
      this.#mode = count === "none" ? "newline" : "octet-counted";
    }
    return this.#mode === "newline" ? this.#nextLine(data, at) : this.#nextCounted(data, at);
  }

  #nextCounted(data: Buffer, at: number): number {
    const count = countAt(data, at, false);
    if (count === "more") return -1;
    if (count === "none") {
      this.#faults++;
      this.#isAstray = true;
      return at;
    }
    const { from, length } = count;
    const end = from + Math.min(length, MAX_MESSAGE);
    if (data.length < end) return -1;
    this.#emit(data.subarray(from, end));
    this.#passing = from + length - end;
    return end;
  }

  #nextLine(data: Buffer, at: number): number {
    const from = Math.max(at, this.#scanned);
    const end = endOfLine(data, from, Math.min(data.length, at + MAX_MESSAGE));
    if (end >= 0) {
      this.#isAstray = false;
      this.#scanned = 0;
      this.#emit(data.subarray(at, end));
      return end + 1;
    }
    if (data.length - at < MAX_MESSAGE) {
      this.#scanned = data.length;
      return -1;
    }
    this.#scanned = 0;
    this.#emit(data.subarray(at, at + MAX_MESSAGE));
    this.#passing = Number.POSITIVE_INFINITY;
    return at + MAX_MESSAGE;
  }

  #pass(data: Buffer, at: number): number {
    if (at === data.length) return -1;
    if (this.#passing === Number.POSITIVE_INFINITY) {
      const end = endOfLine(data, at, data.length);
      if (end < 0) return data.length;
      this.#passing = 0;
      this.#isAstray = false;
      return end + 1;
    }
    const step = Math.min(this.#passing, data.length - at);
    this.#passing -= step;
    return at + step;
  }

  #emit(message: Buffer): void {
    if (message.length === 0) return;
    this.#messages++;
    this.onMessage(message);
  }

  #append(chunk: Buffer): Buffer {
    const length = this.#length + chunk.length;
    if (length > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#held.length));
      this.#held.copy(larger, 0, 0, this.#length);
      this.#held = larger;
    }
    chunk.copy(this.#held, this.#length);
    this.#length = length;
    return this.#held.subarray(0, length);
  }

  #keep(data: Buffer, at: number, isHeld: boolean): void {
    const rest = data.length - at;
    if (this.#scanned > 0) this.#scanned -= at;
    if (rest === 0) {
      // A long message's memory is not held for the quiet hours after it.
      this.#held = Buffer.alloc(0);
      this.#length = 0;
    } else if (isHeld) {
      if (at > 0) this.#held.copyWithin(0, at, data.length);
      this.#length = rest;
    } else this.#append(data.subarray(at));
  }
}

const isTrailer = (c: number): boolean => c === 10 || c === 13 || c === 0;

/** MSG-LEN SP, and with `strict` the "<" after it. */
function countAt(data: Buffer, at: number, strict: boolean): { from: number; length: number } | "more" | "none" {
  let length = 0;
  for (let i = at; ; i++) {
    if (i === data.length) return "more";
    const c = data[i]!;
    if (c === 32 && i > at) {
      if (strict && i + 1 === data.length) return "more";
      return strict && data[i + 1] !== 60 ? "none" : { from: i + 1, length };
    }
    // No leading zero: NONZERO-DIGIT *DIGIT.
    if (c < (i === at ? 49 : 48) || c > 57 || i - at === MOST_DIGITS) return "none";
    length = length * 10 + c - 48;
  }
}

/** The first LF or NUL in [from, to), or -1. */
function endOfLine(data: Buffer, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const c = data[i]!;
    if (c === 10 || c === 0) return i;
  }
  return -1;
}
