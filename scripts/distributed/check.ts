/**
 * npm run check:distributed: migrations, ingest, settling, an audit, roll-ups, every view, the explorer and retention on two
 * servers, whose tables and answers must be the same. One is a plain PostgreSQL of our own. The other is that of DATABASE_URL,
 * distributed by prisma/distribute.sql where it is the coordinator of a Citus cluster; without DATABASE_URL a second plain one.
 *
 *   DATABASE_URL=… npm run check:distributed [-- --days 3]     the database of DATABASE_URL must be empty
 */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { applyRetention } from "../../lib/db/retention";
import { verifyRollUps } from "../../lib/db/roll-up";
import { env } from "../../lib/env";
import { askAll } from "./answers";
import { fill } from "./fill";
import { openOther, openPlain, type Side } from "./server";
import { digestTables } from "./tables";

const DAY = 86_400_000;
const { values } = parseArgs({ options: { days: { type: "string", default: "3" } } });
const days = Number(values.days);
/** Noon, so that the first day is a part of one. */
const now = Math.floor(Date.now() / DAY) * DAY - DAY / 2;
let different = 0;

/** Figures to twelve digits: sums of fractions depend on the order in which they are added. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, v) =>
    typeof v === "number" && !Number.isInteger(v) ? Number(v.toPrecision(12)) : typeof v === "bigint" ? `${v}` : v,
  ) ?? "nothing";

function compare(what: string, [a, b]: readonly [ReadonlyMap<string, unknown>, ReadonlyMap<string, unknown>]): void {
  let differing = 0;
  for (const [name, value] of a) {
    const [one, other] = [plain(value), plain(b.get(name))];
    if (one === other && !one.startsWith('{"error"')) continue;
    differing++;
    const at = [...one].findIndex((c, i) => c !== other[i]);
    console.log(`  ${name} differs:\n    ${one.slice(Math.max(0, at - 60), at + 200)}\n    ${other.slice(Math.max(0, at - 60), at + 200)}`);
  }
  different += differing;
  console.log(`${what}: ${a.size} compared, ${differing} differ`);
}

async function both<T>(sides: readonly [Side, Side], ask: (side: Side) => Promise<T>): Promise<[T, T]> {
  return [await ask(sides[0]), await ask(sides[1])];
}

async function main(): Promise<void> {
  const stops: (() => Promise<void>)[] = [];
  process.env.WAYBILL_STATE_DIR = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-distributed-"));
  try {
    const one = await openPlain(env.root, "plain PostgreSQL", stops);
    const other = process.env.DATABASE_URL
      ? await openOther(process.env.DATABASE_URL, env.root, stops)
      : await openPlain(env.root, "another plain PostgreSQL", stops);
    // The one that may fail goes first.
    const sides = [other, one] as const;
    console.log(`${one.name} and ${other.name}, ${days} days of the sample estate`);
    const [lines] = await both(sides, (side) => fill(side.db, now, days));
    console.log(`ingest, settling and an audit: ${lines.toLocaleString("en")} lines`);
    compare("tables", await both(sides, (side) => digestTables(side.db)));
    for (const side of sides)
      for (const d of await verifyRollUps(side.db, new Date(now - (days + 2) * DAY), new Date(now + DAY))) {
        different += d.rows;
        console.log(`  ${side.name}: ${d.rows} rows of ${d.table} differ from the records`);
      }
    compare("answers", await both(sides, (side) => askAll(side.db, now, days)));
    const keep = { recordDays: 1, rollupDays: 400 };
    const dropped = await both(
      sides,
      async (side) => new Map([["partitions", (await applyRetention(side.db, keep, new Date(now))).sort()]]),
    );
    compare(`retention of ${dropped[0].get("partitions")!.length} partitions`, dropped);
    compare("tables after it", await both(sides, (side) => digestTables(side.db)));
  } finally {
    for (const stop of stops.reverse()) await stop().catch(() => {});
    fs.rmSync(process.env.WAYBILL_STATE_DIR!, { recursive: true, force: true });
  }
  console.log(different === 0 ? "the same on both" : `${different} differences`);
}

await main();
process.exit(different === 0 ? 0 : 1);
