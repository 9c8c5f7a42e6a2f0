import type { RateLimit } from "../db/source";

const BURST_SECONDS = 10;
/** What is owed is asked for in pieces: a sender that comes back early is told again. */
const MOST_WAIT = 600;

interface Level {
  /** What may still come; below nought what came too early. */
  left: number;
  at: number;
}

/**
 * Lines and bytes a second, by source. How many a batch holds is known when it has been read, so one is let in while
 * anything is left, and what it took beyond that is waited for by the next. In this process's memory only: two processes
 * let in twice as much, and a new one begins with nothing owed.
 */
export class RateLimiter {
  readonly #levels = new Map<string, Level>();

  /** @param now in milliseconds. @returns seconds to wait; 0 where a batch may come. */
  wait(source: number, limit: RateLimit, now: number): number {
    let most = 0;
    for (const [what, rate] of ratesOf(limit)) {
      const { left } = this.#level(source, what, rate, limit, now);
      if (left <= 0) most = Math.max(most, Math.floor(-left / rate) + 1);
    }
    return Math.min(most, MOST_WAIT);
  }

  take(source: number, limit: RateLimit, amount: { lines: number; bytes: number }, now: number): void {
    for (const [what, rate] of ratesOf(limit)) this.#level(source, what, rate, limit, now).left -= amount[what];
  }

  #level(source: number, what: "lines" | "bytes", rate: number, limit: RateLimit, now: number): Level {
    const key = `${source} ${what}`;
    const full = rate * (limit.burstSeconds ?? BURST_SECONDS);
    let level = this.#levels.get(key);
    if (!level) {
      level = { left: full, at: now };
      this.#levels.set(key, level);
    }
    level.left = Math.min(full, level.left + (Math.max(0, now - level.at) / 1000) * rate);
    level.at = now;
    return level;
  }
}

const ratesOf = (limit: RateLimit): ["lines" | "bytes", number][] => [
  ...(limit.linesPerSecond === undefined ? [] : [["lines", limit.linesPerSecond] as ["lines", number]]),
  ...(limit.bytesPerSecond === undefined ? [] : [["bytes", limit.bytesPerSecond] as ["bytes", number]]),
];
