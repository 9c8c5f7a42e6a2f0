import { expect, test } from "vitest";
import { RateLimiter } from "./rate-limiter";

const batch = (lines: number, bytes = lines * 100) => ({ lines, bytes });

test("a burst comes at once, what comes beyond it is waited for, and the mean stays under the rate", () => {
  const limiter = new RateLimiter();
  const limit = { linesPerSecond: 100, burstSeconds: 2 };
  let came = 0;
  let now = 0;
  for (; now < 600_000; now += 250)
    if (limiter.wait(1, limit, now) === 0) {
      limiter.take(1, limit, batch(70), now);
      came += 70;
    }
  expect(came).toBeGreaterThan(100 * 595);
  expect(came).toBeLessThanOrEqual(100 * 602 + 70);
});

test("the wait told is the one that is needed", () => {
  const limiter = new RateLimiter();
  const limit = { bytesPerSecond: 1000, burstSeconds: 1 };
  limiter.take(1, limit, batch(1, 5000), 0);
  const seconds = limiter.wait(1, limit, 0);
  expect(seconds).toBe(5);
  expect(limiter.wait(1, limit, seconds * 1000 - 1001)).toBeGreaterThan(0);
  expect(limiter.wait(1, limit, seconds * 1000)).toBe(0);
  expect(limiter.wait(2, limit, 0)).toBe(0);
  expect(limiter.wait(1, {}, 0)).toBe(0);
});

test("no wait is for hours, and a clock that goes back gives nothing", () => {
  const limiter = new RateLimiter();
  const limit = { linesPerSecond: 1 };
  limiter.take(1, limit, batch(1_000_000), 1000);
  expect(limiter.wait(1, limit, 1000)).toBe(600);
  expect(limiter.wait(1, limit, 0)).toBe(600);
});
