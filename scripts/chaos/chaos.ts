/**
 * npm run chaos: kill -9 of the receiver, of PostgreSQL and of one of its backends while several senders send to the app's own
 * receiver, each of which keeps a batch until it is acknowledged. Then every acknowledged line must be stored once, and nothing by half.
 *
 *   npm run chaos -- [--rounds 100] [--seed N]
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { closeDb, type Db, openDb } from "../../lib/db/client";
import { env } from "../../lib/env";
import { migrateTo } from "../migrate-to";
import { OwnPostgres } from "../own-postgres";
import { randomOf } from "../sample/random";
import { checkReceipts, checkWhole } from "./check";
import { makeEstate } from "./estate";
import { Ingester } from "./ingester";
import { SenderTally } from "./tally";
import { chooseVictim, strike } from "./victim";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "100" }, seed: { type: "string", default: String(Date.now() % 1_000_000) } },
});
const rounds = Number(values.rounds);
const seed = Number(values.seed);
/** After a kill the receiver must take a batch within this, or it is not well again; a busy machine needs its time. */
const WELL_MS = 90_000;
const started = performance.now();
const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

async function main(): Promise<boolean> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-chaos-"));
  const server = await OwnPostgres.start();
  let db: Db | undefined;
  let ingester: Ingester | undefined;
  try {
    migrateTo(server.url, env.root);
    db = openDb(server.url, 3);
    const tally = new SenderTally();
    ingester = await Ingester.start(env.root, { DATABASE_URL: server.url, WAYBILL_STATE_DIR: folder });
    const { senders, makers } = await makeEstate(db, seed, ingester.url, tally, folder);
    console.log(`seed ${seed}: ${rounds} rounds, ${senders.length} senders, ${makers.size} sources\n`);
    const stop = new AbortController();
    const sending = Promise.all(senders.map((s) => s.run(stop.signal)));
    sending.catch(() => {});
    const hits = await killOften(db, server, ingester, tally);
    stop.abort();
    await sending;
    const loss = await checkWhole(db, tally, new Map([...makers].map(([source, maker]) => [source, maker.serials])));
    const ends = ingester.deaths + tally.threadDeaths;
    for (const note of [...loss.notes, ...tally.refusals].slice(0, 50)) console.log(note);
    console.log(`\n${rounds} kills in ${seconds()}, ${hits} of them hit an open batch; seed ${seed}`);
    console.log(`acknowledged: ${tally.acknowledged.size} batches, ${tally.lines.toLocaleString("en")} lines, and files`);
    console.log(`answers: ${tally.answers}; ${tally.repeated} told that the batch was there already`);
    console.log(`refused for good: ${tally.refusals.length}; receivers and threads that ended by themselves: ${ends}`);
    console.log(`lost, doubled, partial: ${loss.lost}, ${loss.doubled}, ${loss.partial}`);
    return loss.lost + loss.doubled + loss.partial + loss.notes.length + tally.refusals.length + ends === 0;
  } finally {
    await ingester?.kill().catch(() => {});
    if (db) await closeDb(db).catch(() => {});
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns how many of the kills fell while a batch had written something and not committed. */
async function killOften(db: Db, server: OwnPostgres, ingester: Ingester, tally: SenderTally): Promise<number> {
  const random = randomOf(seed, "kills");
  const checked = new Set<number>();
  let hits = 0;
  await isTaking(tally);
  console.log("round        at   after  killed      open batches  acknowledged so far");
  for (let round = 1; round <= rounds; round++) {
    const after = 30 + random.int(700);
    await pause(after);
    const victim = chooseVictim(random);
    const at = seconds();
    const open = await strike(victim, server, ingester, random);
    if (open > 0) hits++;
    const so = `${tally.acknowledged.size} batches, ${tally.lines.toLocaleString("en")} lines`;
    console.log(
      `${String(round).padStart(5)}${at.padStart(10)}${`${after} ms`.padStart(8)}  ${victim.padEnd(12)}${String(open).padStart(12)}  ${so}`,
    );
    await isTaking(tally);
    const news = [...tally.acknowledged.keys()].filter((id) => !checked.has(id));
    for (const id of news) checked.add(id);
    for (const note of (await checkReceipts(db, tally, news)).notes) console.log(`       ${note}`);
  }
  return hits;
}

/** @throws {Error} when no batch comes in any more. */
async function isTaking(tally: SenderTally): Promise<void> {
  const before = tally.acknowledged.size;
  for (const until = Date.now() + WELL_MS; tally.acknowledged.size === before; await pause(20))
    if (Date.now() > until) throw new Error(`No batch was acknowledged within ${WELL_MS / 1000} s.`);
}

process.exit((await main()) ? 0 : 1);
