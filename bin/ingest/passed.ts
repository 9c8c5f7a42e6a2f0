import { createHash } from "node:crypto";

/** Of the beginning, and of what lies before a place: as much as tells one log from another. */
export const WINDOW = 4096;
/** Of the end: a copy of the file that was made a moment ago is recognised within it. */
const RECENT = 32 * 1024;
const HEAD_LINES = 20;

/** What has been read of a log, as far as it is needed to know the log again wherever it is found. */
export class Passed {
  #head: Buffer;
  #recent: Buffer;

  constructor(
    /** Decoded bytes and lines that lie behind. */
    public offset = 0,
    public line = 0,
    /** The first bytes and the last before `offset`, a window each where there are so many. */
    known: { head: Buffer; tail: Buffer } = { head: Buffer.alloc(0), tail: Buffer.alloc(0) },
  ) {
    this.#head = known.head;
    this.#recent = known.tail;
  }

  add(bytes: Buffer): void {
    if (this.#head.length < WINDOW) this.#head = Buffer.concat([this.#head, bytes.subarray(0, WINDOW - this.#head.length)]);
    this.#recent =
      bytes.length >= RECENT ? Buffer.from(bytes.subarray(-RECENT)) : Buffer.concat([this.#recent.subarray(bytes.length - RECENT), bytes]);
    this.offset += bytes.length;
    this.line += countLines(bytes);
  }

  get fingerprint(): string {
    return fingerprint(this.offset, this.#head, this.#recent.subarray(-WINDOW));
  }

  /** The fingerprint at an earlier place, where that is near enough to be told. */
  fingerprintAt(offset: number): string | undefined {
    const end = this.#recent.length - (this.offset - offset);
    const wanted = Math.min(WINDOW, offset);
    return end < wanted || end > this.#recent.length
      ? undefined
      : fingerprint(offset, this.#head.subarray(0, wanted), this.#recent.subarray(end - wanted, end));
  }

  /** The first lines, for a part that is not the first: they may name the columns. */
  get headLines(): string[] | undefined {
    if (this.offset === 0) return undefined;
    const lines = this.#head.toString("utf8").split("\n");
    // The last one may be cut.
    return lines.slice(0, Math.min(HEAD_LINES, lines.length - 1)).map((l) => l.replace(/\r$/, ""));
  }
}

/** A place in a log, and what surrounds it: two logs that agree in it are one up to there. */
export const fingerprint = (offset: number, head: Uint8Array, tail: Uint8Array): string =>
  createHash("sha256").update(`${offset}\n`).update(head).update(tail).digest("hex");

function countLines(body: Buffer): number {
  let n = 0;
  for (let i = body.indexOf(10); i >= 0; i = body.indexOf(10, i + 1)) n++;
  return body.length > 0 && body[body.length - 1] !== 10 ? n + 1 : n;
}
