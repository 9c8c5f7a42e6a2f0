import { parseArgs } from "node:util";
import { systemActor } from "../../lib/access/system";
import { closeDb, type Db, openDb } from "../../lib/db/client";
import { writeJournal } from "../../lib/db/journal";
import { findSourceByName } from "../../lib/db/source";
import { env } from "../../lib/env";
import { findFormat } from "../../lib/ingest/formats";
import { previewReplay, type ReplayPreview } from "../../lib/ingest/replay/preview-replay";
import { replayQuarantine } from "../../lib/ingest/replay/replay-quarantine";
import { Problem } from "../../lib/model/problem";
import program from "../../package.json" with { type: "json" };
import { type Command, Usage } from "../command";
import { instant } from "../instant";

export const command: Command = {
  name: "replay",
  summary: "read a source's rejected lines again, after a format or its options were mended",
  usage: `usage: waybill replay --source NAME [OPTION ...]

Reads the lines that could not be read, with the formats of this version and the source's present options. What can be
read now becomes an import that names the one it came from; what cannot stays in quarantine. Again, it adds nothing.
Works on the database (DATABASE_URL), and needs the keys of the installation.

  --source NAME   the source, as the app names it
  --reason TEXT   only lines rejected for this, as the source's page writes it
  --since TIME    only lines received since: RFC 3339, or back from now: 24h, 7d
  --format ID     instead of the source's own
  --preview       say how many lines would be read, and change nothing
  --json          the answer as JSON`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        source: { type: "string" },
        reason: { type: "string" },
        since: { type: "string" },
        format: { type: "string" },
        preview: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    if (!values.source) throw new Usage("--source is needed");
    if (values.format && !findFormat(values.format)) throw new Usage(`there is no format ${values.format}`);
    const filter = {
      reason: values.reason,
      since: values.since ? new Date(instant(values.since, Date.now())) : undefined,
      format: values.format,
    };
    const db = openDb(env.databaseUrl, 4);
    try {
      const answer = values.preview ? await preview(db, values.source, filter) : await replay(db, values.source, filter);
      process.stdout.write(values.json ? `${JSON.stringify(answer.figures)}\n` : `${answer.text}\n`);
      return 0;
    } finally {
      await closeDb(db);
    }
  },
};

type Filter = Parameters<typeof previewReplay>[3];

async function sourceNamed(db: Db, name: string) {
  const source = await findSourceByName(db.prisma, name);
  if (!source) throw new Problem("not-found", `There is no source ${name}.`);
  return source;
}

async function preview(db: Db, name: string, filter: Filter): Promise<{ figures: ReplayPreview; text: string }> {
  const figures = await previewReplay(db, systemActor, await sourceNamed(db, name), filter, Number.POSITIVE_INFINITY);
  const reasons = figures.reasons.map((r) => `\n  ${r.readable} of ${r.lines}  ${r.reason}`).join("");
  return { figures, text: `${figures.readable} of ${figures.lines} lines would be read now.${reasons}` };
}

async function replay(db: Db, name: string, filter: Filter) {
  const source = await sourceNamed(db, name);
  const figures = await replayQuarantine(db, source, { ...filter, by: systemActor.name, version: program.version });
  await db.prisma.$transaction((tx) =>
    writeJournal(tx, systemActor, {
      action: "quarantine.replay",
      subject: `source:${source.name}`,
      after: { reason: filter.reason, since: filter.since?.toISOString(), format: filter.format, ...figures },
    }),
  );
  const { lines, used, skipped, connections, imports, left } = figures;
  const text =
    lines === 0
      ? `None of ${left} lines can be read yet.`
      : `${lines} lines = ${used} used + ${skipped} skipped; ${connections} connections, in ${imports} ${imports === 1 ? "import" : "imports"}. ${left} lines wait on.`;
  return { figures, text };
}
