import { expect, test } from "vitest";
import { CopyWriter } from "./copy-writer";

/** Reads the binary format back: the values of each row as bytes, null for none. */
function rowsOf(bytes: Buffer): (Buffer | null)[][] {
  const rows: (Buffer | null)[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const row: (Buffer | null)[] = [];
    const width = bytes.readInt16BE(at);
    at += 2;
    for (let i = 0; i < width; i++) {
      const length = bytes.readInt32BE(at);
      at += 4;
      row.push(length < 0 ? null : bytes.subarray(at, at + length));
      at += Math.max(0, length);
    }
    rows.push(row);
  }
  return rows;
}

function written(write: (out: CopyWriter) => void): Buffer | null {
  const out = new CopyWriter();
  out.begin(1);
  write(out);
  const rows = rowsOf(Buffer.concat(out.take()));
  expect(rows.length).toBe(1);
  return rows[0]![0]!;
}

const int8 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
};
const since2000 = (ms: number): Buffer => int8(BigInt(ms - Date.UTC(2000, 0, 1)) * 1000n);

test.each([
  ["the largest safe integer", (out: CopyWriter) => out.int8(Number.MAX_SAFE_INTEGER), int8(9_007_199_254_740_991n)],
  ["an int8 below zero", (out: CopyWriter) => out.int8(-1), int8(-1n)],
  ["an id", (out: CopyWriter) => out.id("9223372036854775807"), int8(9_223_372_036_854_775_807n)],
  ["an int4 below zero", (out: CopyWriter) => out.int4(-1), Buffer.from("ffffffff", "hex")],
  ["an int2", (out: CopyWriter) => out.int2(503), Buffer.from("01f7", "hex")],
  ["nothing", (out: CopyWriter) => out.int8(undefined), null],
  ["an IPv4 address", (out: CopyWriter) => out.address("192.0.2.1"), Buffer.from("02200004c0000201", "hex")],
  ["an IPv6 address", (out: CopyWriter) => out.address("2001:db8::1"), Buffer.from("0380001020010db8000000000000000000000001", "hex")],
  ["a flag", (out: CopyWriter) => out.bool(false), Buffer.from([0])],
  ["a time", (out: CopyWriter) => out.time(Date.UTC(2026, 10, 9, 3, 4, 5, 67)), since2000(Date.UTC(2026, 10, 9, 3, 4, 5, 67))],
  ["a date", (out: CopyWriter) => out.date(Date.UTC(2026, 10, 9)), Buffer.from("00002651", "hex")],
  ["a date before 2000", (out: CopyWriter) => out.date(Date.UTC(1999, 11, 31)), Buffer.from("ffffffff", "hex")],
  ["bytes", (out: CopyWriter) => out.bytes(Uint8Array.from([0, 255])), Buffer.from("00ff", "hex")],
  ["more bytes than a block holds", (out: CopyWriter) => out.bytes(Buffer.alloc(600_000, 7)), Buffer.alloc(600_000, 7)],
  ["a time before 2000", (out: CopyWriter) => out.time(-1), since2000(-1)],
  ["the name of an enum", (out: CopyWriter) => out.name("false-reject"), Buffer.from("false-reject")],
  ["JSON", (out: CopyWriter) => out.json('{"a":1}'), Buffer.from('\u0001{"a":1}')],
])("%s", (_, write, bytes) => expect(written(write)?.toString("hex")).toBe(bytes?.toString("hex")));

test("texts of every kind and length, row after row", () => {
  const pieces = ["plain", "tab\t", "line\n", "back\\slash", "é", "\u{1F600}", "\ud800", "\0", "", " ", "x".repeat(300)];
  let seed = 7;
  const next = (n: number): number => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const out = new CopyWriter();
  const taken: Uint8Array[] = [];
  const expected: (string | undefined)[][] = [];
  for (let row = 0; row < 3000; row++) {
    const values = Array.from({ length: 3 }, () => {
      let text = "";
      for (let i = next(5) + (next(200) === 0 ? 4000 : 0); i > 0; i--) text += pieces[next(pieces.length)];
      return next(8) === 0 ? undefined : text;
    });
    out.begin(3);
    for (const value of values) out.text(value);
    expected.push(values);
    if (next(50) === 0) taken.push(...out.take());
  }
  taken.push(...out.take());
  const rows = rowsOf(Buffer.concat(taken));
  expect(rows.length).toBe(expected.length);
  // What PostgreSQL refuses is replaced: NUL, and half a pair of surrogates.
  for (const [i, values] of expected.entries())
    expect(rows[i]!.map((v) => v?.toString("utf8"))).toEqual(values.map((v) => v?.toWellFormed().replaceAll("\0", "\uFFFD")));
  expect(out.take()).toEqual([]);
});
