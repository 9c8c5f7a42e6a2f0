import { expect, test } from "vitest";
import { compactBytes, compactCount, duration, percent } from "./number";

test.each([
  [0, "0 %"],
  [1, "100 %"],
  [0.9921, "99.2 %"],
  [0.99999, "99.99 %"],
  [0.9997, "99.97 %"],
  [0.0001, "< 0.1 %"],
])("%f is %s: what is not whole never reads as whole", (ratio, text) => expect(percent(ratio)).toBe(text));

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.00 kB"],
  [999_499, "999 kB"],
  [999_600, "1.00 MB"],
  [-12_345_678, "−12.3 MB"],
])("%d bytes is %s", (bytes, text) => expect(compactBytes(bytes)).toBe(text));

test("counts below ten thousand are written out", () => {
  expect(compactCount(9_999)).toBe("9,999");
  expect(compactCount(1_234_567)).toBe("1.2M");
});

test.each([
  [0.2, "< 1 ms"],
  [1234, "1.23 s"],
  [90_000, "1 min 30 s"],
  [3 * 86_400_000, "3 d 0 h"],
])("%d ms is %s", (ms, text) => expect(duration(ms)).toBe(text));
