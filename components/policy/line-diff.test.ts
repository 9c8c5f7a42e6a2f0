import fc from "fast-check";
import { expect, test } from "vitest";
import { hunks, lineDiff } from "./line-diff";

const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 25 }).map((lines) => lines.join("\n"));

test("both texts can be read from the comparison, with the right numbers", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after);
      const left = lines.filter((l) => l.kind !== "added");
      const right = lines.filter((l) => l.kind !== "removed");
      expect(left.map((l) => l.text).join("\n")).toBe(before);
      expect(right.map((l) => l.text).join("\n")).toBe(after);
      expect(left.map((l) => l.before)).toEqual(left.map((_, i) => i + 1));
      expect(right.map((l) => l.after)).toEqual(right.map((_, i) => i + 1));
    }),
    { numRuns: 2000 },
  );
}, 30_000);

test("it is the shortest: as many lines stay as the longest common subsequence has", () => {
  const longest = (a: string[], b: string[]): number => {
    let row = new Array<number>(b.length + 1).fill(0);
    for (const x of a) {
      const next = [0];
      for (let j = 1; j <= b.length; j++) next[j] = x === b[j - 1] ? row[j - 1]! + 1 : Math.max(row[j]!, next[j - 1]!);
      row = next;
    }
    return row[b.length]!;
  };
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(lineDiff(before, after).filter((l) => l.kind === "same")).toHaveLength(longest(before.split("\n"), after.split("\n")));
    }),
    { numRuns: 1000 },
  );
}, 30_000);

test("texts that have nothing in common end soon", () => {
  const all = (word: string): string => Array.from({ length: 20_000 }, (_, i) => `${word} ${i}`).join("\n");
  expect(lineDiff(all("a"), all("b"))).toHaveLength(40_000);
}, 30_000);

test("hunks hold every change once, with three lines around, and count what they leave out", () => {
  const before = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`);
  const after = before.with(9, "ten").with(12, "thirteen").toSpliced(30, 0, "new");
  const shown = hunks(lineDiff(before.join("\n"), after.join("\n")));
  expect(shown.map((h) => [h.skipped, h.lines[0]!.text, h.lines.at(-1)!.text])).toEqual([
    [6, "line 7", "line 16"],
    [11, "line 28", "line 33"],
  ]);
  expect(shown.flatMap((h) => h.lines).filter((l) => l.kind === "added")).toHaveLength(3);
});
