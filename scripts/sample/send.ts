/**
 * Puts the sample estate into a running app: set-up rows through the database, log lines through the receivers.
 * Run again it only adds what is newer.
 *
 *   DATABASE_URL=… node --import tsx scripts/sample/send.ts --url http://localhost:3000
 *
 * Progress goes to stderr, one line of JSON with the totals to stdout.
 */
import { parseArgs } from "node:util";
import { closeDb, type Db, openDb } from "../../lib/db/client";
import { findSetting, saveSetting } from "../../lib/db/setting";
import { env } from "../../lib/env";
import { batchesOf } from "./batches";
import { type Chunk, generateEstate } from "./estate";
import { installSetup, registerRuns, takeTokens } from "./install";
import { installPolicies } from "./install-policy";
import { type Account, postBatch } from "./post";
import { registeredRuns, sampleSetup } from "./setup";
import { sampleSources } from "./sources";
import { day, defaultDays } from "./time";

const atOnce = 2;

/** Setting `sample.estate`: what the estate was made for, and how far it is loaded. */
interface Loaded {
  anchor: string;
  /** Everything up to here is in. */
  until?: string;
  /** What is being sent; finished first when a run was cut off, so that its keys and bodies are the same. */
  sending?: string;
}

const empty = (): Account => ({ lines: 0, used: 0, connections: 0, duplicates: 0, skipped: 0, rejected: 0 });

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { url: { type: "string" }, now: { type: "string" }, again: { type: "boolean" } } });
  const url = values.url ?? env.url;
  const now = values.now ? new Date(values.now) : (env.now ?? new Date());
  const db = openDb(env.databaseUrl, 3);
  try {
    const started = performance.now();
    const known = (await findSetting(db.prisma, "sample.estate")) as Loaded | undefined;
    const present = await db.prisma.source.count({ where: { sample: true } });
    if (known && present === 0 && !values.again) {
      console.error("Sample estate: it was removed, and is not added again unless asked for (--again).");
      return;
    }
    const loaded: Loaded = known && present > 0 ? known : { anchor: now.toISOString() };
    const anchor = new Date(loaded.anchor);
    const setup = sampleSetup(anchor);
    await installSetup(db, setup);
    await installPolicies(db, setup);
    const tokens = await takeTokens(
      db,
      sampleSources.map((s) => s.name),
    );
    const total = empty();
    if (loaded.sending) await sendSpan(db, url, tokens, anchor, loaded, new Date(loaded.sending), total);
    if (!loaded.until || new Date(loaded.until) < now) await sendSpan(db, url, tokens, anchor, loaded, now, total);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    console.error(
      total.lines === 0 ? "Sample estate: nothing newer to add." : `Sample estate: ${count(total.lines)} lines in ${seconds} s.`,
    );
    console.log(JSON.stringify({ ...total, seconds, until: loaded.until }));
    if (total.rejected > 0) process.exitCode = 1;
  } finally {
    await closeDb(db);
  }
}

/** Sends everything after `loaded.until` up to `until`, a week at a time. */
async function sendSpan(
  db: Db,
  url: string,
  tokens: Map<string, string>,
  anchor: Date,
  loaded: Loaded,
  until: Date,
  total: Account,
): Promise<void> {
  const since = loaded.until ? new Date(loaded.until) : undefined;
  await save(db, Object.assign(loaded, { sending: until.toISOString() }));
  await registerRuns(db, registeredRuns(until, anchor, since));
  const first = since?.getTime() ?? anchor.getTime() - defaultDays * day;
  const shareOf = (time: number) => Math.min(1, (time - first) / Math.max(1, until.getTime() - first));
  for (const batch of batchesOf(generateEstate({ now: until, anchor, since }))) {
    const end = batch.reduce((latest, c) => (c.until > latest ? c.until : latest), new Date(0));
    const from = shareOf(batch[0]!.from.getTime());
    await sendBatch(url, tokens, batch, total, (part) => {
      const share = from + part * (shareOf(end.getTime()) - from);
      console.error(`Sample estate: up to ${batch.at(-1)!.date}, ${count(total.lines)} lines, ${Math.round(100 * share)} %`);
    });
    await save(db, Object.assign(loaded, { until: end.toISOString() }));
  }
  await save(db, Object.assign(loaded, { until: until.toISOString(), sending: undefined }));
}

/** One body a source. The resolver's goes first and alone, so that names are there before the traffic. */
async function sendBatch(
  url: string,
  tokens: Map<string, string>,
  batch: readonly Chunk[],
  total: Account,
  tell: (part: number) => void,
): Promise<void> {
  const lines = batch.reduce((n, c) => n + c.lines.length, 0);
  let sent = 0;
  const send = async (name: string): Promise<void> => {
    const chunks = batch.filter((c) => c.name === name);
    if (chunks.length === 0) return;
    const key = `sample ${name} ${chunks[0]!.from.toISOString()} ${chunks.at(-1)!.until.toISOString()}`;
    const text = `${chunks.flatMap((c) => c.lines).join("\n")}\n`;
    const account = await postBatch(url, name, tokens.get(name) ?? "", key, text);
    for (const field of Object.keys(total) as (keyof Account)[]) total[field] += account[field];
    sent += chunks.reduce((n, c) => n + c.lines.length, 0);
    tell(sent / lines);
  };
  const [first, ...others] = sampleSources.map((s) => s.name);
  await send(first!);
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let name = others.shift(); name !== undefined; name = others.shift()) await send(name);
    }),
  );
}

const save = (db: Db, loaded: Loaded): Promise<void> =>
  db.prisma.$transaction((tx) => saveSetting(tx, "sample.estate", { ...loaded }, "sample"));

const count = (n: number): string => n.toLocaleString("en-GB");

await main();
