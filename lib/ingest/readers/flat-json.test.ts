import { expect, test } from "vitest";
import { FlatJson } from "./flat-json";

const columns = new Map([
  ["ts", 0],
  ["a", 1],
  ["b.c", 2],
  ["d", 3],
]);
const read = (reader: FlatJson, line: string): unknown[] | undefined => {
  const values: unknown[] = new Array(4);
  return reader.readText(line, values) ? values : undefined;
};

test("values by column, whatever their order and what stands between", () => {
  const reader = new FlatJson(columns);
  expect(read(reader, '{"ts":1732273200.123456,"a":"x","other":7,"b.c":true}')).toEqual([1732273200.123456, "x", true, undefined]);
  expect(read(reader, '{"ts":1.5,"b.c":null,"a":""}')).toEqual([1.5, "", null, undefined]);
  expect(read(reader, '{ "d": 0, "ts": -2e3} ')).toEqual([-2000, undefined, undefined, 0]);
});

test.each([
  '{"ts":1,"a":{"b":1}}',
  '{"ts":1,"a":[1]}',
  '{"ts":1,"a":"x\\"y"}',
  '{"ts":1,"a":"x}',
  '{"ts":1,"a":01}',
  '{"ts":1,"a":1.}',
  '{"ts":1,"a":.5}',
  '{"ts":1,"a":-}',
  '{"ts":1 "a":2}',
  '{"ts":1,}',
  '{"ts":1}x',
  '{"ts":1',
  "{}",
  "{",
  "",
])("%s is left to JSON.parse", (line) => expect(read(new FlatJson(columns), line)).toBeUndefined());

test("what is read equals what JSON.parse reads", () => {
  let seed = 3;
  const next = (n: number): number => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const numbers = [
    "0",
    "-1",
    "1732273200.123456",
    "9007199254740991",
    "9007199254740993",
    "0.1",
    "1e-7",
    "123456789012345678",
    "2.2250738585072014e-308",
    "0.000001",
  ];
  const pieces = ['"', "{", "}", ",", ":", "ts", "a", " ", "1", "\\", "é", "null", "\t"];
  const reader = new FlatJson(columns);
  let flat = 0;
  for (let i = 0; i < 20_000; i++) {
    const keys = ["ts", "a", "b.c", "d", "e", "f"].filter(() => next(4) > 0);
    const value = (): string =>
      [numbers[next(numbers.length)]!, JSON.stringify("x".repeat(next(20))), "true", "false", "null", '"é,}{"'][next(6)]!;
    let line = `{${keys.map((k) => `"${k}":${value()}`).join(",")}}`;
    if (next(4) === 0) {
      const at = next(line.length);
      line = line.slice(0, at) + pieces[next(pieces.length)] + line.slice(at + next(3));
    }
    const values = read(reader, line);
    if (!values) continue;
    flat++;
    let object: Record<string, unknown>;
    try {
      object = JSON.parse(line);
    } catch {
      // A raw tab within a text is read as it stands; the standard would have it escaped.
      expect(line).toContain("\t");
      continue;
    }
    for (const [key, column] of columns) if (!Object.is(values[column], object[key])) expect(values[column], line).toBe(object[key]);
  }
  // The others are broken, or hold more than ASCII.
  expect(flat).toBeGreaterThan(6_000);
});
