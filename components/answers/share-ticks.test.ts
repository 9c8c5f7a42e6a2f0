import fc from "fast-check";
import { expect, test } from "vitest";
import { shareTicks } from "./share-ticks";

test("ticks reach from below the lowest share to one, few and evenly", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (lowest) => {
      const ticks = shareTicks(lowest);
      expect(ticks.at(-1)).toBe(1);
      expect(ticks[0]!).toBeLessThanOrEqual(lowest + 1e-9);
      expect(ticks[0]!).toBeGreaterThanOrEqual(0);
      expect(ticks.length).toBeGreaterThanOrEqual(3);
      expect(ticks.length).toBeLessThanOrEqual(6);
      const step = ticks[1]! - ticks[0]!;
      for (let i = 1; i < ticks.length; i++) expect(ticks[i]! - ticks[i - 1]!).toBeCloseTo(step, 6);
    }),
  );
});
