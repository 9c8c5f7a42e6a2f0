import { setTimeout as pause } from "node:timers/promises";
import { type Destination, postBatch } from "./post-batch";
import type { Segment } from "./segment";
import type { Spool } from "./spool";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A body that a proxy cut off looks refused, too: it must be so every time before it is believed. */
const REFUSALS = 3;

/** What became of the lines of a source, for the status. */
export class Delivery {
  batches = 0;
  lines = 0;
  /** Lines that the app has in quarantine, each with its reason. */
  rejected = 0;
  refusedBatches = 0;
  /** Why nothing is delivered at present. */
  failing: string | undefined;
  lastAt: Date | undefined;

  constructor(
    private readonly spool: Spool,
    private readonly to: Destination,
    private readonly say: (message: string) => void,
  ) {}

  /** Delivers one segment after the other until the signal; what is left is delivered by the next process. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      for (;;) await this.#deliver(await this.spool.next(signal), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #deliver(segment: Segment, signal: AbortSignal): Promise<void> {
    const lines = await this.spool.read(segment);
    if (!lines) {
      this.say(`a batch of ${segment.bytes} bytes is no longer in the spool: somebody removed it`);
      return this.spool.remove(segment);
    }
    let refusals = 0;
    for (let attempt = 0; ; attempt++) {
      const answer = await postBatch(this.to, `collect:${segment.name}`, lines, signal);
      signal.throwIfAborted();
      if (answer.kind === "accepted") {
        this.#note(answer.lines, answer.rejected);
        return this.spool.remove(segment);
      }
      refusals = answer.kind === "refused" ? refusals + 1 : 0;
      if (refusals === REFUSALS) {
        this.refusedBatches++;
        this.failing = undefined;
        const file = this.spool.setAside(segment);
        this.say(
          `a batch was refused, ${answer.why} It lies in ${file}; send it by hand: waybill ingest --source ${this.to.source} ${file}`,
        );
        return;
      }
      if (answer.why !== this.failing) this.say(`not delivered, tried again until it is: ${answer.why}`);
      this.failing = answer.why;
      const backoff = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10), LONGEST_PAUSE_MS);
      // Jitter: many collectors that lost the same app must not come back in one moment.
      const asked = answer.kind === "later" ? answer.afterMs : 0;
      await pause(Math.max(asked, backoff / 2) + (Math.random() * backoff) / 2, undefined, { signal });
    }
  }

  #note(lines: number, rejected: number): void {
    if (this.failing) this.say("delivered again");
    this.failing = undefined;
    this.batches++;
    this.lines += lines;
    this.rejected += rejected;
    this.lastAt = new Date();
  }
}
