import dgram from "node:dgram";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import type { Source } from "../../lib/db/source";
import { type Running, until, useCollect } from "./collect-process";
import { useDatabase } from "./database";
import { useFlakyApp } from "./flaky-app";
import { useReceiver } from "./receiver";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const receiver = useReceiver(database);
const app = useFlakyApp(receiver);
const processes = useCollect();
beforeEach(() => {
  app.mode = "up";
});

const NOW = Math.floor(Date.now() / 1000) - 3600;
const line = (name: string, path = "/"): string =>
  `<134>1 - proxy squid - - - ${NOW}.123    104 10.0.0.1 TCP_MISS/200 904 GET http://${name}.example${path} - HIER_DIRECT/203.0.113.20 text/html`;

/** The names that arrived, in the order of the log. */
const names = async (source: Source): Promise<string[]> =>
  ((await receiver.records(source)) as { host: string }[]).map(({ host }) => host.replace(".example", ""));
const account = async (source: Source) =>
  (
    await database.db.pool.query(
      "select sum(lines)::int as lines, sum(used)::int as used, sum(rejected)::int as rejected, sum(skipped)::int as skipped from import where source_id = $1",
      [source.id],
    )
  ).rows[0];
const isEmpty = async (collect: Running): Promise<boolean> => (await collect.status()).sources.every((s) => s.spool.bytes === 0);

async function send(port: number, text: string | Buffer): Promise<void> {
  const socket = net.connect(port, "127.0.0.1");
  socket.resume().end(text);
  await once(socket, "close");
}

test("kill -9 at any moment: what came of each connection is there from its first line on, and once", async () => {
  const { source, token } = await receiver.addSource("killed", "squid");
  const spool = path.join(processes.folder(), "spool");
  const start = () => processes.collect(spool, ["--source", "killed", "--token", token, "--url", app.url, "--tcp", "127.0.0.1:0"]);
  const least: number[] = [];
  for (let round = 0; round < 4; round++) {
    // Some batches are stored before the kill, and this process never hears of it.
    app.mode = round % 2 === 0 ? "deaf" : "up";
    const collect = await start();
    const socket = net.connect(collect.port("tcp"), "127.0.0.1").on("error", () => {});
    let isOver = false;
    const writing = (async () => {
      for (let i = 0; !isOver && i < 100_000; i += 20) {
        const some = Array.from({ length: 20 }, (_, k) => line(`r${round}-${i + k}`));
        socket.write(some.map((l) => (round % 2 === 0 ? `${l}\n` : `${l.length} ${l}`)).join(""));
        await pause(2);
      }
    })();
    const deafened = app.deafened;
    await until(async () => (await collect.status()).sources[0]!.received.lines > 500, collect.said);
    if (app.mode === "deaf") await until(() => app.deafened > deafened, collect.said);
    least.push((await collect.status()).sources[0]!.received.lines);
    await collect.kill();
    isOver = true;
    await writing;
    socket.destroy();
  }
  app.mode = "up";
  const last = await start();
  await until(() => isEmpty(last), last.said);
  expect(await last.stop()).toBe(0);
  const arrived = await names(source);
  expect(new Set(arrived).size).toBe(arrived.length);
  for (const [round, lines] of least.entries()) {
    const numbers = arrived.filter((n) => n.startsWith(`r${round}-`)).map((n) => Number(n.split("-")[1]));
    expect(numbers.length).toBeGreaterThanOrEqual(lines);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: numbers.length }, (_, i) => i));
  }
  expect(app.deafened).toBeGreaterThan(1);
});

