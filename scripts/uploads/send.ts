import fs from "node:fs";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { createGzip } from "node:zlib";
import { closeDb, openDb } from "../../lib/db/client";
import { insertSource, makeSourceToken } from "../../lib/db/source";
import { env } from "../../lib/env";
import { spanOf, textOf } from "./line";

const MB = 1_000_000;
const [pid, ...named] = process.argv.slice(2);
const sizes = named.length > 0 ? named.map(Number) : [15, 50, 200];
const db = openDb(env.databaseUrl, 2);
let wrong = 0;

/** A body of about this many bytes, made as it is sent, and how many lines are in it. */
interface Upload {
  lines: number;
  body: Readable;
  headers?: Record<string, string>;
  path: string;
}

/** Pieces of a megabyte, so that the sender is no slower than it must be. */
function* pieces(count: number, unit: (i: number) => string, around: [string, string, string]): Generator<Buffer> {
  const [before, between, after] = around;
  let text = before;
  for (let i = 0; i < count; i++) {
    text += i === 0 ? unit(i) : between + unit(i);
    if (text.length < MB) continue;
    yield Buffer.from(text);
    text = "";
  }
  yield Buffer.from(text + after);
}

const count = (bytes: number, unit: string): number => Math.ceil(bytes / (unit.length + 1));
const kinds: Record<string, (bytes: number, source: string) => Upload> = {
  lines(bytes, source) {
    const lines = count(bytes, textOf(0));
    return { lines, body: Readable.from(pieces(lines, textOf, ["", "\n", "\n"])), path: `/api/ingest/${source}` };
  },
  "lines, gzip"(bytes, source) {
    const { lines, body, path } = kinds.lines!(bytes, source);
    return { lines, body: body.pipe(createGzip({ level: 1 })), headers: { "content-encoding": "gzip" }, path };
  },
  "JSON array"(bytes, source) {
    const unit = (i: number) => JSON.stringify({ message: textOf(i) });
    const lines = count(bytes, unit(0));
    return { lines, body: Readable.from(pieces(lines, unit, ["[", ",\n", "]"])), path: `/api/ingest/${source}` };
  },
  "OTLP spans"(bytes) {
    const lines = count(bytes, spanOf(0));
    const around: [string, string, string] = ['{"resourceSpans":[{"scopeSpans":[{"spans":[', ",", "]}]}]}"];
    return {
      lines,
      body: Readable.from(pieces(lines, spanOf, around)),
      headers: { "content-type": "application/json" },
      path: "/v1/traces",
    };
  },
};

async function send(kind: string, mb: number): Promise<void> {
  const { token, ...hash } = makeSourceToken();
  const name = `upload-${kind.replaceAll(/\W+/g, "-").toLowerCase()}-${mb}`;
  const draft = {
    name,
    format: "aws-vpcflow",
    options: {},
    tags: {},
    keepQueries: false,
    keepUsers: false,
    keepInternal: false,
    silentAfter: 60,
    createdBy: "uploads",
  };
  const source = await db.prisma.$transaction((tx) => insertSource(tx, { ...draft, ...hash }));
  const upload = kinds[kind]!(mb * MB, name);
  const started = performance.now();
  const response = await fetch(env.url + upload.path, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, ...upload.headers },
    body: Readable.toWeb(upload.body) as ReadableStream as unknown as BodyInit,
    duplex: "half",
  } as RequestInit);
  const answer = await response.text();
  const seconds = (performance.now() - started) / 1000;
  const { rows } = await db.pool.query<{ lines: number; used: number; stored: number }>(
    `select lines::int, used::int, (select count(*)::int from connection where import_id = import.id) as stored from import where source_id = $1`,
    [source!.id],
  );
  const [row] = rows;
  const isWhole = response.ok && row?.lines === upload.lines && row.used === upload.lines && row.stored === upload.lines;
  if (!isWhole) wrong++;
  const memory = Number(
    /VmRSS:\s+(\d+)/.exec(fs.existsSync(`/proc/${pid}/status`) ? fs.readFileSync(`/proc/${pid}/status`, "utf8") : "")?.[1],
  );
  const figures = [upload.lines, row?.lines ?? 0, row?.stored ?? 0].map((n) => n.toLocaleString("en").padStart(10)).join("");
  const rate = Math.round(upload.lines / seconds).toLocaleString("en");
  console.log(
    `${`${kind}, ${mb} MB`.padEnd(22)}${figures}${seconds.toFixed(1).padStart(8)} s${`${rate}/s`.padStart(11)}${`${Math.round(memory / 1024)} MiB`.padStart(10)}  ${isWhole ? "whole" : `WRONG: ${response.status} ${answer.slice(0, 200)}`}`,
  );
}

console.log(
  `${"".padEnd(22)}${["sent", "counted", "stored"].map((n) => n.padStart(10)).join("")}${"time".padStart(10)}${"rate".padStart(11)}${"server".padStart(10)}`,
);
// A request of OTLP is at most 32 MiB.
for (const mb of sizes) for (const kind of Object.keys(kinds)) if (kind !== "OTLP spans" || mb <= 32) await send(kind, mb);
await closeDb(db);
console.log(wrong === 0 ? "every line arrived" : `${wrong} uploads are not whole`);
process.exitCode = wrong === 0 ? 0 : 1;
