import { setTimeout as wait } from "node:timers/promises";
import { Problem } from "../../lib/model/problem";

const LONGEST_S = 60;

export interface Patience {
  /** How often it is tried. */
  attempts: number;
  signal?: AbortSignal;
  /** Told before each wait. */
  onWait?(problem: Problem, seconds: number): void;
}

/** Tries again what cannot be had at the moment: after the time that was asked for, else ever more slowly. @throws {Problem} the last one. */
export async function patiently<T>(action: () => Promise<T>, { attempts, signal, onWait }: Patience): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof Problem) || (error.code !== "too-many" && error.code !== "unavailable") || attempt >= attempts) throw error;
      const asked = Number(error.at.retryAfter);
      // Not all at once: senders that were refused together would come again together.
      const seconds = Math.min(LONGEST_S, asked > 0 ? asked : 2 ** Math.min(attempt - 1, 6)) * (1 + Math.random() / 4);
      onWait?.(error, seconds);
      await wait(seconds * 1000, undefined, { signal });
    }
  }
}
