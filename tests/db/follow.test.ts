import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { useDatabase } from "./database";
import { useFollowed, useFollower } from "./follower";
import { useGate } from "./gate";
import { useReceiver } from "./receiver";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const receiver = useReceiver(database);
const follower = useFollower(database, receiver);
const gate = useGate(receiver);

const setUp = useFollowed(receiver, follower);

test("a file is read as it grows, its last line when it is whole; files may appear later", async () => {
  const t = await setUp("growing");
  const child = t.follow("*.log");
  fs.writeFileSync(t.log, t.writer.lines(3));
  await t.reached(3);
  const line = t.writer.lines(1);
  fs.appendFileSync(t.log, line.slice(0, 40));
  await t.settled(3);
  fs.appendFileSync(t.log, line.slice(40) + t.writer.lines(2));
  fs.writeFileSync(path.join(t.folder, "other.log"), t.writer.lines(5));
  fs.writeFileSync(path.join(t.folder, "other.txt"), t.writer.lines(1));
  await t.settled(11);
  expect(await follower.kill(child, "SIGTERM")).toBe(0);
  expect(child.said()).toContain("11 lines = 11 used");
});

test("a renamed file is read to its end, also what is written to it late, and the new one after it", async () => {
  const t = await setUp("renamed");
  fs.writeFileSync(t.log, t.writer.lines(100));
  const child = t.follow("access.log");
  await t.reached(100);
  const late = fs.openSync(t.log, "a");
  fs.appendFileSync(t.log, t.writer.lines(10));
  fs.renameSync(t.log, `${t.log}.1`);
  fs.writeFileSync(t.log, t.writer.lines(7));
  fs.writeSync(late, t.writer.lines(3));
  await t.settled(120);
  // The end of what was renamed is a line without a break.
  fs.writeSync(late, t.writer.lines(1).trimEnd());
  fs.closeSync(late);
  await t.reached(121);
  await follower.kill(child, "SIGTERM");
});

test("a deleted file is read to its end: it was held open", async () => {
  const t = await setUp("deleted");
  fs.writeFileSync(t.log, t.writer.lines(10));
  const child = t.follow("access.log");
  await t.reached(10);
  fs.appendFileSync(t.log, t.writer.lines(1000));
  fs.unlinkSync(t.log);
  await t.settled(1010);
  await follower.kill(child, "SIGTERM");
});

test("copied and truncated: the file begins anew, the copy adds nothing", async () => {
  const t = await setUp("truncated");
  fs.writeFileSync(t.log, t.writer.lines(500));
  const child = t.follow("access.log*");
  await t.reached(500);
  fs.copyFileSync(t.log, `${t.log}.1`);
  await wait(1500);
  fs.truncateSync(t.log);
  fs.appendFileSync(t.log, t.writer.lines(20));
  await t.reached(520);
  // At once, with lines that were not read yet, and soon longer than before.
  fs.appendFileSync(t.log, t.writer.lines(5));
  fs.copyFileSync(t.log, `${t.log}.2`);
  fs.truncateSync(t.log);
  fs.appendFileSync(t.log, t.writer.lines(600));
  await t.settled(1125);
  await follower.kill(child, "SIGTERM");
});

test("what was compressed meanwhile is not read twice, and what was not read before it was compressed is", async () => {
  const t = await setUp("compressed");
  fs.writeFileSync(t.log, t.writer.lines(300));
  const first = t.follow("access.log*");
  await t.reached(300);
  await follower.kill(first, "SIGKILL");
  fs.appendFileSync(t.log, t.writer.lines(50));
  fs.writeFileSync(`${t.log}.1.gz`, gzipSync(fs.readFileSync(t.log)));
  fs.unlinkSync(t.log);
  fs.writeFileSync(t.log, t.writer.lines(10));
  const second = t.follow("access.log*");
  await t.reached(360);
  fs.writeFileSync(`${t.log}.0.gz`, gzipSync(fs.readFileSync(t.log)));
  fs.unlinkSync(t.log);
  await t.settled(360);
  await follower.kill(second, "SIGTERM");
  // Nor does the command that reads files once.
  const once = t.ingest("access.log.1.gz", "access.log.0.gz");
  await new Promise((resolve) => once.once("exit", resolve));
  expect(once.said()).toBe("Nothing new.\n");
});

test("a file that was renamed while nobody followed it is found beside the one that is named", async () => {
  const t = await setUp("beside");
  fs.writeFileSync(t.log, t.writer.lines(30));
  const once = t.ingest("access.log");
  await new Promise((resolve) => once.once("exit", resolve));
  fs.appendFileSync(t.log, t.writer.lines(4));
  fs.renameSync(t.log, `${t.log}.1`);
  fs.writeFileSync(t.log, t.writer.lines(6));
  fs.writeFileSync(`${t.log}.conf`, "not a log\n");
  const child = t.follow("access.log");
  await t.settled(40);
  await follower.kill(child, "SIGTERM");
});

test("files that begin alike are told apart", async () => {
  const t = await setUp("alike");
  const header = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";
  for (const name of ["a.log", "b.log", "c.log"]) fs.writeFileSync(path.join(t.folder, name), header);
  const child = t.follow("*.log");
  await wait(2500);
  fs.appendFileSync(path.join(t.folder, "b.log"), t.writer.lines(5));
  await t.reached(5);
  fs.appendFileSync(path.join(t.folder, "a.log"), t.writer.lines(5));
  fs.appendFileSync(path.join(t.folder, "c.log"), t.writer.lines(5));
  fs.writeFileSync(path.join(t.folder, "d.log"), header + t.writer.lines(1));
  await t.reached(16);
  await follower.kill(child, "SIGKILL");
  const again = t.follow("*.log");
  fs.appendFileSync(path.join(t.folder, "a.log"), t.writer.lines(5));
  await t.settled(21);
  await follower.kill(again, "SIGTERM");
});

test("an app that is busy is asked again when it says, one that is away until it is back; files that are rotated meanwhile are not lost", async () => {
  const t = await setUp("busy");
  fs.writeFileSync(t.log, t.writer.lines(10));
  await gate.close();
  const { token } = t;
  const child = follower.start(["--follow", "--source", "busy", "--token", token, t.log], { WAYBILL_URL: gate.url });
  await vi.waitFor(() => expect(child.said()).toContain("Nothing answers at"), { timeout: 30_000 });
  gate.refuse(503, "1");
  await gate.open();
  await vi.waitFor(() => expect(child.said()).toContain("The app answered 503"), { timeout: 30_000 });
  gate.letThrough();
  await t.reached(10);
  gate.refuse(429, "3");
  gate.seen.length = 0;
  fs.appendFileSync(t.log, t.writer.lines(10));
  await vi.waitFor(() => expect(gate.seen.length).toBeGreaterThan(1), { timeout: 30_000 });
  expect(gate.seen[1]! - gate.seen[0]!).toBeGreaterThanOrEqual(3000);
  for (let i = 1; i <= 3; i++) {
    fs.appendFileSync(t.log, t.writer.lines(10));
    fs.renameSync(t.log, path.join(t.folder, `${i}.old`));
    fs.writeFileSync(t.log, t.writer.lines(10));
    // As fast as a disk fills up, not as a test runs: each is there for some time.
    await wait(1500);
  }
  for (let i = 1; i <= 3; i++) fs.unlinkSync(path.join(t.folder, `${i}.old`));
  gate.letThrough();
  await t.settled(t.writer.written);
  expect(await follower.kill(child, "SIGTERM")).toBe(0);
  expect(child.said()).not.toContain(token);
});
