import type { Db } from "../../lib/db/client";
import { unpackLines } from "../../lib/db/raw-block";
import { verifyRollUps } from "../../lib/db/roll-up";
import { serialPattern } from "./lines";
import type { SenderTally } from "./tally";

const DAY = 86_400_000;

export interface Loss {
  /** Lines that were acknowledged and are not there. */
  lost: number;
  /** Records that are there more than once. */
  doubled: number;
  /** Imports of which a part is missing, parts without an import, and rows of roll-ups that differ from the records. */
  partial: number;
  /** What was found, in words. */
  notes: string[];
}

/** Acknowledged since the last look: each has its receipt, and as many records and rejects as that says. */
export async function checkReceipts(db: Db, tally: SenderTally, ids: readonly number[]): Promise<Loss> {
  const { rows } = await db.pool.query<{
    id: number;
    lines: number;
    used: number;
    connections: number;
    rejected: number;
    stored: number;
    rejects: number;
  }>(
    `select i.id, i.lines, i.used, i.connections, i.rejected, coalesce(c.n, 0)::int as stored, coalesce(r.n, 0)::int as rejects from import i
     left join (select import_id, count(*) as n from connection where import_id = any($1) group by 1) c on c.import_id = i.id
     left join (select import_id, count(*) as n from reject where import_id = any($1) group by 1) r on r.import_id = i.id
     where i.id = any($1)`,
    [ids],
  );
  const found = new Map(rows.map((r) => [r.id, r]));
  const loss: Loss = { lost: 0, doubled: 0, partial: 0, notes: [] };
  for (const id of ids) {
    const told = tally.acknowledged.get(id)!;
    const row = found.get(id);
    if (!row) {
      loss.lost += told.lines;
      loss.notes.push(`import ${id} of ${told.source} was acknowledged and is not there`);
    } else if (
      row.lines !== told.lines ||
      row.used !== told.used ||
      row.rejected !== told.rejected ||
      row.stored !== row.connections ||
      row.rejects !== row.rejected
    ) {
      loss.partial++;
      loss.notes.push(`import ${id} of ${told.source}: told ${JSON.stringify(told)}, is ${JSON.stringify(row)}`);
    }
  }
  return loss;
}

/** The whole store against what was sent, when all of it is acknowledged. @param sent records that each source must hold. */
export async function checkWhole(db: Db, tally: SenderTally, sent: ReadonlyMap<string, number>): Promise<Loss> {
  const loss = await checkReceipts(db, tally, [...tally.acknowledged.keys()]);
  const { rows } = await db.pool.query<{ source: string; records: number; different: number; most: string | null }>(
    `select s.name as source, count(*)::int as records, count(distinct n)::int as different, max(n)::text as most
     from (select import_id, greatest(bytes_out, bytes_in) as n from connection) c join import i on i.id = c.import_id join source s on s.id = i.source_id group by 1`,
  );
  let gone = 0;
  for (const [source, count] of sent) {
    const row = rows.find((r) => r.source === source);
    const different = row?.different ?? 0;
    if (different !== count) loss.notes.push(`${source}: ${count} records were sent, ${different} are there`);
    gone += Math.max(0, count - different);
    loss.doubled += (row?.records ?? 0) - different;
  }
  // What a receipt takes with it is missing here too.
  loss.lost = Math.max(loss.lost, gone);
  await checkOrphans(db, tally, loss);
  await checkLines(db, loss);
  const { rows: spans } = await db.pool.query<{ low: Date; high: Date }>("select min(time) as low, max(time) as high from connection");
  const from = Math.floor(spans[0]!.low.getTime() / DAY) * DAY;
  const to = (Math.floor(spans[0]!.high.getTime() / DAY) + 1) * DAY;
  for (const d of await verifyRollUps(db, new Date(from), new Date(to))) {
    loss.partial += d.rows;
    loss.notes.push(`${d.table}: ${d.rows} rows differ from the records`);
  }
  return loss;
}

/** What a batch leaves behind that never was: rows that name an import that is not there, and receipts that nobody was told of. */
async function checkOrphans(db: Db, tally: SenderTally, loss: Loss): Promise<void> {
  for (const table of ["connection", "raw_block", "reject"]) {
    const { rows } = await db.pool.query<{ n: number }>(
      `select count(distinct import_id)::int as n from ${table} t where not exists (select from import i where i.id = t.import_id)`,
    );
    loss.partial += rows[0]!.n;
    if (rows[0]!.n > 0) loss.notes.push(`${table} holds rows of ${rows[0]!.n} imports that are not there`);
  }
  const { rows } = await db.pool.query<{ id: number }>(
    // A command that was ended is not told, and asks where the file stands instead.
    "select i.id from import i join source s on s.id = i.source_id where s.name <> 'file' and not i.id = any($1)",
    [[...tally.acknowledged.keys()]],
  );
  loss.notes.push(...rows.map(({ id }) => `import ${id} is there, and no sender was told of it`));
}

/** The masked lines of each import are those of its records: as many, and with the same numbers. */
async function checkLines(db: Db, loss: Loss): Promise<void> {
  const { rows: imports } = await db.pool.query<{ id: number; used: number; sum: string }>(
    `select i.id, i.used, coalesce(c.sum, 0)::text as sum from import i
     left join (select import_id, sum(greatest(bytes_out, bytes_in)) as sum from connection group by 1) c on c.import_id = i.id`,
  );
  for (const { id, used, sum } of imports) {
    const { rows: blocks } = await db.pool.query<{ data: Buffer }>("select data from raw_block where import_id = $1 order by first_line", [
      id,
    ]);
    let count = 0;
    let total = 0n;
    for (const { data } of blocks)
      for (const [serial] of (await unpackLines(data)).toString("utf8").matchAll(serialPattern)) {
        count++;
        total += BigInt(serial);
      }
    if (count === used && total === BigInt(sum)) continue;
    loss.partial++;
    loss.notes.push(`import ${id}: ${used} lines are counted, ${count} rest, or they are not those of its records`);
  }
}
