import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { useDatabase } from "./database";
import { useFollowed, useFollower } from "./follower";
import { useReceiver } from "./receiver";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const receiver = useReceiver(database);
const follower = useFollower(database, receiver);
const setUp = useFollowed(receiver, follower);

test("without a token the database takes the lines; killed there, it goes on as well", async () => {
  const t = await setUp("direct");
  const follow = () => follower.start(["--follow", "--source", "direct", t.log], { DATABASE_URL: database.url, WAYBILL_TOKEN: "" });
  fs.writeFileSync(t.log, t.writer.lines(2000));
  for (let round = 0; round < 4; round++) {
    const child = follow();
    await wait(500 + Math.random() * 2000);
    await follower.kill(child, "SIGKILL");
    fs.appendFileSync(t.log, t.writer.lines(500));
  }
  const child = follow();
  await t.settled(4000);
  await follower.kill(child, "SIGTERM");
});

test("killed at any moment while files grow and are rotated: nothing lost, nothing twice", { timeout: 240_000 }, async () => {
  const t = await setUp("killed");
  fs.writeFileSync(t.log, t.writer.lines(10));
  let writing = true;
  let rotations = 0;
  const write = (async () => {
    while (writing) {
      const text = t.writer.lines(1 + Math.floor(Math.random() * 100));
      const cut = Math.floor(Math.random() * text.length);
      fs.appendFileSync(t.log, text.slice(0, cut));
      await wait(Math.random() * 20);
      fs.appendFileSync(t.log, text.slice(cut));
      if (Math.random() < 0.05) {
        const rotated = `${t.log}.${++rotations}`;
        fs.renameSync(t.log, rotated);
        fs.writeFileSync(t.log, t.writer.lines(1));
        // The one before the last is compressed, as log rotation does it.
        const older = `${t.log}.${rotations - 1}`;
        if (fs.existsSync(older)) {
          fs.writeFileSync(`${older}.gz.part`, gzipSync(fs.readFileSync(older)));
          fs.renameSync(`${older}.gz.part`, `${older}.gz`);
          fs.unlinkSync(older);
        }
      }
      await wait(Math.random() * 40);
    }
  })();
  for (let round = 0; round < 12; round++) {
    const child = t.follow("access.log", "access.log.*[0-9]", "access.log.*.gz");
    await wait(300 + Math.random() * 2200);
    await follower.kill(child, "SIGKILL");
  }
  writing = false;
  await write;
  expect(rotations).toBeGreaterThan(3);
  const child = t.follow("access.log", "access.log.*[0-9]", "access.log.*.gz");
  await t.settled(t.writer.written);
  await follower.kill(child, "SIGTERM");
});
