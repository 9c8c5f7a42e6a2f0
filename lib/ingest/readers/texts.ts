import { partHashOfBytes } from "../../model/part-hash";

/** Slots; a power of two. */
const SLOTS = 2048;
/** Bytes of a text that is worth keeping. */
const MOST = 48;

/**
 * Texts of a log's fields, each made once: addresses, services and states come again and again, and a text that is
 * there already costs a comparison instead of memory that is soon to be collected. Holds what was met last.
 */
export class Texts {
  readonly #texts: (string | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #bytes = new Uint8Array(SLOTS * MOST);
  /** Whether the last text had to be made. */
  isNew = false;

  /** The text of these bytes, which are ASCII. */
  of(bytes: Buffer, from: number, to: number): string {
    const length = to - from;
    this.isNew = length > MOST;
    if (this.isNew) return bytes.toString("latin1", from, to);
    const slot = partHashOfBytes(bytes, from, to, length) & (SLOTS - 1);
    const at = slot * MOST;
    const kept = this.#bytes;
    const text = this.#texts[slot];
    if (text !== undefined && text.length === length) {
      let i = 0;
      while (i < length && kept[at + i] === bytes[from + i]) i++;
      if (i === length) return text;
    }
    this.isNew = true;
    const made = bytes.toString("latin1", from, to);
    this.#texts[slot] = made;
    for (let i = 0; i < length; i++) kept[at + i] = bytes[from + i]!;
    return made;
  }
}
