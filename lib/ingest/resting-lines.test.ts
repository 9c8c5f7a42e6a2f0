import { expect, test } from "vitest";
import { unpackLines } from "../db/raw-block";
import { RestingLines } from "./resting-lines";

const textOf = async (block: { data: Promise<Uint8Array> } | undefined): Promise<string> => String(await unpackLines(await block!.data));

test("lines as they came and lines that were changed rest in their order, each once", async () => {
  const lines = new RestingLines();
  const source = Buffer.from("first\nsecond\nthird\nfourth");
  lines.keep(source, 0, 5);
  lines.keep(source, 6, 12);
  lines.put("hidden é");
  lines.keep(source, 19, 25);
  lines.settle();
  source.fill(120);
  lines.put("");
  expect(lines.lines).toBe(5);
  const block = lines.take();
  expect(block).toMatchObject({ firstLine: 1, lastLine: 5 });
  expect(await textOf(block)).toBe("first\nsecond\nhidden é\nfourth\n");
});

test("a block follows the other; one without a record is none, and its lines are counted", async () => {
  const lines = new RestingLines();
  lines.put("");
  lines.put("");
  expect(lines.take()).toBeUndefined();
  lines.put("x".repeat(2_000_000));
  expect(lines.isFull).toBe(true);
  const block = lines.take();
  expect(block).toMatchObject({ firstLine: 3, lastLine: 3 });
  expect((await textOf(block)).length).toBe(2_000_000);
  expect(lines.take()).toBeUndefined();
});
