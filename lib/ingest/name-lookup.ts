import type { Db } from "../db/client";
import { findDnsAnswers, hasDnsAnswers } from "../db/dns-answer";
import { answersFrom, answersUntil, type NameAnswer } from "../enrich/name-proof";
import type { Facts } from "./judge";

const none: readonly NameAnswer[] = [];

/** DNS answers for the records of a batch: one question to the database a chunk, for pairs not asked before. */
export class NameLookup {
  readonly #answers = new Map<string, readonly NameAnswer[]>();
  #from = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;
  #any: boolean | undefined;

  constructor(private readonly pool: Db["pool"]) {}

  /** Whether there is any answer at all; asked once a batch. */
  async hasAny(): Promise<boolean> {
    this.#any ??= await hasDnsAnswers(this.pool);
    return this.#any;
  }

  async load(facts: readonly Facts[]): Promise<void> {
    if (!(await this.hasAny())) return;
    let from = Number.POSITIVE_INFINITY;
    let until = Number.NEGATIVE_INFINITY;
    const asked: Facts[] = [];
    for (const f of facts) {
      if (!asks(f)) continue;
      asked.push(f);
      if (f.time < from) from = f.time;
      if (f.time > until) until = f.time;
    }
    if (asked.length === 0) return;
    // What is known holds for a span of time; a chunk outside it begins anew with room for its neighbours.
    if (from < this.#from || until > this.#until) {
      this.#answers.clear();
      this.#from = from - HOUR;
      this.#until = until + 6 * HOUR;
    }
    const pairs = new Map<string, readonly [string, string]>();
    for (const f of asked) {
      const key = `${f.srcIp} ${f.dstIp}`;
      if (!this.#answers.has(key)) pairs.set(key, [f.srcIp!, f.dstIp!]);
    }
    const found = await findDnsAnswers(this.pool, [...pairs.values()], answersFrom(this.#from), answersUntil(this.#until));
    for (const key of pairs.keys()) this.#answers.set(key, found.get(key) ?? none);
    if (this.#answers.size > 300_000) this.#until = Number.NEGATIVE_INFINITY;
  }

  find(f: Facts): readonly NameAnswer[] {
    if (!this.#any) return none;
    return asks(f) ? (this.#answers.get(`${f.srcIp} ${f.dstIp}`) ?? none) : none;
  }
}

const HOUR = 3_600_000;
const asks = (f: Facts): boolean =>
  f.srcIp !== undefined && f.dstIp !== undefined && f.direction === "outbound" && f.kind !== "query" && !f.twin;
