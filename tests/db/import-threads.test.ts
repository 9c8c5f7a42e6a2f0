import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyRollUps } from "../../lib/db/roll-up";
import type { Source } from "../../lib/db/source";
import { ImportThreads } from "../../lib/ingest/import-threads";
import { Problem } from "../../lib/model/problem";
import { buildCli } from "../../scripts/build-cli.mjs";
import { addSource } from "./add-source";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const NOW = Date.UTC(2026, 10, 20, 12);
const root = path.resolve(import.meta.dirname, "../..");
let threads: ImportThreads;
let source: Source;

beforeAll(async () => {
  await buildCli();
  process.env.DATABASE_URL = database.url;
  source = (await addSource(database.db, "flows", "aws-vpcflow")).source;
  threads = new ImportThreads(path.join(root, "dist", "ingest-thread.mjs"), 2);
});
afterAll(() => threads.close());

const line = (n: number): string =>
  `2 123456789010 eni-0a1b2c3d4e5f60718 10.0.0.${n % 200} 203.0.113.${n % 250} ${40000 + (n % 999)} 443 6 10 ${100 + n} ${NOW / 1000 - 3600 + (n % 1800)} ${NOW / 1000 - 3540 + (n % 1800)} ACCEPT OK\n`;
const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, i) => line(from + i)).join("");

async function* cut(text: string, then?: () => Promise<void>): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let i = 0; i < bytes.length; i += 30_011) yield bytes.subarray(i, i + 30_011);
  await then?.();
}
const request = (key: string, maxBytes = 64 * 1024 * 1024) => ({ source, key, maxBytes, receivedAt: NOW });
const records = async (): Promise<number> => Number((await database.db.pool.query("select count(*)::int as n from connection")).rows[0].n);

test("bodies that come at once are each in whole, with an account that balances, and the roll-ups equal the records", async () => {
  const answers = await Promise.all([0, 1, 2, 3, 4].map((i) => threads.run(request(`at-once-${i}`), cut(lines(i * 5000, (i + 1) * 5000)))));
  for (const a of answers) expect(a).toMatchObject({ lines: 5000, used: 5000, connections: 5000, rejected: 0 });
  expect(await records()).toBe(25_000);
  expect(await verifyRollUps(database.db, new Date(NOW - 86_400_000), new Date(NOW + 86_400_000))).toEqual([]);
});

test.runIf(process.platform === "linux")("threads that read logs give way to every other of the process", () => {
  const nice = fs.readdirSync("/proc/self/task").map((tid) => os.getPriority(Number(tid)));
  const own = os.getPriority(process.pid);
  expect(nice.filter((n) => n === own + 10)).toHaveLength(2);
  expect(nice.filter((n) => n === own)).toHaveLength(nice.length - 2);
});

test("the same body again adds nothing", async () => {
  const before = await records();
  expect(await threads.run(request("at-once-0"), cut(lines(0, 5000)))).toMatchObject({ used: 5000, repeated: true });
  expect(await records()).toBe(before);
});

test("what the sender can mend comes back as what it is, and the rest of an endless body is not read", async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      read++;
      yield Buffer.from(lines(0, 500));
    }
  }
  const error = await threads.run(request("too-large", 1024 * 1024), endless()).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ code: "too-large", at: { limitBytes: 1024 * 1024 } });
  expect(read).toBeLessThan(200);
});

test("a body that breaks off leaves nothing, and says why it did", async () => {
  const before = await records();
  const broken = cut(lines(0, 4000), () => Promise.reject(new Problem("invalid", "The upload broke off.", { offset: 7 })));
  await expect(threads.run(request("broken"), broken)).rejects.toMatchObject({ code: "invalid", at: { offset: 7 } });
  expect(await records()).toBe(before);
});

test("a thread that dies costs the batches it held, and the next one is made", async () => {
  const before = await records();
  const dying = new ImportThreads(path.join(root, "dist", "ingest-thread.mjs"), 1);
  let arrived = (): void => {};
  const reached = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const held = dying.run(
    request("held"),
    cut(lines(0, 4000), () => new Promise(() => arrived())),
  );
  const outcome = expect(held).rejects.toMatchObject({ code: "unavailable" });
  await reached;
  await dying.close();
  await outcome;
  expect(await records()).toBe(before);
  expect(await threads.run(request("after"), cut(lines(90_000, 90_100)))).toMatchObject({ used: 100 });
});
