import { expect, test } from "vitest";
import { axisTicks, bucketLabel } from "./format";

const hour = 3_600_000;
const from = (start: string, every: number, n: number) => Array.from({ length: n }, (_, i) => Date.parse(start) + i * every);
const labels = (buckets: number[], bucketMs: number) => axisTicks(buckets, bucketMs)?.map((at) => bucketLabel(at, bucketMs));

test("a week in quarters of a day is written by its days", () => {
  expect(labels(from("2026-11-13T12:00:00Z", 6 * hour, 28), 6 * hour)).toEqual([
    "14 Nov",
    "15 Nov",
    "16 Nov",
    "17 Nov",
    "18 Nov",
    "19 Nov",
    "20 Nov",
  ]);
});

test("hours name their day at midnight", () => {
  expect(labels(from("2026-11-19T12:00:00Z", hour, 24), hour)).toEqual(["12:00", "18:00", "20 Nov", "06:00"]);
  expect(labels(from("2026-11-18T12:00:00Z", hour, 48), hour)).toEqual(["12:00", "19 Nov", "12:00", "20 Nov"]);
});

test("days are written as they come, and one bucket alone too", () => {
  expect(axisTicks(from("2026-11-01T00:00:00Z", 24 * hour, 30), 24 * hour)).toBeUndefined();
  expect(axisTicks(from("2026-11-01T07:00:00Z", hour, 1), hour)).toBeUndefined();
});
