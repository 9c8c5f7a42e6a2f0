import { expect, test } from "vitest";
import { readPairs } from "./key-value";

const pairs = (line: string): Record<string, string> => Object.fromEntries(readPairs(line));

test.each([
  ["bare and quoted values behind a header", '<189>Mar  1 host a=1 b="two words" c=3', { a: "1", b: "two words", c: "3" }],
  ["commas between pairs", 'a=1,b="x, y",c=z', { a: "1", b: "x, y", c: "z" }],
  ["a comma inside a bare value", "a=1,2 b=3", { a: "1,2", b: "3" }],
  ["pairs as cells", '"a=1","b=two words"', { a: "1", b: "two words" }],
  ["escaped quotes", 'a="say \\"no\\"" b=2', { a: 'say "no"', b: "2" }],
  ["quotes that nobody escaped end at the first", 'a="x" y" b=2', { a: "x", b: "2" }],
  ["a value that ends in a backslash", 'a="C:\\" b=2', { a: "C:\\", b: "2" }],
  ["an equals sign in a value", 'a=b=c d="e=f"', { a: "b=c", d: "e=f" }],
  ["an empty value, and the first of two equal keys that says something", 'a= a=1 a=2 b=""', { a: "1", b: "" }],
  ["no pair at all", "nothing = here", {}],
  ["a quote that never ends", 'a="open b=2', { a: "open b=2" }],
])("%s", (_, line, expected) => {
  expect(pairs(line)).toEqual(expected);
});