test("an app that is away, then busy, then back: all arrives, once", async () => {
  const { source, token } = await receiver.addSource("away", "squid");
  const spool = path.join(processes.folder(), "spool");
  const args = ["--source", "away", "--token", token, "--url", app.url, "--tcp", "127.0.0.1:0", "--udp", "127.0.0.1:0"];
  app.mode = "down";
  const collect = await processes.collect(spool, args);
  const all = Array.from({ length: 900 }, (_, i) => `a${i}`);
  await send(
    collect.port("tcp"),
    all
      .slice(0, 300)
      .map((n) => `${line(n)}\n`)
      .join(""),
  );
  await until(() => /cannot be reached \(\w+\)/.test(collect.said()), collect.said);
  // Its stop keeps what could not be delivered, and the next start delivers it.
  expect(await collect.stop()).toBe(0);
  expect(collect.said()).toMatch(/stopped, \d+ bytes wait/);
  app.mode = "busy";
  const next = await processes.collect(spool, args);
  expect(next.said()).toContain("1 batches wait from before");
  const udp = dgram.createSocket("udp4");
  for (const n of all.slice(300, 600)) {
    udp.send(line(n), next.port("udp"), "127.0.0.1");
    await pause(0);
  }
  await until(() => next.said().includes("the app answered 503: busy"), next.said);
  app.mode = "up";
  await send(
    next.port("tcp"),
    all
      .slice(600)
      .map((n) => `${line(n).length} ${line(n)}`)
      .join(""),
  );
  await until(async () => (await names(source)).length >= 900, next.said);
  await until(() => isEmpty(next), next.said);
  const status = await next.status();
  expect(status.sources[0]).toMatchObject({ received: { lines: 600, dropped: 0 }, delivered: { lines: 900, rejected: 0 } });
  expect(status.sources[0]).not.toHaveProperty("failing");
  udp.close();
  expect(await next.stop()).toBe(0);
  expect(next.said()).toContain("stopped, everything is delivered");
  expect((await names(source)).sort()).toEqual(all.sort());
});

test("a full spool: TCP waits and loses nothing, datagrams are counted", async () => {
  const { source, token } = await receiver.addSource("full", "squid");
  const spool = path.join(processes.folder(), "spool");
  app.mode = "down";
  const collect = await processes.collect(spool, [
    ...["--source", "full", "--token", token, "--url", app.url, "--spool-max", "1", "--tcp", "127.0.0.1:0", "--udp", "127.0.0.1:0"],
  ]);
  // More than the buffers of both ends of a connection hold.
  const all = Array.from({ length: 9_000 }, (_, i) => line(`f${i}`, `/${"x".repeat(1_800)}`));
  const sent = send(collect.port("tcp"), all.map((l) => `${l}\n`).join(""));
  await until(async () => (await collect.status()).sources[0]!.spool.full, collect.said);
  await pause(500);
  const before = (await collect.status()).sources[0]!;
  expect(before.spool.bytes).toBeLessThan(1.3 * 1024 * 1024);
  const udp = dgram.createSocket("udp4");
  for (let i = 0; i < 20; i++) udp.send(line("dropped"), collect.port("udp"), "127.0.0.1");
  await until(async () => (await collect.status()).sources[0]!.received.dropped === 20, collect.said);
  udp.close();
  app.mode = "up";
  await sent;
  await until(() => isEmpty(collect), collect.said);
  expect(await names(source)).toEqual(all.map((_, i) => `f${i}`));
  expect(collect.said()).toContain("the spool is full");
});

