import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { useDatabase } from "./database";
import { LogWriter, useFollower } from "./follower";
import { useReceiver } from "./receiver";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const receiver = useReceiver(database);
const follower = useFollower(database, receiver);
const writer = new LogWriter();

/** A source and one file; sent by the command line as a machine has it, and by HTTP as curl does. */
async function setUp(name: string, lines = 50) {
  const { source, token } = await receiver.addSource(name, "aws-vpcflow");
  const file = path.join(follower.folder(name), "access.log");
  fs.writeFileSync(file, writer.lines(lines));
  return {
    file,
    async ingest(host = "one", ...options: string[]): Promise<{ lines: number; used: number; duplicates: number }> {
      const child = follower.start(["--source", name, "--token", token, "--host", host, "--json", ...options, file]);
      await new Promise((resolve) => child.once("close", resolve));
      expect(child.exitCode, child.said()).toBe(0);
      return JSON.parse(child.said());
    },
    async post(body: Buffer = fs.readFileSync(file), headers: Record<string, string> = {}, query = "") {
      const response = await fetch(`${receiver.url}/api/ingest/${name}${query}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, ...headers },
        body: new Uint8Array(body),
      });
      expect(response.status).toBe(200);
      return response.json();
    },
    /** Lines stored, and how many of them are distinct. */
    async stored(): Promise<[number, number]> {
      const { lines, distinct } = await follower.stored(source.id);
      return [lines, distinct];
    },
  };
}

test("a file sent by the command line adds nothing when its bytes are posted, packed or not", async () => {
  const t = await setUp("first-file");
  expect(await t.ingest()).toMatchObject({ lines: 50, used: 50, duplicates: 0 });
  const again = await t.post();
  expect(again).toMatchObject({ lines: 50, used: 50, repeated: true });
  expect(await t.post(gzipSync(fs.readFileSync(t.file)))).toEqual(again);
  expect(await t.stored()).toEqual([50, 50]);
});

test("a body that was posted adds nothing as a file, which is read on from its end", async () => {
  const t = await setUp("first-body");
  expect(await t.post()).toMatchObject({ used: 50 });
  expect(await t.ingest()).toMatchObject({ lines: 50, used: 0, duplicates: 50, connections: 0, skipped: 0, rejected: 0 });
  expect(await t.ingest()).toMatchObject({ lines: 0 });
  fs.appendFileSync(t.file, writer.lines(7));
  expect(await t.ingest()).toMatchObject({ lines: 7, used: 7, duplicates: 0 });
  expect(await t.stored()).toEqual([57, 57]);
  expect(await t.post()).toMatchObject({ lines: 57, used: 57 });
  // Grown, it is another body, and the parts that it was read in are not looked through.
  expect(await t.stored()).toEqual([114, 57]);
});

test("equal lines of different files count for each, and one body stands for one file alone", async () => {
  const t = await setUp("equal-files", 5);
  expect(await t.ingest("one")).toMatchObject({ used: 5 });
  expect(await t.ingest("two")).toMatchObject({ used: 5 });
  expect(await t.post()).toMatchObject({ repeated: true });
  expect(await t.stored()).toEqual([10, 5]);
  const u = await setUp("equal-body", 5);
  await u.post();
  expect(await u.ingest("one")).toMatchObject({ used: 0, duplicates: 5 });
  expect(await u.ingest("two")).toMatchObject({ used: 5, duplicates: 0 });
  expect(await u.stored()).toEqual([10, 5]);
});

test("later parts of a file are no bodies, though their bytes be the same", async () => {
  const t = await setUp("parts", 5);
  await t.ingest();
  const part = writer.lines(5);
  fs.appendFileSync(t.file, part);
  await t.ingest();
  expect(await t.post(Buffer.from(part))).toMatchObject({ used: 5 });
  fs.appendFileSync(t.file, part);
  expect(await t.ingest()).toMatchObject({ used: 5, duplicates: 0 });
  expect(await t.stored()).toEqual([20, 10]);
});

test("what its sender names is another delivery, and so are bytes that were read as another format", async () => {
  const t = await setUp("named", 5);
  await t.ingest();
  expect(await t.post(undefined, { "idempotency-key": "of-my-own" })).not.toHaveProperty("repeated");
  expect(await t.stored()).toEqual([10, 5]);
  const u = await setUp("misread", 5);
  expect(await u.post(undefined, {}, "?format=squid")).toMatchObject({ rejected: 5 });
  expect(await u.ingest()).toMatchObject({ used: 5, duplicates: 0 });
  expect(await u.stored()).toEqual([5, 5]);
});
