import path from "node:path";
import { to } from "pg-copy-streams";
import type { Db } from "../../lib/db/client";
import { connectionColumns } from "../../lib/db/connection";
import { copyRows } from "../../lib/db/copy";
import { env } from "../../lib/env";
import { type ImportAnswer, type ImportRequest, importLog } from "../../lib/ingest/import-log";
import { ImportThreads } from "../../lib/ingest/import-threads";
import { measureGoAccess } from "./goaccess";
import { limits } from "./limits";
import { formatOf, linesOf, type Mix, mixes } from "./lines";
import { atLeast, number, ratio, type Sheet } from "./sheet";

const ROUNDS = 5;

interface Figures {
  /** Rows a second by COPY alone. */
  limit: number;
  /** Records a second, of as many bodies at once as there are threads. */
  together: number;
  /** Of one body. */
  alone: number;
  /** Microseconds of our process a record. */
  processor: number;
  /** Lines a second that another program counts, where there is one for the format and it is installed. */
  goaccess?: number | undefined;
}

/** From bytes to a durable commit, beside COPY of the same rows; of this format with all records, or of each with its share. */
export async function measurePipelines(db: Db, sheet: Sheet, records: number, only?: Mix): Promise<void> {
  const threads = new ImportThreads(path.join(env.root, "dist", "ingest-thread.mjs"));
  const chosen = only ? [{ mix: only, share: 1 }] : mixes;
  try {
    await warmUp(
      db,
      threads,
      chosen.map((c) => c.mix),
    );
    const figures = new Map<Mix, Figures[]>(chosen.map(({ mix }) => [mix, []]));
    // What else the machine does only ever slows: of every rate, of the limit's as of ours, the best of the rounds is told.
    for (let round = 0; round < ROUNDS; round++) {
      if (round > 0) await empty(db);
      for (const { mix, share } of chosen) figures.get(mix)!.push(await measure(db, threads, mix, Math.round(records * share)));
    }
    for (const [mix, rounds] of figures) tell(sheet, mix, rounds, threads.size);
  } finally {
    await threads.close();
  }
}

/**
 * One body by itself, in this process; and as many at once as the server has threads, in those, as when several send.
 * Both are the whole way: bytes, lines, records, names, verdicts, roll-ups, masked lines, one durable commit a body.
 */
async function measure(db: Db, threads: ImportThreads, mix: Mix, n: number): Promise<Figures> {
  const source = await db.prisma.source.create({ data: { name: `bench-${mix}`, format: formatOf(mix) } });
  const body = linesOf(mix, n);
  const order = (key: string): ImportRequest => ({
    source: source as never,
    key,
    maxBytes: Number.MAX_SAFE_INTEGER,
    receivedAt: Date.now(),
  });
  const [first, rest] = partsOf(body, [0.3, 0.7]) as [Buffer, Buffer];
  const cpu = process.cpuUsage();
  let from = performance.now();
  const one = await importLog(db, order("one"), chunksOf(first));
  const alone = one.connections / ((performance.now() - from) / 1000);
  const used = process.cpuUsage(cpu);
  const each = new Array<number>(threads.size).fill(1 / threads.size);
  const together = async (name: string, body: Buffer): Promise<ImportAnswer[]> =>
    Promise.all(partsOf(body, each).map((part, i) => threads.run(order(`${name}-${i}`), chunksOf(part))));
  // Memory that was idle for seconds is slow to touch again where a machine takes it back: a stream does not stand still.
  const [start, stream] = partsOf(rest, [0.2, 0.8]) as [Buffer, Buffer];
  const begun = await together("start", start);
  from = performance.now();
  const many = await together("many", stream);
  const rate = connectionsOf(many) / ((performance.now() - from) / 1000);
  const all = [one, ...begun, ...many];
  if (connectionsOf(all) !== n) throw new Error(`${mix}: ${connectionsOf(all)} of ${n} lines became records`);
  const imports = all.map((a) => a.import);
  return {
    limit: await measureCopy(db, imports, n),
    together: rate,
    alone,
    processor: (used.user + used.system) / one.connections,
    goaccess: mix === "squid" ? measureGoAccess(body, n) : undefined,
  };
}

