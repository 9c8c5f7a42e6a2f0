import { expect, test } from "vitest";
import { copyText } from "./copy";
import { CopyWriter } from "./copy-writer";

const written = (write: (out: CopyWriter) => void): string => {
  const out = new CopyWriter();
  out.begin();
  write(out);
  out.end();
  return Buffer.concat(out.take()).toString("utf8");
};

test.each([
  ["a safe integer", (out: CopyWriter) => out.integer(Number.MAX_SAFE_INTEGER), "9007199254740991\n"],
  ["nine digits", (out: CopyWriter) => out.integer(999_999_999), "999999999\n"],
  ["ten digits", (out: CopyWriter) => out.integer(1_000_000_000), "1000000000\n"],
  ["zero", (out: CopyWriter) => out.integer(0), "0\n"],
  ["less than zero", (out: CopyWriter) => out.integer(-1), "-1\n"],
  ["nothing", (out: CopyWriter) => out.integer(undefined), "\\N\n"],
  ["an address", (out: CopyWriter) => out.token("2001:db8::1"), "2001:db8::1\n"],
  ["a flag", (out: CopyWriter) => out.flag(false), "f\n"],
  ["a time", (out: CopyWriter) => out.time(Date.UTC(2026, 10, 9, 3, 4, 5, 67)), "2026-11-09T03:04:05.067Z\n"],
  ["a time before 1970", (out: CopyWriter) => out.time(-1), "1969-12-31T23:59:59.999Z\n"],
])("%s", (_, write, text) => expect(written(write)).toBe(text));

test("texts of every kind and length rest as COPY wants them, row after row", () => {
  const pieces = ["plain", "tab\t", "line\n", "back\\slash", "\\N", "é", "\u{1F600}", "\ud800", "\0", "", " ", "x".repeat(300)];
  let seed = 7;
  const next = (n: number): number => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const out = new CopyWriter();
  const taken: Uint8Array[] = [];
  let expected = "";
  for (let row = 0; row < 3000; row++) {
    const values = Array.from({ length: 3 }, () => {
      let text = "";
      for (let i = next(5) + (next(200) === 0 ? 4000 : 0); i > 0; i--) text += pieces[next(pieces.length)];
      return next(8) === 0 ? undefined : text;
    });
    out.begin();
    out.integer(row);
    for (const value of values) out.text(value);
    out.end();
    expected += `${row}\t${values.map(copyText).join("\t")}\n`;
    if (next(50) === 0) taken.push(...out.take());
  }
  taken.push(...out.take());
  expect(Buffer.concat(taken).equals(Buffer.from(expected))).toBe(true);
  expect(out.take()).toEqual([]);
});
