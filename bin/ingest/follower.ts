import { setTimeout as wait } from "node:timers/promises";
import { Problem } from "../../lib/model/problem";
import type { Followed, FollowedFiles } from "./followed-files";
import type { Sender } from "./sender";
import type { Totals } from "./totals";

/** Lines that came within it go together. */
const BATCH_MS = 1000;
/** A file without a name that was not written to for this long ends where it ends. */
const QUIET_MS = 5_000;
/** A compressed file that was written to since is perhaps not whole yet. */
const STILL_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/** Sends files as they grow, until it is told to stop. */
export class Follower {
  constructor(
    private readonly files: FollowedFiles,
    private readonly sender: Sender,
    private readonly totals: Totals,
    /** Told once of what a file suffers. */
    private readonly report: (path: string, problem: string) => void,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const looking = this.files.look(signal);
    try {
      while (!signal.aborted) {
        const began = performance.now();
        for (const followed of this.files.inOrder()) if (!signal.aborted) await this.#turn(followed, signal);
        await this.files.forget();
        await wait(Math.max(0, BATCH_MS - (performance.now() - began)), undefined, { signal });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await looking;
      await this.files.close();
    }
  }

  async #turn(f: Followed, signal: AbortSignal): Promise<void> {
    if (Date.now() < f.notBefore) return;
    try {
      await this.#read(f, signal);
      f.failures = 0;
      f.told = undefined;
    } catch (error) {
      if (signal.aborted) return;
      const detail = error instanceof Problem ? error.detail : (error as NodeJS.ErrnoException).code;
      // A mistake of ours is not waited out.
      if (detail === undefined) throw error;
      if (f.told !== detail) this.report(f.file.path, detail);
      f.told = detail;
      f.notBefore = Date.now() + pauseMs(f.failures++);
    }
  }

  async #read(f: Followed, signal: AbortSignal): Promise<void> {
    const { file } = f;
    const { size, changedMs, look } = await file.stat();
    const quietMs = Date.now() - changedMs;
    const isLast = f.goneSince !== undefined && Math.min(quietMs, Date.now() - f.goneSince) > QUIET_MS;
    const state = `${look} ${isLast}`;
    if (f.state === state) return;
    if (quietMs < STILL_MS && (await file.kind()) === "packed") return;
    if (!file.trail || !file.isText) await file.settle(this.sender.trails);
    if (!file.trail && size > 0) {
      // It may become the only one that holds what it holds.
      f.notBefore = Date.now() + pauseMs(f.copies++);
      return;
    }
    f.copies = 0;
    // What comes meanwhile waits for its next turn: other files grow as well.
    while (file.trail && !signal.aborted) {
      const answer = await this.sender.next(file, isLast);
      if (answer) this.totals.add(answer);
      if (!answer || (file.isText && file.reading!.passed.offset >= size)) break;
    }
    if (!signal.aborted) f.state = state;
  }
}

const pauseMs = (times: number): number => Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** Math.min(times, 9));
