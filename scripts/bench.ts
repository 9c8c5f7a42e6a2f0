/**
 * npm run bench: rates beside their limits, sizes, and how fast the homes answer; all in one run, so that the ratios hold
 * on a noisy machine.
 *
 *   npm run bench -- [--records 1000000] [--only squid]    with --only, that format's pipeline and nothing else;
 *   with --only views, homes and the explorer at a million records and at so many (10000000)
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Db } from "../lib/db/client";
import { connectionColumns } from "../lib/db/connection";
import { copyRows } from "../lib/db/copy";
import { env } from "../lib/env";
import { type ImportAnswer, type ImportRequest, importLog } from "../lib/ingest/import-log";
import { ImportThreads } from "../lib/ingest/import-threads";
import { openBenchDatabase } from "./bench/database";
import { measureDecide } from "./bench/decide";
import { measureExplorer } from "./bench/explorer";
import { measureGrowth } from "./bench/growth";
import { formatOf, linesOf, type Mix } from "./bench/lines";
import { measureRetention } from "./bench/retention";
import { measureViews } from "./bench/views";

const { values } = parseArgs({ options: { records: { type: "string", default: "1000000" }, only: { type: "string" } } });
const records = Number(values.records);
const mixes: readonly { mix: Mix; share: number }[] = [
  { mix: "aws-vpcflow", share: 0.4 },
  { mix: "squid", share: 0.3 },
  { mix: "zeek-conn", share: 0.3 },
];

const ROUNDS = 5;

const number = (n: number): string => Math.round(n).toLocaleString("en");
const line = (name: string, figure: string, limit = ""): void => console.log(`${name.padEnd(54)}${figure.padStart(16)}  ${limit}`);

async function main(): Promise<void> {
  const state = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-bench-"));
  process.env.WAYBILL_STATE_DIR = state;
  const { db, close } = await openBenchDatabase();
  try {
    console.log(
      `${os.cpus().length} × ${os.cpus()[0]?.model ?? "processor"}, Node ${process.versions.node}, ${number(records)} records, load ${os.loadavg()[0]!.toFixed(1)}\n`,
    );
    line("figure", "measured", "limit");
    const threads = new ImportThreads(path.join(env.root, "dist", "ingest-thread.mjs"));
    try {
      await warmUp(db, threads);
      const figures = new Map<Mix, PipelineFigures[]>();
      // What else the machine does only ever slows: of every rate, of the limit's as of ours, the best of the rounds is told.
      for (let round = 0; round < ROUNDS; round++) {
        if (round > 0) await empty(db);
        for (const { mix, share } of mixes) {
          if (values.only !== undefined && values.only !== mix) continue;
          const n = Math.round(values.only === undefined ? records * share : records);
          const of = figures.get(mix) ?? [];
          figures.set(mix, [...of, await measurePipeline(db, threads, mix, n)]);
        }
      }
      for (const [mix, rounds] of figures) tell(mix, rounds, threads.size);
    } finally {
      await threads.close();
    }
    if (values.only !== undefined) return;
    await db.pool.query("vacuum analyze");
    await measureSize(db);
    for (const d of measureDecide([10_000])) line(`decide, ${number(d.rules)} rules, one core`, `${number(d.perSecond)}/s`, "≥ 200,000/s");
    for (const v of await measureViews(db)) {
      line(`${v.home} home, ${v.views} questions: p50 / p95 of one`, `${v.p50.toFixed(0)} / ${v.p95.toFixed(0)} ms`, "≤ 250 ms");
      line(`${v.home} home: its slowest, ${v.slowest.id}: p50`, `${v.slowest.p50.toFixed(0)} ms`);
    }
    for (const f of await measureExplorer(db))
      line(`explorer, ${f.days} d: ${f.filter}`.slice(0, 53), `${f.p50.toFixed(0)} / ${f.p95.toFixed(0)} ms`, "≤ 250 ms");
    const retention = await measureRetention(db, 1_000_000);
    line("retention of a day of 1,000,000 records", `${retention.ms.toFixed(0)} ms`, "< 1,000 ms");
    line("retention: rows of facts left to vacuum", number(retention.dead), "0");
  } finally {
    await close();
    fs.rmSync(state, { recursive: true, force: true });
  }
}

/**
 * One body by itself, in this process; and as many at once as the server has threads, in those, as when several send.
 * Both are the whole way: bytes, lines, records, names, verdicts, roll-ups, masked lines, one durable commit a body.
 */
