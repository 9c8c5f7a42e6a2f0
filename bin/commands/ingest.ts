import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { Problem } from "../../lib/model/problem";
import { type Command, Usage } from "../command";
import { type FileBatch, readBatches } from "../ingest/batches";
import { Progress } from "../ingest/progress";
import { openTarget, type Target } from "../ingest/target";

/** Decoded bytes of one batch: one transaction, resumed by offset. */
const BATCH = 64 * 1024 * 1024;

interface Totals {
  batches: number;
  lines: number;
  used: number;
  connections: number;
  duplicates: number;
  skipped: number;
  rejected: number;
}

export const command: Command = {
  name: "ingest",
  summary: "send log files to a source, resuming where a file stood",
  usage: `usage: waybill ingest --source NAME [--format ID|auto] [OPTION ...] FILE...

Sends log files (lines or JSON, plain, gzip or zstd; - is standard input) to the running app, or into the database when none runs.
A file that grew is read on from where it stood; one that was sent already adds nothing.

  --source NAME   the source, as the app names it
  --format ID     instead of the source's own; auto finds out
  --token TOKEN   the source's token (or WAYBILL_TOKEN); without one the database is used (DATABASE_URL)
  --url URL       the app (or WAYBILL_URL); http://localhost:3000 when absent
  --json          the account as JSON`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        source: { type: "string" },
        format: { type: "string" },
        token: { type: "string" },
        url: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    if (!values.source) throw new Usage("--source is needed");
    if (positionals.length === 0) throw new Usage("name a file, or - for standard input");
    for (const file of positionals) if (file !== "-" && !fs.existsSync(file)) throw new Problem("not-found", `There is no file ${file}.`);
    const target = await openTarget(values.source, values);
    const totals: Totals = { batches: 0, lines: 0, used: 0, connections: 0, duplicates: 0, skipped: 0, rejected: 0 };
    try {
      for (const file of positionals) await sendFile(target, file, values.format, totals);
    } finally {
      await target.close();
    }
    const { batches, ...account } = totals;
    if (values.json) process.stdout.write(`${JSON.stringify(account)}\n`);
    else if (batches === 0) process.stdout.write("Nothing new.\n");
    else
      process.stdout.write(
        `${account.lines} lines = ${account.used} used + ${account.duplicates} duplicates + ${account.skipped} skipped + ${account.rejected} rejected; ${account.connections} connections, to ${target.name}.\n${
          account.rejected > 0 ? "Rejected lines, each with its reason and place, are on the source's page.\n" : ""
        }`,
      );
    return 0;
  },
};

async function sendFile(target: Target, file: string, format: string | undefined, totals: Totals): Promise<void> {
  const stdin = file === "-";
  // A path may name people; only its hash leaves this machine.
  const id = stdin
    ? undefined
    : createHash("sha256")
        .update(`${os.hostname()}\0${fs.realpathSync(file)}`)
        .digest("hex")
        .slice(0, 40);
  const origin = stdin ? "standard input" : file;
  const size = stdin ? undefined : fs.statSync(file).size;
  const progress = new Progress(origin, size);
  let read = 0;
  const open = (): AsyncIterable<Uint8Array> => {
    const stream = stdin ? process.stdin : fs.createReadStream(file, { highWaterMark: 256 * 1024 });
    read = 0;
    stream.on("data", (chunk: string | Buffer) => {
      read += chunk.length;
    });
    stream.pause();
    return stream as AsyncIterable<Uint8Array>;
  };
  const from = id === undefined ? { offset: 0, line: 0, prefixHash: null } : await target.position(id);
  for await (const batch of readBatches(open, from, BATCH)) {
    progress.show(read, totals.lines);
    const answer = await target.send(sendable(batch, stdin), { file: id, origin, format });
    totals.batches++;
    if (answer.repeated) totals.duplicates += answer.lines;
    else {
      totals.used += answer.used;
      totals.connections += answer.connections;
      totals.duplicates += answer.duplicates;
      totals.skipped += answer.skipped;
      totals.rejected += answer.rejected;
    }
    totals.lines += answer.lines;
    progress.show(read, totals.lines);
  }
  progress.end();
}

/** Standard input has no place to resume from: each batch stands for itself, known by its content. */
const sendable = (batch: FileBatch, stdin: boolean): Pick<FileBatch, "body"> & Partial<FileBatch> =>
  stdin ? { body: batch.body, head: batch.head } : batch;
