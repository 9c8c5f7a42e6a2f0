import fc from "fast-check";
import { expect, test } from "vitest";
import { JsonPieces, type Piece } from "./json-pieces";

function read(
  text: string | Buffer,
  cuts: readonly number[] = [],
  limits: Partial<{ bytes: number; depth: number; lists: string[] }> = {},
): Piece[] {
  const pieces: Piece[] = [];
  const reader = new JsonPieces({ bytes: 1 << 16, depth: 32, ...limits }, (piece) => pieces.push(piece));
  const bytes = Buffer.from(text);
  let from = 0;
  for (const cut of [...cuts.map((c) => c % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)) {
    reader.push(bytes.subarray(from, cut));
    from = cut;
  }
  reader.end();
  return pieces;
}

const json = fc.jsonValue({ maxDepth: 4 });
const cuts = fc.array(fc.nat(), { maxLength: 8 });

test("an array, however it is laid out and cut, is its elements", () => {
  fc.assert(
    fc.property(fc.array(json, { maxLength: 6 }), fc.constantFrom(undefined, "  ", "\t", "\r\n"), cuts, (list, indent, at) => {
      const text = JSON.stringify(list, null, indent);
      const pieces = read(text, at);
      expect(pieces.map((p) => p.text)).toEqual(list.map((v) => JSON.stringify(v)));
      for (const p of pieces) expect(Buffer.from(text).subarray(p.offset).toString()).toMatch(/^[[{"\dtfn-]/);
    }),
  );
});

test("a list in a document is its elements, whatever stands around it", () => {
  fc.assert(
    fc.property(
      fc.array(json, { maxLength: 4 }),
      fc.dictionary(fc.string(), json),
      fc.dictionary(fc.string(), json),
      cuts,
      (records, before, after, at) => {
        for (const part of [before, after]) for (const key of Object.keys(part)) if (key.toLowerCase() === "records") delete part[key];
        const text = JSON.stringify({ ...before, Records: records, ...after }, null, 1);
        expect(read(text, at, { lists: ["records"] }).map((p) => p.text)).toEqual(records.map((v) => JSON.stringify(v)));
      },
    ),
  );
});

test("documents may follow one another without a line break", () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), json), { maxLength: 5 }),
      fc.constantFrom("", "\n", " \r\n"),
      cuts,
      (documents, between, at) => {
        const pieces = read(documents.map((d) => JSON.stringify(d)).join(between), at, { lists: ["records"] });
        for (const [i, piece] of pieces.entries()) expect(piece).toMatchObject({ text: JSON.stringify(documents[i]), isDocument: true });
        expect(pieces.length).toBe(documents.length);
      },
    ),
  );
});

test("what was cut off or is none says where, and never yields a broken piece", () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), json), { minLength: 1, maxLength: 3 }), fc.nat(), (list, n) => {
      const text = Buffer.from(JSON.stringify(list));
      const end = 1 + (n % (text.length - 1));
      expect(() => read(text.subarray(0, end))).toThrow(/ends early/);
    }),
  );
  expect(() => read('[{"a":1]}')).toThrow(/byte 7/);
  expect(() => read("[1] and more")).toThrow(/byte 4/);
  expect(() => read("[}")).toThrow(/byte 1/);
});

test("bytes of any kind end in pieces or in a sentence", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), cuts, (bytes, at) => {
      try {
        for (const piece of read(Buffer.concat([Buffer.from("["), bytes]), at)) if (!piece.fault) expect(piece.text).not.toMatch(/[\r\n]/);
      } catch (error) {
        expect(error).toMatchObject({ code: "invalid" });
      }
    }),
  );
});

test("a piece is held up to its limit, and its fault is named", () => {
  const long = `[{"a":"${"x".repeat(100_000)}"},{"b":1}]`;
  const [first, second] = read(long, [5, 70_000]);
  expect(first).toMatchObject({ fault: "longer than 64 KiB", offset: 1 });
  expect(first!.text.length).toBe(65_536);
  expect(second).toEqual({ text: '{"b":1}', offset: long.length - 8 });
  const deep = (n: number) => `[${'{"a":'.repeat(n)}1${"}".repeat(n)},{}]`;
  expect(read(deep(32)).map((p) => p.fault)).toEqual([undefined, undefined]);
  expect(read(deep(33)).map((p) => p.fault)).toEqual(["nested deeper than 32", undefined]);
  expect(read(deep(50_000), [], { bytes: 100 })[0]!.fault).toBeDefined();
  expect(read('["a\nb"]')[0]!.fault).toBe("a text holds a bare control character");
});
