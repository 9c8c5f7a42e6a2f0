/**
 * npm run memory: the largest size of the process that takes logs in, and of the command that sends them, whatever comes: one
 * body of many lines, lines that are none, and a stream of any length.
 *
 *   npm run memory -- [--lines 1000000] [--mb 5000]
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { closeDb, openDb } from "../../lib/db/client";
import { insertSource, makeSourceToken } from "../../lib/db/source";
import { env } from "../../lib/env";
import { Ingester } from "../chaos/ingester";
import { migrateTo } from "../migrate-to";
import { OwnPostgres } from "../own-postgres";
import { type Input, inputs, streamOf } from "./inputs";
import { Peak } from "./peak";

const LIMIT_MIB = 500;
/** What a receiver takes as one body (WAYBILL_MAX_BODY_MIB). */
const BODY = 500_000_000;
const { values } = parseArgs({ options: { lines: { type: "string", default: "1000000" }, mb: { type: "string", default: "5000" } } });
const lines = Number(values.lines);
const bytes = Number(values.mb) * 1_000_000;
let tooLarge = 0;

function tell(what: string, size: number, count: number, seconds: number): void {
  if (size > LIMIT_MIB) tooLarge++;
  console.log(
    `${what.padEnd(74)}${String(size).padStart(6)} MiB  ≤ ${LIMIT_MIB}   ${count.toLocaleString("en")} lines in ${seconds.toFixed(0)} s`,
  );
}

async function main(): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-memory-"));
  const server = await OwnPostgres.start();
  const stops: (() => Promise<unknown>)[] = [() => server.stop(), async () => fs.rmSync(folder, { recursive: true, force: true })];
  try {
    migrateTo(server.url, env.root);
    const db = openDb(server.url, 2);
    stops.unshift(() => closeDb(db));
    const ingester = await Ingester.start(env.root, { DATABASE_URL: server.url, WAYBILL_STATE_DIR: folder });
    stops.unshift(() => ingester.kill());
    for (const [i, input] of inputs.entries()) {
      const { token, ...hash } = makeSourceToken();
      const about = {
        format: input.format,
        options: {},
        tags: {},
        keepQueries: false,
        keepUsers: false,
        keepInternal: false,
        silentAfter: 60,
        createdBy: "memory",
      };
      await db.prisma.$transaction((tx) => insertSource(tx, { name: `memory-${i}`, ...about, ...hash }));
      await measureBody(ingester, input, `memory-${i}`, token);
      if (i === 0) await measureStream(ingester, input, `memory-${i}`, token, folder);
    }
  } finally {
    for (const stop of stops) await stop().catch(() => {});
  }
}

async function measureBody(ingester: Ingester, input: Input, source: string, token: string): Promise<void> {
  const count = { lines: 0 };
  const peak = new Peak(ingester.pid);
  const from = performance.now();
  const response = await fetch(`${ingester.url}/api/ingest/${source}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: streamOf(input, { lines, bytes: BODY }, count) as unknown as BodyInit,
    duplex: "half",
  } as RequestInit);
  const answer = await response.text();
  if (!response.ok || JSON.parse(answer).lines !== count.lines)
    throw new Error(`${input.name}: ${response.status} ${answer.slice(0, 200)}`);
  tell(`receiver, one body: ${input.name}`, peak.end(), count.lines, (performance.now() - from) / 1000);
}

async function measureStream(ingester: Ingester, input: Input, source: string, token: string, folder: string): Promise<void> {
  const count = { lines: 0 };
  const from = performance.now();
  const child = spawn(
    process.execPath,
    [path.join(env.root, "dist", "cli.mjs"), "ingest", "--source", source, "--url", ingester.url, "-"],
    {
      cwd: env.root,
      env: { ...process.env, WAYBILL_ROOT: env.root, WAYBILL_STATE_DIR: folder, WAYBILL_TOKEN: token },
      stdio: ["pipe", "ignore", "inherit"],
    },
  );
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const peaks = [new Peak(ingester.pid), new Peak(child.pid!)] as const;
  await pipeline(streamOf(input, { lines: Number.POSITIVE_INFINITY, bytes }, count), child.stdin);
  const code = await ended;
  if (code !== 0) throw new Error(`waybill ingest ended with ${code}`);
  const seconds = (performance.now() - from) / 1000;
  tell(`receiver, ${values.mb} MB from waybill ingest -: ${input.name}`, peaks[0].end(), count.lines, seconds);
  tell(`waybill ingest -, ${values.mb} MB`, peaks[1].end(), count.lines, seconds);
}

await main();
console.log(tooLarge === 0 ? "within the limit" : `${tooLarge} beyond the limit`);
process.exit(tooLarge === 0 ? 0 : 1);
