import fc from "fast-check";
import { expect, test } from "vitest";
import { type Block, readLines } from "./lines";

const MAX = 64;

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    // As much memory as it needs, and overwritten once the next is asked for: nothing may be held that is not copied.
    yield Buffer.from(bytes.subarray(from, to));
    from = to;
  }
}

async function blocksOf(bytes: Buffer, cuts: readonly number[]): Promise<Block[]> {
  const out: Block[] = [];
  for await (const b of readLines(pieces(bytes, cuts), { maxLine: MAX })) out.push(b);
  return out;
}

/** Lines with where each begins, and which of them are faulty. */
function linesOf(blocks: readonly Block[]): { text: string; offset: number; fault: boolean }[] {
  return blocks.flatMap((b) => {
    let offset = b.offset;
    return b.lines.map((text, i) => {
      const line = { text, offset, fault: b.faults.has(i) };
      offset += Buffer.byteLength(text) + 1;
      return line;
    });
  });
}

test("wherever a body is cut, its lines are the same, and their places", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom("a", "é", "\u{1F600}", "x"), maxLength: 14, size: "max" }), {
        minLength: 1,
        maxLength: 12,
      }),
      fc.boolean(),
      fc.array(fc.nat(400), { maxLength: 5 }),
      async (lines, isEnded, places) => {
        const bytes = Buffer.from(lines.join("\n") + (isEnded ? "\n" : ""));
        const cuts = places.map((p) => Math.min(p, bytes.length)).sort((a, b) => a - b);
        const blocks = await blocksOf(bytes, cuts);
        const found = linesOf(blocks);
        expect(found.map((l) => l.text)).toEqual(bytes.length === 0 ? [] : bytes.toString().replace(/\n$/, "").split("\n"));
        let offset = 0;
        for (const l of found) {
          expect(l.offset).toBe(offset);
          expect(l.fault).toBe(false);
          offset += Buffer.byteLength(l.text) + 1;
        }
        expect(blocks.reduce((sum, b) => sum + b.bytes, 0)).toBe(bytes.length);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([[[]], [[10]], [[70]], [[100]], [[3, 66, 90, 100, 101, 102]]])(
  "a line that is too long is kept up to the limit, and said to be (cut at %j)",
  async (cuts) => {
    const bytes = Buffer.from(`a\n${"b".repeat(98)}\nc\nd`);
    const blocks = await blocksOf(bytes, cuts);
    const lines = blocks.flatMap((b) => b.lines.map((text, i) => ({ text: text.slice(0, MAX), fault: b.faults.has(i) })));
    expect(lines).toEqual([
      { text: "a", fault: false },
      { text: "b".repeat(MAX), fault: true },
      { text: "c", fault: false },
      { text: "d", fault: false },
    ]);
    expect(blocks.reduce((sum, b) => sum + b.bytes, 0)).toBe(bytes.length);
  },
);

test("the format is told from the first block: it holds all that has come, though its first line came in pieces", async () => {
  const [first] = await blocksOf(Buffer.from("one\ntwo\nthree\nfour"), [2]);
  expect(first!.lines).toEqual(["one", "two", "three"]);
});
