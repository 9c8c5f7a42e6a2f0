import { type Patience, patiently } from "../ingest/patience";
import type { Bucket } from "./bucket";
import { dayStem } from "./day-stem";
import type { BucketObject } from "./object-list";

const DAY_MS = 86_400_000;
/** Objects of a day that come later than this are found by the next full listing. */
const LATE_DAYS = 2;
const FULL_MS = 3_600_000;
/** A few that stand beside the days (a test file, a folder) may wait for it. */
const UNDATED_SHARE = 0.05;

/** Lists a bucket: in full at first and each hour, between that only the last days where keys are laid out by day. */
export class Listing {
  #fullAt = Number.NEGATIVE_INFINITY;
  #pages = 0;
  /** By what stands before the day: where in it a listing is to begin at a day. */
  readonly #stems = new Map<string, (day: Date) => string>();
  /** Keys without a day, of all. */
  #undated = 0;
  #keys = 0;

  constructor(private readonly bucket: Bucket) {}

  /** @throws {Problem} */
  async *pages(patience: Patience, now = Date.now()): AsyncGenerator<readonly BucketObject[]> {
    const { prefix } = this.bucket.address;
    const isFull = now - this.#fullAt >= FULL_MS || this.#undated > this.#keys * UNDATED_SHARE || this.#stems.size >= this.#pages;
    if (!isFull) {
      const from = new Date(now - LATE_DAYS * DAY_MS);
      for (const [stem, print] of this.#stems)
        yield* this.#list(patience, { prefix: stem.length > prefix.length ? stem : prefix, startAfter: print(from) });
      return;
    }
    let pages = 0;
    this.#stems.clear();
    this.#undated = 0;
    this.#keys = 0;
    for await (const page of this.#list(patience, { prefix })) {
      pages++;
      for (const { key } of page) {
        const dated = dayStem(key);
        this.#keys++;
        if (dated) this.#stems.set(dated.stem, dated.print);
        else this.#undated++;
      }
      yield page;
    }
    this.#pages = pages;
    this.#fullAt = now;
  }

  async *#list(patience: Patience, from: { prefix: string; startAfter?: string }): AsyncGenerator<readonly BucketObject[]> {
    let token: string | undefined;
    do {
      const { objects, next } = await patiently(() => this.bucket.list({ ...from, token }), patience);
      yield objects;
      token = next;
    } while (token !== undefined);
  }
}
