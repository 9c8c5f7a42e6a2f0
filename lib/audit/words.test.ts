import { expect, test } from "vitest";
import { bytesText, countText, listText, spanText, timeText } from "./words";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [999_600, "1.0 MB"],
  [622_000_000, "622 MB"],
])("%d bytes are %s", (n, text) => expect(bytesText(n)).toBe(text));

test("counts, spans and times as they are read aloud", () => {
  expect(countText(1, "time")).toBe("1 time");
  expect(countText(2520, "time")).toBe("2,520 times");
  expect([30_000, 180_000, 5_400_000, 50 * 3_600_000].map(spanText)).toEqual(["1 minute", "3 minutes", "2 hours", "2 days"]);
  expect(timeText(Date.UTC(2026, 10, 17, 2, 4))).toBe("2026-11-17 02:04 UTC");
});

test("long lists are cut, and say so", () => {
  expect(listText([])).toBe("");
  expect(listText(["a", "b", "a"])).toBe("a and b");
  expect(listText(["a", "b", "c", "d"])).toBe("a, b, c and d");
  expect(listText(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 others");
});
