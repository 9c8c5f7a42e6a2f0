/**
 * Remembers about the last texts it was given, in fixed memory: a table of hashes where a newer text takes the place
 * of an older one. Two texts are taken for one with a chance of 1 in 2^32.
 */
export class Recent {
  readonly #marks: Int32Array;

  /** @param size a power of two. */
  constructor(size: number) {
    this.#marks = new Int32Array(size);
  }

  /** @returns whether the text is new, as far as is remembered. */
  add(text: string): boolean {
    const { place, mark } = this.#slot(text);
    if (this.#marks[place] === mark) return false;
    this.#marks[place] = mark;
    return true;
  }

  /** Whether the text was given before, as far as is remembered; it is not remembered by this. */
  has(text: string): boolean {
    const { place, mark } = this.#slot(text);
    return this.#marks[place] === mark;
  }

  #slot(text: string): { place: number; mark: number } {
    let place = 0x811c9dc5;
    let mark = 0x9747b28c;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      place = Math.imul(place ^ code, 0x01000193);
      mark = Math.imul(mark ^ code, 0x5bd1e995) + ((mark >>> 15) | 0);
    }
    return { place: (place ^ (place >>> 15)) & (this.#marks.length - 1), mark: mark | 1 };
  }
}
