import { parseArgs } from "node:util";
import { closeDb, openDb } from "../../lib/db/client";
import { verifyRollUps } from "../../lib/db/roll-up";
import { env } from "../../lib/env";
import { type Command, Usage } from "../command";
import { instant } from "../instant";

const DAY = 86_400_000;

export const command: Command = {
  name: "verify",
  summary: "check that the roll-ups equal the records",
  usage: `usage: waybill verify --rollups [--since TIME]

Computes the roll-ups anew from the stored records, day by day, and compares. Exit code 1 when they differ.

  --since TIME  whole days from here; 30d when absent (records older than their retention are gone, roll-ups stay)`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: { rollups: { type: "boolean", default: false }, since: { type: "string", default: "30d" } },
    });
    if (!values.rollups) throw new Usage("say what to verify: --rollups");
    const now = Date.now();
    const db = openDb(env.databaseUrl, 4);
    let different = 0;
    try {
      const oldest = await oldestRecord(db);
      for (let day = Math.floor(Math.max(instant(values.since, now), oldest) / DAY) * DAY; day <= now + DAY; day += DAY)
        for (const d of await verifyRollUps(db, new Date(day), new Date(day + DAY))) {
          different += d.rows;
          process.stdout.write(`${new Date(day).toISOString().slice(0, 10)} ${d.table}: ${d.rows} rows differ\n`);
        }
    } finally {
      await closeDb(db);
    }
    process.stdout.write(different === 0 ? "Roll-ups equal the records.\n" : `${different} rows differ.\n`);
    return different === 0 ? 0 : 1;
  },
};

async function oldestRecord(db: ReturnType<typeof openDb>): Promise<number> {
  const { rows } = await db.pool.query<{ at: Date | null }>("select min(time) as at from connection");
  return rows[0]?.at ? Math.floor(rows[0].at.getTime() / DAY) * DAY : Number.POSITIVE_INFINITY;
}