function tell(sheet: Sheet, mix: Mix, rounds: readonly Figures[], threads: number): void {
  const best = (of: (f: Figures) => number): number => Math.max(...rounds.map(of));
  const limit = best((f) => f.limit);
  const together = best((f) => f.together);
  const alone = best((f) => f.alone);
  sheet.line(`${mix}: COPY of the same rows, no index`, `${number(limit)}/s`);
  sheet.line(`${mix}: whole pipeline, ${threads} bodies at once`, `${number(together)}/s`);
  sheet.line(`${mix}: ratio`, ratio(together / limit), atLeast(together / limit, limits.partOfCopy[mix]));
  sheet.line(`${mix}: ratio within each round`, rounds.map((f) => ratio(f.together / f.limit)).join(" "));
  sheet.line(`${mix}: whole pipeline, one body, one thread`, `${number(alone)}/s`);
  sheet.line(`${mix}: ratio`, ratio(alone / limit));
  sheet.line(`${mix}: processor time of our process a record`, `${Math.min(...rounds.map((f) => f.processor)).toFixed(1)} µs`);
  if (mix !== "squid") return;
  const goaccess = best((f) => f.goaccess ?? 0);
  const name = "squid: GoAccess over the same file, storing nothing";
  sheet.line(name, goaccess === 0 ? "not installed" : `${number(goaccess)}/s`);
  if (goaccess > 0) sheet.line("squid: whole pipeline to GoAccess", ratio(together / goaccess));
}

/** A server has run for a while when a log comes: what it starts with is not measured, and leaves nothing to be counted. */
async function warmUp(db: Db, threads: ImportThreads, of: readonly Mix[]): Promise<void> {
  for (const mix of of) {
    const source = await db.prisma.source.create({ data: { name: `warm-${mix}`, format: formatOf(mix) } });
    const order = { source: source as never, maxBytes: Number.MAX_SAFE_INTEGER, receivedAt: Date.now() };
    const body = linesOf(mix, 100_000);
    await importLog(db, { ...order, key: "here" }, chunksOf(body));
    await Promise.all(Array.from({ length: threads.size }, (_, i) => threads.run({ ...order, key: `thread-${i}` }, chunksOf(body))));
  }
  await empty(db);
}

async function empty(db: Db): Promise<void> {
  await db.pool.query("truncate connection, traffic_key, traffic_hour, run_endpoint, raw_block, import, source restart identity cascade");
}

/** Runs of whole lines that are about these parts of it; the parts are one together. */
function partsOf(body: Buffer, shares: readonly number[]): Buffer[] {
  const parts: Buffer[] = [];
  let from = 0;
  let share = 0;
  for (const [i, s] of shares.entries()) {
    share += s;
    const to = i === shares.length - 1 ? body.length : body.indexOf(10, Math.floor(body.length * share)) + 1;
    parts.push(body.subarray(from, to));
    from = to;
  }
  return parts;
}

const connectionsOf = (answers: readonly ImportAnswer[]): number => answers.reduce((sum, a) => sum + a.connections, 0);

async function* chunksOf(body: Buffer): AsyncGenerator<Buffer> {
  for (let i = 0; i < body.length; i += 65_536) yield body.subarray(i, i + 65_536);
}

/** The limit: the rows just written, by COPY alone, into the same table without indexes. */
async function measureCopy(db: Db, imports: readonly number[], n: number): Promise<number> {
  const client = await db.pool.connect();
  try {
    await client.query("create table limit_of_copy (like connection)");
    const rows: string[] = [];
    for await (const piece of client.query(
      to(`copy (select ${connectionColumns.join(", ")} from connection where import_id in (${imports.join(", ")})) to stdout`),
    ))
      rows.push(String(piece));
    const from = performance.now();
    await client.query("begin");
    await copyRows(client, "limit_of_copy", connectionColumns, rows);
    await client.query("commit");
    const rate = n / ((performance.now() - from) / 1000);
    await client.query("drop table limit_of_copy");
    return rate;
  } finally {
    client.release();
  }
}
