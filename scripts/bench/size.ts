import path from "node:path";
import type { Db } from "../../lib/db/client";
import { applyRetention } from "../../lib/db/retention";
import { env } from "../../lib/env";
import { ImportThreads } from "../../lib/ingest/import-threads";
import { batchesOf } from "../sample/batches";
import { type Chunk, generateEstate } from "../sample/estate";
import { installSetup, registerRuns } from "../sample/install";
import { installPolicies } from "../sample/install-policy";
import { registeredRuns, sampleSetup } from "../sample/setup";
import { sampleSources } from "../sample/sources";
import { defaultSeed } from "../sample/time";
import { openEmptyDatabase } from "./database";
import { number, type Sheet } from "./sheet";
import { measureStored, tellStored } from "./stored";

/** Longer than anything here is old: only what is never kept for long goes. */
const KEEP = { recordDays: 36_500, rollupDays: 36_500 };

/**
 * Bytes a record of the sample estate, once and then with so many records: the same 35 days, callers and destinations, told
 * again by other seeds, as a bigger company with the same services has them. Every line goes the way that logs take.
 */
export async function measureSize(sheet: Sheet, records: number): Promise<void> {
  const { db, close } = await openEmptyDatabase();
  const threads = new ImportThreads(path.join(env.root, "dist", "ingest-thread.mjs"));
  try {
    const now = new Date();
    const setup = sampleSetup(now);
    await installSetup(db, setup);
    await installPolicies(db, setup);
    const from = performance.now();
    let stored = 0;
    for (let time = 0; stored < records; time++) {
      const seed = time === 0 ? defaultSeed : `${defaultSeed} ${time}`;
      await registerRuns(db, registeredRuns(now, now, undefined, seed));
      for (const batch of batchesOf(generateEstate({ now, seed }))) {
        stored += await takeIn(db, threads, batch, seed);
        console.error(`${number(stored)} of ${number(records)} records`);
        if (stored >= records) break;
      }
      // Answers of a resolver are kept for two days.
      await applyRetention(db, KEEP, now);
      if (time > 0) continue;
      const { others, lines } = await measureStored(db, stored);
      sheet.line(`the estate once, ${number(stored)} records: bytes a record`, `${others.toFixed(0)} + ${lines.toFixed(0)}`);
    }
    sheet.line("records taken in", number(stored));
    sheet.line("made and taken in within", `${number((performance.now() - from) / 1000)} s`);
    tellStored(sheet, await measureStored(db, stored));
  } finally {
    await threads.close();
    await close();
  }
}

/** As if it had been sent at the end of its week, two sources at a time; names come before the traffic they explain. */
async function takeIn(db: Db, threads: ImportThreads, batch: readonly Chunk[], seed: string): Promise<number> {
  const receivedAt = Math.max(...batch.map((c) => c.until.getTime()));
  const send = async (name: string): Promise<number> => {
    const chunks = batch.filter((c) => c.name === name);
    if (chunks.length === 0) return 0;
    const source = await db.prisma.source.findUniqueOrThrow({ where: { name } });
    const order = { source: source as never, key: `${name} ${seed} ${receivedAt}`, maxBytes: Number.MAX_SAFE_INTEGER, receivedAt };
    const answer = await threads.run(order, bytesOf(chunks));
    if (answer.rejected > 0) throw new Error(`${name}: ${answer.rejected} of ${answer.lines} lines were rejected.`);
    return answer.connections;
  };
  const [first, ...others] = sampleSources.map((s) => s.name);
  const stored = [await send(first!)];
  const work = async (): Promise<void> => {
    for (let name = others.shift(); name !== undefined; name = others.shift()) stored.push(await send(name));
  };
  await Promise.all([work(), work()]);
  return stored.reduce((sum, n) => sum + n, 0);
}

async function* bytesOf(chunks: readonly Chunk[]): AsyncGenerator<Buffer> {
  for (const { lines } of chunks) yield Buffer.from(`${lines.join("\n")}\n`);
}
