import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR, hourOfDay, hourOfWeek, learn, learnAll, learnHour, quantile } from "./baseline";

const values = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 200 });

test("weeks begin on Monday, hours are UTC", () => {
  expect(hourOfWeek(Date.UTC(2026, 10, 16, 0))).toBe(0);
  expect(hourOfWeek(Date.UTC(2026, 10, 22, 23))).toBe(167);
  expect(hourOfDay(Date.UTC(2026, 10, 22, 23))).toBe(168 + 23);
});

test("order teaches nothing, and half of the windows lie on either side of the median", () => {
  fc.assert(
    fc.property(values, (v) => {
      const learned = learn(v, -1);
      expect(learn([...v].reverse(), -1)).toMatchObject({ median: learned.median, mad: learned.mad, samples: v.length });
      expect(v.filter((x) => x < learned.median).length).toBeLessThanOrEqual(v.length / 2);
      expect(v.filter((x) => x > learned.median).length).toBeLessThanOrEqual(v.length / 2);
    }),
  );
});

test("one odd window among many moves neither median nor its deviation much", () => {
  const quiet = Array.from({ length: 99 }, (_, i) => 100 + (i % 7));
  const odd = learn([...quiet, 1e12], -1);
  expect(odd.median).toBeCloseTo(learn(quiet, -1).median, -1);
  expect(odd.mad).toBeLessThan(4);
  expect(odd.mean).toBeGreaterThan(1e9);
});

test("windows before a pair was first seen are the workload's, not the pair's", () => {
  const history = { values: [0, 0, 0, 5, 7], known: 2 };
  expect(learnAll(history, "pair")).toMatchObject({ samples: 2, median: 6 });
  expect(learnAll(history, "workload")).toMatchObject({ samples: 5, median: 0 });
});

test("hours are compared with the same hour of past weeks, else of past days, else not at all", () => {
  const at = Date.UTC(2026, 10, 18, 9);
  // The value says how many hours before the window it was.
  const back = (hours: number) => ({ values: Array.from({ length: hours }, (_, i) => hours - i), known: hours });
  expect(learnHour(back(24 * 28 + 1), at, 3, 7)).toMatchObject({ bucket: hourOfWeek(at), samples: 4, median: (337 + 505) / 2 });
  expect(learnHour(back(24 * 8 + 1), at, 3, 7)).toMatchObject({ bucket: hourOfDay(at), samples: 8 });
  expect(learnHour(back(24 * 6), at, 3, 7)).toBeUndefined();
});

test("a window is judged by those before it: what comes later cannot reach it", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 700, maxLength: 900 }), fc.array(fc.nat(1000), { maxLength: 50 }), (past, later) => {
      const whole = Float64Array.from([...past, ...later]);
      const history = { values: whole.subarray(0, past.length), known: past.length };
      expect(learnHour(history, past.length * HOUR, 3, 7)).toEqual(
        learnHour({ values: past, known: past.length }, past.length * HOUR, 3, 7),
      );
    }),
    { numRuns: 30 },
  );
});

test("a share of the windows stays under its quantile", () => {
  fc.assert(
    fc.property(values, (v) => {
      const limit = quantile({ values: v, known: v.length }, 0.9);
      expect(v.filter((x) => x > limit).length).toBeLessThanOrEqual(v.length * 0.1);
    }),
  );
  expect(quantile({ values: [], known: 0 }, 0.9)).toBe(0);
});
