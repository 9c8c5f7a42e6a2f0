import { expect, test } from "vitest";
import { findGaps } from "./source-gaps";

const HOUR = 3_600_000;
const day = (d: number, hour = 0): number => Date.UTC(2026, 10, 1 + d) + hour * HOUR;
const hours = (from: number, to: number, keep: (at: number) => boolean = () => true): number[] =>
  Array.from({ length: (to - from) / HOUR }, (_, i) => from + i * HOUR).filter(keep);
const found = (told: number[], from: number, to: number) => findGaps(new Set(told), Math.min(...told), { from, to });

test("an hour without anything is a gap where such hours have something", () => {
  const told = hours(day(0), day(10), (at) => at !== day(8, 14) && at !== day(8, 15));
  expect(found(told, day(0), day(10))).toEqual([{ from: day(8, 14), to: day(8, 16) }]);
  expect(found(told, day(9), day(10))).toEqual([]);
});

test("who rests at night, or at the weekend, misses nothing", () => {
  const byDay = hours(day(0), day(10), (at) => new Date(at).getUTCHours() >= 8 && new Date(at).getUTCHours() < 18);
  expect(found(byDay, day(0), day(10))).toEqual([]);
  const missing = byDay.filter((at) => at !== day(9, 10));
  expect(found(missing, day(0), day(10))).toEqual([{ from: day(9, 10), to: day(9, 11) }]);
});

test("a long outage stays one, and what comes after it is none", () => {
  const told = [...hours(day(0), day(5)), ...hours(day(15), day(16))];
  expect(found(told, day(0), day(16))).toEqual([{ from: day(5), to: day(15) }]);
});

test("who tells something of most hours only misses none; an outage is one span, with the nights in it", () => {
  const sparse = hours(day(0), day(10), (at) => (at / HOUR) % 5 !== 0);
  expect(found(sparse, day(0), day(10))).toEqual([]);
  const byDay = hours(day(0), day(8), (at) => new Date(at).getUTCHours() >= 8 && new Date(at).getUTCHours() < 18);
  expect(found(byDay, day(0), day(10))).toEqual([{ from: day(8, 8), to: day(9, 18) }]);
  expect(found(byDay, day(9), day(10))).toEqual([{ from: day(9), to: day(9, 18) }]);
});

test("the first day of a source is judged by its hours, and nothing before it", () => {
  const told = hours(day(0, 3), day(1), (at) => at !== day(0, 20));
  expect(found(told, day(-3), day(1))).toEqual([{ from: day(0, 20), to: day(0, 21) }]);
  expect(found([day(0)], day(0), day(2))).toEqual([]);
});

test("an hour that is not over is not judged", () => {
  expect(found(hours(day(0), day(2)), day(1), day(2) + HOUR / 2)).toEqual([]);
});
