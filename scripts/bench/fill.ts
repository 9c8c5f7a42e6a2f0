import type { Db } from "../../lib/db/client";
import { importLog } from "../../lib/ingest/import-log";
import { formatOf, linesOf, type Mix } from "./lines";

const shares: readonly [Mix, number][] = [
  ["aws-vpcflow", 0.4],
  ["squid", 0.3],
  ["zeek-conn", 0.3],
];

/** Takes in a week of so many records, one body for each format, and leaves the tables as autovacuum would. */
export async function fillDatabase(db: Db, records: number): Promise<void> {
  for (const [mix, share] of shares) {
    const source = await db.prisma.source.create({ data: { name: `bench-${mix}`, format: formatOf(mix) } });
    const body = linesOf(mix, Math.round(records * share));
    await importLog(
      db,
      { source: source as never, key: "fill", maxBytes: Number.MAX_SAFE_INTEGER, receivedAt: Date.now() },
      (async function* () {
        for (let i = 0; i < body.length; i += 65_536) yield body.subarray(i, i + 65_536);
      })(),
    );
  }
  await db.pool.query("vacuum analyze");
}
