import fs from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { Problem } from "../../lib/model/problem";
import { type Command, Usage } from "../command";
import { follow } from "../ingest/follow";
import { sendFile } from "../ingest/send-file";
import { sendStandardInput } from "../ingest/send-standard-input";
import { Sender } from "../ingest/sender";
import { openTarget } from "../ingest/target";
import { Totals } from "../ingest/totals";
import { Trails } from "../ingest/trails";

/** Decoded bytes of one batch: one transaction, resumed by offset. */
const BATCH = 64 * 1024 * 1024;
/** While files grow, what came in a second goes together. */
const GROWING_BATCH = 4 * 1024 * 1024;
/** A person waits for an app that is busy about as long. */
const ATTEMPTS = 8;

export const command: Command = {
  name: "ingest",
  summary: "send log files to a source, resuming where a file stood, or as they grow",
  usage: `usage: waybill ingest --source NAME [--format ID|auto] [OPTION ...] FILE...
       waybill ingest --follow --source NAME [OPTION ...] FILE|PATTERN...

Sends log files (lines or JSON, plain, gzip or zstd; - is standard input) to the running app, or into the database when none runs.
A file that grew is read on from where it stood; one that was sent already adds nothing, also when it was renamed or compressed.

  --source NAME   the source, as the app names it
  --follow        go on as files grow, are rotated and appear; patterns (quoted: '/var/log/squid/*.log*') may match more later
  --format ID     instead of the source's own; auto finds out
  --token TOKEN   the source's token (or WAYBILL_TOKEN); without one the database is used (DATABASE_URL)
  --url URL       the app (or WAYBILL_URL); http://localhost:3000 when absent
  --host NAME     what this machine's files are known by, where its own name changes (a container)
  --json          the account as JSON`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        source: { type: "string" },
        follow: { type: "boolean", default: false },
        format: { type: "string" },
        token: { type: "string" },
        url: { type: "string" },
        host: { type: "string", default: os.hostname() },
        json: { type: "boolean", default: false },
      },
    });
    if (!values.source) throw new Usage("--source is needed");
    if (positionals.length === 0) throw new Usage("name a file, or - for standard input");
    if (values.follow && positionals.includes("-")) throw new Usage("standard input is read as it comes; --follow is for files");
    if (!values.follow)
      for (const file of positionals) if (file !== "-" && !fs.existsSync(file)) throw new Problem("not-found", `There is no file ${file}.`);
    const target = await openTarget(values.source, { ...values, isPatient: values.follow });
    const totals = new Totals();
    try {
      if (values.follow) await follow(target, positionals, { ...values, limit: GROWING_BATCH }, totals);
      else {
        const patience = { attempts: ATTEMPTS };
        const known = positionals.some((f) => f !== "-") ? await target.known(Trails.prefix(values.host)) : [];
        const sender = new Sender(target, new Trails(values.host, known), { ...patience, format: values.format, limit: BATCH });
        for (const file of positionals)
          if (file === "-") await sendStandardInput(target, { ...patience, format: values.format, limit: BATCH }, totals);
          else await sendFile(sender, file, totals);
      }
    } finally {
      await target.close();
    }
    process.stdout.write(values.json ? `${JSON.stringify(totals.account)}\n` : totals.describe(target.name));
    return 0;
  },
};
