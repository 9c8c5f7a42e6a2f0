import type { Caller } from "../../model/connection";

/** More are not kept; they are only made again. */
const MOST = 20_000;

/** The callers that a file names: one object for each, by which whoever attributes them remembers what it found. */
export class Callers {
  readonly #known = new Map<string, Caller>();

  /** @returns undefined where nothing is said. */
  of(caller: Caller): Caller | undefined {
    const key = JSON.stringify(caller);
    // What is absent is not written: nothing said is two brackets.
    if (key === "{}") return undefined;
    let known = this.#known.get(key);
    if (!known) {
      known = JSON.parse(key) as Caller;
      if (this.#known.size >= MOST) this.#known.clear();
      if (key.length < 1000) this.#known.set(key, known);
    }
    return known;
  }
}
