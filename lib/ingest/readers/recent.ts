/** Remembers about the last `size` texts in two generations, so that a long file cannot fill the memory. */
export class Recent {
  #young = new Set<string>();
  #old = new Set<string>();

  constructor(readonly size: number) {}

  /** @returns whether the text is new. */
  add(text: string): boolean {
    if (this.#young.has(text)) return false;
    const isNew = !this.#old.has(text);
    this.#young.add(text);
    if (this.#young.size >= this.size) {
      this.#old = this.#young;
      this.#young = new Set();
    }
    return isNew;
  }
}
