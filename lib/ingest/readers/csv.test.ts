import { expect, test } from "vitest";
import { splitCsv } from "./csv";

test.each([
  ["a,b,,c", ["a", "b", "", "c"]],
  ['a,"b, c",d', ["a", "b, c", "d"]],
  ['"say ""yes""",', ['say "yes"', ""]],
  ['a,o"\'"n,"b"', ["a", 'o"\'"n', "b"]],
  ['a,"never closed,b', ["a", '"never closed', "b"]],
  ["", [""]],
])("%j", (line, cells) => {
  expect(splitCsv(line)).toEqual(cells);
});

test("reads other delimiters", () => {
  expect(splitCsv('a;"b;c";d', ";")).toEqual(["a", "b;c", "d"]);
});

test("a line of anything takes no time", () => {
  const start = performance.now();
  for (const part of ['"a,', '"', '",', '"a"b,']) splitCsv(part.repeat(30_000));
  expect(performance.now() - start).toBeLessThan(200);
});
