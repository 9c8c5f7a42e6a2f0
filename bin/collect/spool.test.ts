import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { Spool, type SpoolLimits } from "./spool";

const folders: string[] = [];
const spools: Spool[] = [];
const said: string[] = [];
afterEach(async () => {
  for (const spool of spools.splice(0)) await spool.stop();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
  said.length = 0;
});

const limits: SpoolLimits = { maxBytes: 1_000_000, segmentBytes: 1_000, everyMs: 60_000, syncMs: 20 };
function folder(): string {
  folders.push(fs.mkdtempSync(path.join(os.tmpdir(), "waybill-spool-")));
  return folders.at(-1)!;
}
function open(dir: string, more: Partial<SpoolLimits> = {}): Spool {
  const spool = new Spool(dir, { ...limits, ...more }, (message) => said.push(message));
  spools.push(spool);
  return spool;
}
const line = (i: number): Buffer => Buffer.from(`<134>line ${i}`);
const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Takes all that waits, as a delivery does. */
async function drain(spool: Spool): Promise<string[]> {
  const lines: string[] = [];
  while (spool.state.segments > 0) {
    const segment = await spool.next(never);
    lines.push(...(await spool.read(segment))!.toString().trimEnd().split("\n"));
    spool.remove(segment);
  }
  return lines;
}

test("lines come out as they went in, in segments of about the size asked for", async () => {
  const spool = open(folder());
  const all = Array.from({ length: 500 }, (_, i) => line(i));
  for (const [i, l] of all.entries()) {
    spool.append(l);
    if (i % 10 === 9) await turn();
  }
  await spool.flush();
  expect(spool.state.segments).toBeGreaterThan(5);
  expect(await drain(spool)).toEqual(all.map(String));
  expect(spool.state).toMatchObject({ bytes: 0, segments: 0, full: false });
});

test("a small segment is closed by its age, unless others wait before it", async () => {
  const spool = open(folder(), { everyMs: 30 });
  spool.append(line(1));
  const first = await spool.next(never);
  spool.append(line(2));
  await pause(120);
  expect(spool.state.segments).toBe(1);
  spool.remove(first);
  expect(String(await spool.read(await spool.next(never)))).toBe("<134>line 2\n");
});

test("what a process wrote is there after its end, however it ended; a line that it had half written is cut off", async () => {
  const dir = folder();
  const first = open(dir);
  for (let i = 0; i < 120; i++) {
    first.append(line(i));
    if (i % 10 === 9) await turn();
  }
  await turn();
  // No stop: as after kill -9. The disk got half of one more line.
  const copy = folder();
  fs.cpSync(dir, copy, { recursive: true });
  const torn = fs.readdirSync(copy).find((f) => f.endsWith(".open"))!;
  fs.appendFileSync(path.join(copy, torn), "<134>hal");
  const second = open(copy);
  expect(second.tornBytes).toBe(8);
  expect(await drain(second)).toEqual(Array.from({ length: 120 }, (_, i) => String(line(i))));
  const third = open(copy);
  expect([third.tornBytes, third.state.segments]).toEqual([0, 0]);
});

test("a torn line longer than a block of the search is found, and a segment of nothing else goes", () => {
  const dir = folder();
  open(dir);
  fs.writeFileSync(path.join(dir, "1.open"), `a\n${"x".repeat(200_000)}`);
  fs.writeFileSync(path.join(dir, "2.open"), "x".repeat(100));
  const spool = open(dir);
  expect(spool.tornBytes).toBe(200_100);
  expect(fs.readFileSync(path.join(dir, "1.log"), "utf8")).toBe("a\n");
  expect(fs.existsSync(path.join(dir, "2.open"))).toBe(false);
});

test("full at its limit, with room again when it was emptied; what was refused counts until somebody sees to it", async () => {
  const dir = folder();
  const spool = open(dir, { maxBytes: 5_000 });
  let room = 0;
  spool.onRoom(() => room++);
  while (!spool.isFull) {
    spool.append(line(1));
    await turn();
  }
  await spool.flush();
  expect(spool.state.bytes).toBeGreaterThanOrEqual(5_000);
  const asides: string[] = [];
  while (spool.state.segments > 0) asides.push(spool.setAside(await spool.next(never)));
  expect(spool.state).toMatchObject({ bytes: 0, full: true });
  expect(open(dir, { maxBytes: 5_000 }).isFull).toBe(true);
  for (const file of asides) fs.unlinkSync(file);
  await pause(1_500);
  expect([room, spool.isFull]).toEqual([1, false]);
  expect(said.filter((s) => s.includes("full")).length).toBeGreaterThan(0);
});

test("a disk that takes nothing holds reading up, and loses nothing that was read", async () => {
  const dir = folder();
  const spool = open(dir);
  fs.renameSync(dir, `${dir}.away`);
  spool.append(line(1));
  await turn();
  expect([spool.isFull, spool.state.trouble]).toEqual([true, expect.stringContaining("ENOENT")]);
  fs.renameSync(`${dir}.away`, dir);
  spool.append(line(2));
  await turn();
  expect([spool.isFull, spool.state.trouble]).toEqual([false, undefined]);
  await spool.flush();
  expect(await drain(spool)).toEqual(["<134>line 1", "<134>line 2"]);
});
