/** Connections of one file that have begun; the oldest are forgotten. */
const MOST = 65_536;

/**
 * Joins the line that a connection begins with to the one that it ends with, so that one of them counts. The end tells
 * the whole and does not need its beginning, which may lie in an earlier batch: so ends count. Until a file shows one its
 * beginnings do, and then their ends do not. What is logged may differ from rule to rule: each group is judged alone.
 */
export class Beginnings<T> {
  readonly #open = new Map<string, { facts: T; counts: boolean }>();
  /** Groups that have shown an end; rules are few. */
  readonly #ended = new Set<string>();

  /** Whether this file tells of connections by their beginnings or ends. */
  get any(): boolean {
    return this.#ended.size > 0 || this.#open.size > 0;
  }

  /** @param facts what the end will not say. @returns whether the beginning counts. */
  begin(key: string, facts: T, group = ""): boolean {
    if (this.#open.size >= MOST) this.#open.delete(this.#open.keys().next().value!);
    const counts = !this.#ended.has(group);
    this.#open.set(key, { facts, counts });
    return counts;
  }

  /** What is remembered, without ending it. */
  find(key: string): T | undefined {
    return this.#open.get(key)?.facts;
  }

  /** @returns whether the end counts. */
  end(key: string, group = ""): boolean {
    if (this.#ended.size < MOST) this.#ended.add(group);
    const open = this.#open.get(key);
    this.#open.delete(key);
    return open === undefined || !open.counts;
  }
}
