import type { KnownFile } from "../../lib/db/file-cursor";
import { Problem } from "../../lib/model/problem";
import { type Patience, patiently } from "../ingest/patience";
import type { Target } from "../ingest/target";
import type { Bucket } from "./bucket";
import { Listing } from "./listing";
import type { BucketObject } from "./object-list";
import type { ObjectSender } from "./object-sender";

/** Objects at a time: each is a transaction, and small ones spend most of their time waiting. */
const AT_ONCE = 4;
/** Names in one question. */
const QUESTION = 100;
/** Objects that are kept in mind as read; of others the source is asked. */
const MOST_READ = 300_000;
/** An object that could not be read is tried again after some time, each time after longer. */
const SHORTEST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** Of one object, one after the other. */
const ATTEMPTS = 4;
/** They hold no lines: what a load balancer writes to see that it may. */
const TEST_FILE = /(?:^|\/)(?:ELB|ConnectionLog)?AccessLogTestFile$/;
const archived = new Set(["GLACIER", "DEEP_ARCHIVE"]);

interface Failure {
  times: number;
  notBefore: number;
  version: string;
}

/** Reads what a bucket holds and the source has not read. */
export class BucketReader {
  readonly #listing: Listing;
  /** Name to version. */
  readonly #read = new Map<string, string>();
  readonly #failed = new Map<string, Failure>();

  constructor(
    bucket: Bucket,
    private readonly target: Target,
    private readonly sender: ObjectSender,
    private readonly options: Patience & { since: number; report(place: string, problem: string): void },
  ) {
    this.#listing = new Listing(bucket);
  }

  /** @returns how many objects could not be read. @throws {Problem} when the bucket cannot be listed. */
  async pass(signal?: AbortSignal): Promise<number> {
    let failures = 0;
    for await (const page of this.#listing.pages(this.options)) {
      if (signal?.aborted) break;
      const wanted = page.filter((o) => this.#isWanted(o));
      for (let i = 0; i < wanted.length && !signal?.aborted; i += QUESTION)
        failures += await this.#readAll(wanted.slice(i, i + QUESTION), signal);
    }
    return failures;
  }

  #isWanted(o: BucketObject): boolean {
    if (o.size === 0 || o.key.endsWith("/") || archived.has(o.storageClass) || TEST_FILE.test(o.key) || o.modified < this.options.since)
      return false;
    const name = this.sender.nameOf(o.key);
    const version = this.sender.versionOf(o);
    const failed = this.#failed.get(name);
    return this.#read.get(name) !== version && !(failed?.version === version && Date.now() < failed.notBefore);
  }

  async #readAll(objects: readonly BucketObject[], signal?: AbortSignal): Promise<number> {
    const known = await patiently(() => this.target.positions(objects.map((o) => this.sender.nameOf(o.key))), this.options);
    const byName = new Map(known.map((k) => [k.file, k]));
    const waiting = objects.filter((o) => {
      const isRead = byName.get(this.sender.nameOf(o.key))?.version === this.sender.versionOf(o);
      if (isRead) this.#remember(o);
      return !isRead;
    });
    let failures = 0;
    const work = async (): Promise<void> => {
      for (let object = waiting.shift(); object && !signal?.aborted; object = waiting.shift()) {
        if (!(await this.#readOne(object, byName.get(this.sender.nameOf(object.key)), signal))) failures++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return failures;
  }

  async #readOne(object: BucketObject, known: KnownFile | undefined, signal?: AbortSignal): Promise<boolean> {
    const name = this.sender.nameOf(object.key);
    let from: KnownFile | undefined | "ask" = known;
    const send = async (): Promise<void> => {
      // Batches of the attempt before may be in.
      const at = from === "ask" ? (await this.target.positions([name]))[0] : from;
      from = "ask";
      await this.sender.send(object, at);
    };
    try {
      await patiently(send, { ...this.options, attempts: ATTEMPTS });
      this.#remember(object);
      this.#failed.delete(name);
      return true;
    } catch (error) {
      if (signal?.aborted) return true;
      if (!(error instanceof Problem)) throw error;
      const times = (this.#failed.get(name)?.times ?? 0) + 1;
      const pause = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** Math.min(times - 1, 8));
      this.#failed.set(name, { times, notBefore: Date.now() + pause, version: this.sender.versionOf(object) });
      if (times === 1) this.options.report(object.key, error.detail);
      return false;
    }
  }

  #remember(object: BucketObject): void {
    this.#read.set(this.sender.nameOf(object.key), this.sender.versionOf(object));
    for (const name of this.#read.keys()) {
      if (this.#read.size <= MOST_READ) break;
      this.#read.delete(name);
    }
  }
}