test("no line of a stranger refuses the lines of others", async () => {
  const { source, token } = await receiver.addSource("hostile", "squid");
  const collect = await processes.collect(path.join(processes.folder(), "spool"), [
    ...["--source", "hostile", "--token", token, "--url", app.url, "--tcp", "127.0.0.1:0"],
  ]);
  const heads = [
    "[{",
    '{"records":[{',
    '{"messageType":"DATA_MESSAGE"',
    '{"resourceLogs":[',
    "PAR1",
    "\x1f\x8b\x08",
    "\x28\xb5\x2f\xfd",
    "\xff\xfe",
  ];
  const strange = [...heads, "\x00\x01\x02\x03".repeat(20), "x".repeat(70_000), "\xed\xa0\x80".repeat(9)];
  for (const [i, head] of strange.entries()) {
    // Each is the first line of a batch.
    await until(() => isEmpty(collect), collect.said);
    const bytes = Buffer.concat([Buffer.from(`${head}\n`, "latin1"), Buffer.from(`${line(`h${i}`)}\n`)]);
    await send(collect.port("tcp"), bytes);
    await until(async () => (await names(source)).length > i, collect.said);
  }
  await until(() => isEmpty(collect), collect.said);
  // NUL ends a line: of four control characters in a row, twenty lines of three are left.
  expect(await account(source)).toEqual({
    lines: 2 * strange.length + 19,
    used: strange.length,
    rejected: strange.length + 19,
    skipped: 0,
  });
  expect((await collect.status()).sources[0]!.refusedBatches).toBe(0);
});

test("a message is one record, though it holds line breaks", async () => {
  const { source, token } = await receiver.addSource("breaks", "squid");
  const collect = await processes.collect(path.join(processes.folder(), "spool"), [
    ...["--source", "breaks", "--token", token, "--url", app.url, "--tcp", "127.0.0.1:0", "--udp", "127.0.0.1:0"],
  ]);
  const forged = `${line("honest")}\n${line("forged")}`;
  await send(collect.port("tcp"), `${forged.length} ${forged}`);
  const udp = dgram.createSocket("udp4");
  udp.send(forged, collect.port("udp"), "127.0.0.1");
  await until(async () => (await account(source)).lines === 2, collect.said);
  udp.close();
  expect(await names(source)).not.toContain("forged");
});

test("a batch that the app refuses for good is set aside with its reason, and the next one follows", async () => {
  const { source, token } = await receiver.addSource("untold", "auto");
  const folder = processes.folder();
  const collect = await processes.collect(path.join(folder, "spool"), [
    ...["--source", "untold", "--token", token, "--url", app.url, "--tcp", "127.0.0.1:0"],
  ]);
  await send(collect.port("tcp"), "<134>Mar  1 10:00:00 host app: nothing that anybody knows\n");
  await until(() => collect.said().includes("a batch was refused"), collect.said);
  await send(collect.port("tcp"), `${line("good")}\n`);
  await until(async () => (await names(source)).length === 1, collect.said);
  const file = /It lies in (\S+);/.exec(collect.said())![1]!;
  expect(fs.readFileSync(file, "utf8")).toContain("nothing that anybody knows");
  expect(collect.said()).toContain("the app answered 415");
  expect((await collect.status()).sources[0]).toMatchObject({
    refusedBatches: 1,
    spool: { bytes: 0, refusedBytes: fs.statSync(file).size },
  });
});

test("a token that is wrong loses nothing: the lines wait for the right one", async () => {
  const { source, token } = await receiver.addSource("token", "squid");
  const spool = path.join(processes.folder(), "spool");
  const args = ["--source", "token", "--url", app.url, "--tcp", "127.0.0.1:0"];
  const wrong = await processes.collect(spool, [...args, "--token", "wb_wrong"]);
  await send(wrong.port("tcp"), `${line("waits")}\n`);
  await until(() => wrong.said().includes("the app answered 401"), wrong.said);
  expect((await wrong.status()).sources[0]!.failing).toContain("401");
  await send(wrong.port("tcp"), `${line("waits-too")}\n`);
  await until(async () => (await wrong.status()).sources[0]!.received.lines === 2, wrong.said);
  await wrong.stop();
  const folder = path.join(spool, "token");
  const files = () => fs.readdirSync(folder).filter((f) => f.endsWith(".log"));
  expect(files().length).toBe(2);
  const right = await processes.collect(spool, [...args, "--token", token]);
  await until(async () => (await names(source)).length === 2, right.said);
  await until(() => isEmpty(right), right.said);
  expect(files()).toEqual([]);
});
