import { expect, test } from "vitest";
import { isComplete } from "./run";

const minute = 60_000;
const at = (minutes: number): Date => new Date(minutes * minute);
const span = (from: number, to: number) => ({ startedAt: at(from), endedAt: at(to) });
const logged = (from: number, to: number) => ({ ...span(from, to), origin: "log" as const, lastSeen: at(to) });
const usual = [span(0, 30), span(100, 128), span(200, 235)];

test("a run known from logs alone is over when the usual time and a while of silence have passed", () => {
  const run = logged(1000, 1005);
  expect(isComplete(run, usual, 1006 * minute)).toBe(false);
  expect(isComplete(run, usual, 1044 * minute)).toBe(false);
  expect(isComplete(run, usual, 1045 * minute)).toBe(true);
  // It takes longer than any before: then silence alone tells.
  expect(isComplete(logged(1000, 1060), usual, 1069 * minute)).toBe(false);
  expect(isComplete(logged(1000, 1060), usual, 1070 * minute)).toBe(true);
});

test("one odd run among many does not keep every later one open", () => {
  const many = Array.from({ length: 12 }, (_, i) => span(i * 100, i * 100 + 20));
  expect(isComplete(logged(2000, 2019), [...many, span(1300, 1900)], 2030 * minute)).toBe(true);
  expect(isComplete(logged(2000, 2019), [...usual, span(1300, 1900)], 2030 * minute)).toBe(false);
});

test("a registered run is over when its end is told, and its logs have come or had time to come", () => {
  const run = { ...span(0, 5), origin: "registered" as const, lastSeen: at(4) };
  expect(isComplete(run, usual, 5 * minute)).toBe(true);
  expect(isComplete({ ...run, lastSeen: null }, usual, 6 * minute)).toBe(false);
  expect(isComplete({ ...run, lastSeen: null }, usual, 15 * minute)).toBe(true);
  expect(isComplete({ ...run, endedAt: null }, usual, 9999 * minute)).toBe(false);
});
