import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketAt, bucketsOf } from "./buckets";
import { parsePeriod, parseTime, previousPeriod } from "./period";
import { addUnits, floorTo } from "./zone";

const now = Date.parse("2026-11-22T10:17:30.250Z");
const iso = (t: number | undefined): string | undefined => (t === undefined ? undefined : new Date(t).toISOString());

test.each([
  ["now", "UTC", "2026-11-22T10:17:30.250Z"],
  ["now-7d", "UTC", "2026-11-15T10:17:30.250Z"],
  ["now-90d/d", "UTC", "2026-08-24T00:00:00.000Z"],
  ["now/d", "Europe/Berlin", "2026-11-21T23:00:00.000Z"],
  ["now-1M/M", "UTC", "2026-10-01T00:00:00.000Z"],
  ["now/w", "UTC", "2026-11-16T00:00:00.000Z"],
  ["now-1d-2h", "UTC", "2026-11-21T08:17:30.250Z"],
  // Twelve in Berlin stays twelve across the change of clocks on 25 October.
  ["now-30d", "Europe/Berlin", "2026-10-23T09:17:30.250Z"],
  ["2026-11-20", "Asia/Tokyo", "2026-11-19T15:00:00.000Z"],
  ["2026-11-20T08:00:00+02:00", "UTC", "2026-11-20T06:00:00.000Z"],
  ["2026-02-30", "UTC", undefined],
  ["yesterday", "UTC", undefined],
  ["now-7", "UTC", undefined],
])("%s in %s is %s", (text, zone, expected) => expect(iso(parseTime(text, now, zone))).toBe(expected));

test("a period is the last week unless said, and never ends before it starts", () => {
  expect(parsePeriod({}, now)).toEqual({ from: now - 7 * 86_400_000, to: now });
  expect(parsePeriod({ from: "now", to: "now-1d" }, now)).toMatchObject({ at: "to" });
  expect(parsePeriod({ from: "soon" }, now)).toMatchObject({ at: "from" });
  expect(previousPeriod({ from: 10, to: 14 })).toEqual({ from: 6, to: 10 });
});

const zones = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Pacific/Apia",
);
const instant = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) });

test("the start of a unit is not after the instant, and is its own start", () => {
  fc.assert(
    fc.property(instant, zones, fc.constantFrom("second", "minute", "day", "week", "month", "year" as const), (t, zone, unit) => {
      const start = floorTo(t, unit, zone);
      expect(start).toBeLessThanOrEqual(t);
      expect(floorTo(start, unit, zone)).toBe(start);
      if (unit !== "second" && unit !== "minute") expect(addUnits(start, unit, 1, zone)).toBeGreaterThan(t);
    }),
    { numRuns: 1500 },
  );
});

describe("buckets", () => {
  test("a day in spring has 23 hours, one in autumn 25", () => {
    const day = (from: string): number =>
      bucketsOf(
        { from: parseTime(from, now, "Europe/Berlin")!, to: addUnits(parseTime(from, now, "Europe/Berlin")!, "day", 1, "Europe/Berlin") },
        "Europe/Berlin",
        30,
      ).starts.length;
    expect([day("2026-03-29"), day("2026-10-25"), day("2026-10-26")]).toEqual([23, 25, 24]);
  });

  test("days start at the zone's midnight", () => {
    const { starts, unit } = bucketsOf(
      { from: Date.parse("2026-10-20T12:00:00Z"), to: Date.parse("2026-11-20T12:00:00Z") },
      "Europe/Berlin",
      40,
    );
    expect(unit).toBe("day");
    expect([...new Set(starts.map((t) => new Date(t).toISOString().slice(11, 16)))]).toEqual(["22:00", "23:00"]);
  });

  test("they cover the period without gap or overlap, and are not too many", () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1000, max: 400 * 86_400_000 }),
        zones,
        fc.integer({ min: 10, max: 100 }),
        (from, length, zone, most) => {
          const buckets = bucketsOf({ from, to: from + length }, zone, most);
          expect(buckets.starts.length).toBeLessThanOrEqual(most + 3);
          expect(buckets.starts[0]).toBeLessThanOrEqual(from);
          expect(buckets.starts.at(-1)!).toBeLessThan(from + length);
          expect(buckets.end).toBeGreaterThanOrEqual(from + length);
          for (let i = 1; i < buckets.starts.length; i++) expect(buckets.starts[i]!).toBeGreaterThan(buckets.starts[i - 1]!);
          const t = from + Math.floor(length / 3);
          const i = bucketAt(buckets, t);
          expect(buckets.starts[i]).toBeLessThanOrEqual(t);
          expect(buckets.starts[i + 1] ?? buckets.end).toBeGreaterThan(t);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
