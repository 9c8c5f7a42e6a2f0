import fs from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { Problem } from "../../lib/model/problem";
import { readBucket } from "../bucket/read-bucket";
import { type Command, Usage } from "../command";
import { follow } from "../ingest/follow";
import { say } from "../ingest/say";
import { sendFile } from "../ingest/send-file";
import { sendStandardInput } from "../ingest/send-standard-input";
import { Sender } from "../ingest/sender";
import { stopSignal } from "../ingest/stop-signal";
import { openTarget, type Target } from "../ingest/target";
import { Totals } from "../ingest/totals";
import { Trails } from "../ingest/trails";

/** Decoded bytes of one batch: one transaction, resumed by offset. */
const BATCH = 64 * 1024 * 1024;
/** While files grow, what came in a second goes together. */
const GROWING_BATCH = 4 * 1024 * 1024;
/** A person waits for an app that is busy about as long. */
const ATTEMPTS = 8;
const DAY_MS = 86_400_000;

const text = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

export const command: Command = {
  name: "ingest",
  summary: "send log files or a bucket's objects to a source, once or as they come",
  usage: `usage: waybill ingest --source NAME [--follow] [OPTION ...] FILE|PATTERN|s3://BUCKET/PREFIX...

Sends logs (lines or JSON, plain, gzip or zstd, Parquet; - is standard input) to the running app, or into the database when none runs.
A file that grew is read on from where it stood; one that was sent already adds nothing, also when it was renamed or compressed.

  --source NAME   the source, as the app names it
  --follow        go on as files grow, are rotated and appear; patterns (quoted: '/var/log/squid/*.log*') may match more later
  --format ID     instead of the source's own; auto finds out
  --token TOKEN   the source's token (or WAYBILL_TOKEN); without one the database is used (DATABASE_URL)
  --url URL       the app (or WAYBILL_URL); http://localhost:3000 when absent
  --host NAME     what this machine's files are known by, where its own name changes (a container)
  --json          the account as JSON

Buckets, with the credentials that AWS's own tools would use:
  --region NAME   of the bucket (or AWS_REGION)
  --endpoint URL  of another storage that speaks S3 (or AWS_ENDPOINT_URL_S3)
  --virtual-host  the endpoint knows buckets by its host's name: BUCKET.ENDPOINT
  --every SECONDS looks for new objects so often with --follow (60)
  --since DAY     only objects written since: 2026-11-20, or 7d`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{ source: text, follow: flag, format: text, token: text, url: text, host: { ...text, default: os.hostname() }, json: flag },
        ...{ region: text, endpoint: text, "virtual-host": { type: "boolean" }, every: { ...text, default: "60" }, since: text },
      },
    });
    if (!values.source) throw new Usage("--source is needed");
    if (positionals.length === 0) throw new Usage("name a file or a bucket, or - for standard input");
    if (values.follow && positionals.includes("-"))
      throw new Usage("standard input is read as it comes; --follow is for files and buckets");
    const everyMs = Number(values.every) * 1000;
    if (!(everyMs >= 1000)) throw new Usage("--every is a number of seconds");
    const since = values.since === undefined ? 0 : sinceWhen(values.since);
    const isBucket = (place: string): boolean => place.startsWith("s3://");
    const files = positionals.filter((p) => !isBucket(p));
    const buckets = positionals.filter(isBucket);
    if (!values.follow)
      for (const file of files) if (file !== "-" && !fs.existsSync(file)) throw new Problem("not-found", `There is no file ${file}.`);
    const target = await openTarget(values.source, { ...values, isPatient: values.follow });
    const totals = new Totals();
    const ofBucket = { ...values, virtualHost: values["virtual-host"], since };
    let failures = 0;
    try {
      if (values.follow) {
        const signal = stopSignal();
        const patience = {
          attempts: Number.POSITIVE_INFINITY,
          signal,
          onWait: ({ detail }: Problem, seconds: number) => say(`${detail} Next try in ${Math.round(seconds)} s.`),
        };
        await Promise.all([
          files.length > 0 &&
            follow(target, files, { ...patience, host: values.host, format: values.format, limit: GROWING_BATCH }, totals),
          ...buckets.map((b) => readBucket(b, target, { ...ofBucket, ...patience, everyMs }, totals)),
        ]);
      } else {
        await sendFiles(target, files, { host: values.host, format: values.format }, totals);
        for (const b of buckets) failures += await readBucket(b, target, { ...ofBucket, attempts: ATTEMPTS }, totals);
      }
    } finally {
      await target.close();
    }
    process.stdout.write(values.json ? `${JSON.stringify(totals.account)}\n` : totals.describe(target.name));
    if (failures > 0) say(failures === 1 ? "one object could not be read" : `${failures} objects could not be read`);
    return failures > 0 ? 1 : 0;
  },
};

async function sendFiles(target: Target, files: readonly string[], o: { host: string; format?: string }, totals: Totals): Promise<void> {
  const options = { attempts: ATTEMPTS, format: o.format, limit: BATCH };
  const known = files.some((f) => f !== "-") ? await target.known(Trails.prefix(o.host)) : [];
  const sender = new Sender(target, new Trails(o.host, known), options);
  for (const file of files)
    if (file === "-") await sendStandardInput(target, options, totals);
    else await sendFile(sender, file, totals);
}

function sinceWhen(given: string): number {
  const days = /^(\d{1,5})d$/.exec(given)?.[1];
  const when = days === undefined ? Date.parse(given) : Date.now() - Number(days) * DAY_MS;
  if (Number.isNaN(when)) throw new Usage("--since is a day, as 2026-11-20, or a number of days, as 7d");
  return when;
}