async function measurePipeline(db: Db, threads: ImportThreads, mix: Mix, n: number): Promise<PipelineFigures> {
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
  const limit = await measureCopy(
    db,
    all.map((a) => a.import),
    n,
  );
  return { limit, together: rate, alone, processor: (used.user + used.system) / one.connections };
}

interface PipelineFigures {
  /** Rows a second by COPY alone. */
  limit: number;
  /** Records a second, of as many bodies at once as there are threads. */
  together: number;
  /** Of one body. */
  alone: number;
  /** Microseconds of our process a record. */
  processor: number;
}

function tell(mix: Mix, rounds: readonly PipelineFigures[], threads: number): void {
  const best = (of: (f: PipelineFigures) => number): number => Math.max(...rounds.map(of));
  const limit = best((f) => f.limit);
  const together = best((f) => f.together);
  const alone = best((f) => f.alone);
  line(`${mix}: COPY of the same rows, no index`, `${number(limit)}/s`);
  line(`${mix}: whole pipeline, ${threads} bodies at once`, `${number(together)}/s`);
  line(`${mix}: ratio`, (together / limit).toFixed(2), "≥ 0.35");
  line(`${mix}: ratio within each round`, rounds.map((f) => (f.together / f.limit).toFixed(2)).join(" "));
  line(`${mix}: whole pipeline, one body, one thread`, `${number(alone)}/s`);
  line(`${mix}: ratio`, (alone / limit).toFixed(2));
  line(`${mix}: processor time of our process a record`, `${Math.min(...rounds.map((f) => f.processor)).toFixed(1)} µs`);
}

/** A server has run for a while when a log comes: what it starts with is not measured, and leaves nothing to be counted. */
async function warmUp(db: Db, threads: ImportThreads): Promise<void> {
  for (const { mix } of mixes) {
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

function* pieces(body: Buffer): Generator<Buffer> {
  for (let i = 0; i < body.length; i += 65_536) yield body.subarray(i, i + 65_536);
}
async function* chunksOf(body: Buffer): AsyncGenerator<Buffer> {
  yield* pieces(body);
}

/** The limit: the rows just written, by COPY alone, into the same table without indexes. */
async function measureCopy(db: Db, imports: readonly number[], n: number): Promise<number> {
  const client = await db.pool.connect();
  try {
    await client.query("create table limit_of_copy (like connection)");
    const { to } = await import("pg-copy-streams");
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

async function measureSize(db: Db): Promise<void> {
  const { rows } = await db.pool.query<{ name: string; bytes: number }>(
    `select coalesce(p.relname, c.relname) as name, sum(pg_total_relation_size(c.oid))::float8 as bytes
     from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by 1`,
  );
  const size = (...names: string[]): number => rows.filter((r) => names.includes(r.name)).reduce((sum, r) => sum + r.bytes, 0) / records;
  const raw = size("raw_block");
  const facts = size(
    "connection",
    "traffic_hour",
    "traffic_key",
    "run_endpoint",
    "workload",
    "endpoint",
    "tls_profile",
    "caller",
    "user_agent",
    "job",
  );
  line("bytes a record: facts, roll-ups, dimensions", facts.toFixed(0), "≤ 300");
  line("bytes a record: of these the fact row", size("connection").toFixed(0));
  line("bytes a record: masked lines, compressed", raw.toFixed(0), "≤ 60");
  line("bytes a record: together", (facts + raw).toFixed(0));
}

await (values.only === "views" ? measureGrowth(records) : main());
