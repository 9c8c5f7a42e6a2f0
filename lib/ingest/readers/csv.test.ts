import { expect, test } from "vitest";
import { splitCsv } from "./csv";

test.each([
  ["a,b,,c", ["a", "b", "", "c"]],
  ['a,"b, c",d', ["a", "b, c", "d"]],
  ['"say ""yes""",', ['say "yes"', ""]],
  ['a,o"\'"n,"b"', ["a", 'o"\'"n', "b"]],
  ['a,"never closed,b', ["a", '"never closed', "b"]],
  ['"a", "b,c" ,"",', ["a", "b,c", "", ""]],
  ['""twice, or so"",x,""""', ["twice, or so", "x", '"']],
  ["", [""]],
])("%j", (line, cells) => {
  expect(splitCsv(line)).toEqual(cells);
});

test("reads other delimiters", () => {
  expect(splitCsv('a;"b;c";d', ";")).toEqual(["a", "b;c", "d"]);
  expect(splitCsv('a  "b c" d', " ")).toEqual(["a", "", "b c", "d"]);
});

test.each(['"a,', '"', '",', '"a"b,', '" ', ' ,"', '""a', '"" '])("a line of %j takes no time", (part) => {
  const line = part.repeat(65_536 / part.length);
  const { user, system } = process.cpuUsage();
  splitCsv(line);
  const spent = process.cpuUsage({ user, system });
  expect((spent.user + spent.system) / 1000).toBeLessThan(100);
});
