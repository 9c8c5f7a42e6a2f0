import { type Cidr, cidrSet, parseCidr, privateRanges } from "./address";

/** Tells our own addresses from others; IPv4 ones by number, since flow logs ask twice a row. */
export class Internal {
  readonly #table: { has(address: string): boolean };
  readonly #first: Float64Array;
  readonly #last: Float64Array;

  constructor(prefixes: readonly string[] = privateRanges) {
    this.#table = cidrSet(prefixes);
    const v4 = prefixes
      .map(parseCidr)
      .filter((c): c is Cidr => c?.family === 4)
      .sort((a, b) => (a.first < b.first ? -1 : 1));
    // Nested and adjoining prefixes become one, so that a search by the first address suffices.
    const merged: { first: number; last: number }[] = [];
    for (const { first, last } of v4) {
      const previous = merged.at(-1);
      if (previous && Number(first) <= previous.last + 1) previous.last = Math.max(previous.last, Number(last));
      else merged.push({ first: Number(first), last: Number(last) });
    }
    this.#first = Float64Array.from(merged, (m) => m.first);
    this.#last = Float64Array.from(merged, (m) => m.last);
  }

  has(address: string): boolean {
    return this.#table.has(address);
  }

  hasIpv4(value: number): boolean {
    const first = this.#first;
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (first[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low > 0 && value <= this.#last[low - 1]!;
  }
}
