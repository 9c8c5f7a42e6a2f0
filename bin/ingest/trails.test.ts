import { expect, test } from "vitest";
import { makeBatch } from "./file-batch";
import { PackedReading } from "./packed-reading";
import { Passed } from "./passed";
import { Trails } from "./trails";

const reading = (text: string): PackedReading =>
  new PackedReading(async function* () {
    for (let i = 0; i < text.length; i += 5000) yield Buffer.from(text.slice(i, i + 5000));
  });
const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, i) => `line ${from + i} of a log\n`).join("");
/** What a source knows of a log that was read so far. */
function known(file: string, text: string) {
  const passed = new Passed();
  passed.add(Buffer.from(text));
  return { file, offset: passed.offset, line: passed.line, prefixHash: passed.fingerprint };
}
const name = async (inode: string): Promise<string> => {
  const trail = await new Trails("host").find(inode, reading("x\n"));
  if (trail === "copy") throw new Error("nothing is known yet");
  return trail.file;
};

test("a log is known by what it holds, whatever its inode; a reused inode is not mistaken for it", async () => {
  const file = await name("1:10");
  const trails = new Trails("host", [known(file, lines(0, 1000))]);
  const same = reading(lines(0, 2000));
  expect(await trails.find("1:99", same)).toMatchObject({ file, line: 1000 });
  trails.release((await trails.find("1:99", same)) as never, same);
  expect(await trails.find("1:10", reading(lines(5000, 9000)))).toMatchObject({ file: file.replace(/-1$/, "-2"), offset: 0 });
});

test("of logs that begin alike it is the one that agrees furthest", async () => {
  const [short, long] = [await name("1:1"), await name("1:2")];
  const header = "#fields a b c\n";
  const trails = new Trails("host", [known(short, header), known(long, header + lines(0, 50))]);
  expect(await trails.find("1:1", reading(header + lines(0, 60)))).toMatchObject({ file: long });
  expect(await trails.find("1:1", reading(header + lines(7, 60)))).toMatchObject({ file: short });
});

test("a copy of what is being read, or has just been read, is nothing new", async () => {
  const trails = new Trails("host");
  const original = reading(lines(0, 3000));
  const trail = await trails.find("1:1", original);
  if (trail === "copy") throw new Error("it is the first");
  const passed = new Passed();
  trail.passed = passed;
  const batch = makeBatch(passed, Buffer.from(lines(0, 2000)));
  Object.assign(trail, { offset: passed.offset, line: passed.line, prefixHash: batch.nextPrefixHash });
  expect(await trails.find("1:2", reading(lines(0, 2500)))).toBe("copy");
  trails.release(trail, original);
  expect(await trails.find("1:2", reading(lines(0, 1990)))).toBe("copy");
  expect(await trails.find("1:2", reading(lines(0, 2500)))).toMatchObject({ file: trail.file, line: 2000 });
});
