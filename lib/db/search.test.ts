import { expect, test } from "vitest";
import { thin } from "./search";

const HOUR = 3_600_000;

test("an hour of many records is read in parts, newest first, that are the hour together", () => {
  const parts = thin([
    { from: HOUR, to: 2 * HOUR, mass: 70_000 },
    { from: 0, to: HOUR, mass: 20_000 },
  ])!;
  expect(parts.map((p) => [p.from, p.to])).toEqual([
    [HOUR * 1.75, HOUR * 2],
    [HOUR * 1.5, HOUR * 1.75],
    [HOUR * 1.25, HOUR * 1.5],
    [HOUR, HOUR * 1.25],
    [0, HOUR],
  ]);
  expect(parts.reduce((sum, p) => sum + p.mass, 0)).toBe(90_000);
});

test("no part is shorter than a minute, and a stretch of unknown mass stays whole", () => {
  expect(thin([{ from: 0, to: HOUR, mass: 1e9 }])).toHaveLength(60);
  expect(thin([{ from: 0, to: 30_000, mass: 1e9 }])).toHaveLength(1);
  expect(thin([{ from: 0, to: 24 * HOUR, mass: 0 }])).toHaveLength(1);
  expect(thin(undefined)).toBeUndefined();
});
