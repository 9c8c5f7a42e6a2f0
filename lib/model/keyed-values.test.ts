import fc from "fast-check";
import { expect, test } from "vitest";
import { KeyedValues } from "./keyed-values";

const names = ["user", "usrgrp", "to", "cs-username", "user.name", "srcmac"];
const value = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s,;"'{}\]]+))/;
/** The same by one expression, as it is told: what is quick must not say otherwise. */
const plain = (whole: boolean): RegExp =>
  new RegExp(
    `((?:${whole ? `["']?\\b` : ""}(?:${names.map((n) => n.replace(/[.-]/g, "\\$&")).join("|")})["']?\\s*[=:]\\s*))(?:"((?:[^"\\\\]|\\\\.)*)"|'([^']*)'|([^\\s,;"'{}\\]]+))`,
    "gi",
  );

const told = (double?: string, single?: string, bare?: string): string => `<${double ?? single ?? bare}>`;

test.each([
  ['user="Ada L" to=x', "user=<Ada L> to=<x>"],
  ['{"user": "a\\"b", "n":1}', '{"user": <a\\"b>, "n":1}'],
  ["'srcmac' : '00:11'", "'srcmac' : <00:11>"],
  ["x-user=ada superuser=bob", "x-user=<ada> superuser=bob"],
  ["USER=ada", "USER=<ada>"],
  ["user=", "user="],
  ["user= grp=x", "user= <grp=x>"],
  ["user=to=x", "user=<to=x>"],
  ["cs-username:ada user.name=bob", "cs-username:<ada> user.name=<bob>"],
])("%s", (line, expected) => expect(new KeyedValues(names, { whole: true, value }).replace(line, told)).toBe(expected));

test.each([true, false])("any line comes out as by one expression (whole: %s)", (whole) => {
  const pieces = [
    ...names,
    "super",
    "x",
    "=",
    "=",
    ":",
    '"',
    "'",
    " ",
    "\t",
    "\u00a0",
    ",",
    ";",
    "\\",
    "}",
    "é",
    "_",
    "-",
    ".",
    "USER",
    "To",
  ];
  const keyed = new KeyedValues(names, { whole, value });
  let replaced = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 14, size: "max" }), (some) => {
      const line = some.join("");
      const expected = line.replace(plain(whole), (_, key, double, single, bare) => `${key}${told(double, single, bare)}`);
      if (expected !== line) replaced++;
      expect(keyed.replace(line, told)).toBe(expected);
    }),
    { numRuns: 60_000 },
  );
  expect(replaced).toBeGreaterThan(5_000);
});

test.each(["=", ":", " ", '"', "user ", "user= ", "=user:"])("a long line of %j takes no longer than it is", (piece) => {
  const keyed = new KeyedValues(names, { whole: true, value });
  const timeOf = (length: number): number => {
    const line = piece.repeat(length / piece.length);
    const from = performance.now();
    keyed.replace(line, told);
    return performance.now() - from;
  };
  timeOf(8_000);
  expect(Math.min(timeOf(64_000), timeOf(64_000), timeOf(64_000))).toBeLessThan(100);
});
