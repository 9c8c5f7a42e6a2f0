import { parseArgs } from "node:util";
import { systemActor } from "../../lib/access/system";
import { closeDb, openDb } from "../../lib/db/client";
import { writeJournal } from "../../lib/db/journal";
import { env } from "../../lib/env";
import { settle } from "../../lib/ingest/settle";
import { type Command, Usage } from "../command";
import { instant } from "../instant";

export const command: Command = {
  name: "rejudge",
  summary: "complete stored records with names, mappings and runs known since",
  usage: `usage: waybill rejudge --since TIME [--until TIME]

Attributes, names and judges stored records again with what is known now; roll-ups follow in the same transactions,
and the journal says so. Verdicts stay those of the policy in force at each record's time.

  --since TIME  RFC 3339, or back from now: 24h, 7d
  --until TIME  now when absent`,
  async run(args) {
    const { values } = parseArgs({ args, options: { since: { type: "string" }, until: { type: "string" } } });
    if (!values.since) throw new Usage("--since is needed");
    const now = Date.now();
    const period = { since: instant(values.since, now), until: values.until ? instant(values.until, now) : now };
    const db = openDb(env.databaseUrl, 4);
    try {
      const done = await settle(db, period, now, undefined, (hour, of) => {
        if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2Khour ${hour} of ${of}`);
      });
      if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
      await db.prisma.$transaction((tx) =>
        writeJournal(tx, systemActor, {
          action: "record.rejudge",
          subject: `period:${new Date(period.since).toISOString()}/${new Date(period.until).toISOString()}`,
          after: done,
        }),
      );
      process.stdout.write(`${done.records} records of ${done.hours} hours judged again; ${done.changed} changed.\n`);
      return 0;
    } finally {
      await closeDb(db);
    }
  },
};
