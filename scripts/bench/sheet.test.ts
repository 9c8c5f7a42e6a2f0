import { expect, test } from "vitest";
import { atLeast, atMost, ratio, Sheet } from "./sheet";

test("a figure beyond its limit is told as not reached, and the sheet says so at its end", () => {
  const lines: string[] = [];
  const sheet = new Sheet((line) => lines.push(line));
  sheet.line("rate", "0.61", atLeast(0.61, 0.6));
  sheet.line("without a limit", "5");
  expect(sheet.end()).toBe(true);
  sheet.line("part of COPY", ratio(0.5999), atLeast(0.5999, 0.6));
  sheet.line("page", "300 ms", atMost(300, 300, " ms"));
  expect(sheet.end()).toBe(false);
  expect(lines.map((line) => line.replaceAll(/ {2,}/g, " | "))).toEqual([
    "rate | 0.61 | ≥ 0.6",
    "without a limit | 5",
    "\nwithin the limits",
    "part of COPY | 0.59 | ≥ 0.6 | not reached",
    "page | 300 ms | ≤ 300 ms",
    "\n1 beyond their limits",
  ]);
});
