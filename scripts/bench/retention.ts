import type { Db } from "../../lib/db/client";
import { connectionColumns } from "../../lib/db/connection";
import { applyRetention } from "../../lib/db/retention";

const DAY = 86_400_000;
const KEEP = { recordDays: 30, rollupDays: 400 };

export interface RetentionTime {
  ms: number;
  /** Rows that a vacuum must still clear away, of facts and roll-ups. */
  dead: number;
}

/** How long it takes to let go of one old day of so many records, their lines and their receipt. */
export async function measureRetention(db: Db, records: number): Promise<RetentionTime> {
  const now = new Date();
  const day = new Date(Math.floor((now.getTime() - (KEEP.recordDays + 2) * DAY) / DAY) * DAY);
  await copyDay(db, day, records);
  const facts = "relname ~ '^(connection|raw_block|traffic_hour|run_endpoint)'";
  const dead = async (): Promise<number> => {
    await db.pool.query("select pg_stat_force_next_flush()");
    const { rows } = await db.pool.query<{ n: number }>(
      `select coalesce(sum(n_dead_tup), 0)::int as n from pg_stat_user_tables where ${facts}`,
    );
    return rows[0]!.n;
  };
  const before = await dead();
  const from = performance.now();
  const dropped = await applyRetention(db, KEEP, now);
  const ms = performance.now() - from;
  if (dropped.length !== 2) throw new Error(`Retention dropped ${dropped.join(", ") || "nothing"}.`);
  return { ms, dead: (await dead()) - before };
}

/** Records of another time, with as many lines as they have, as if they had been received on that day. */
async function copyDay(db: Db, day: Date, records: number): Promise<void> {
  await db.pool.query("select ensure_day_partition('connection', $1::date), ensure_day_partition('raw_block', $1::date)", [
    day.toISOString().slice(0, 10),
  ]);
  const columns = connectionColumns.map((c) =>
    c === "time" ? "$1::timestamptz + (n % 86400) * interval '1 second'" : c === "import_id" ? "-1" : c,
  );
  const { rowCount } = await db.pool.query(
    `insert into connection (${connectionColumns.join(", ")})
     select ${columns.join(", ")} from (select row_number() over () as n, c.* from connection c, generate_series(1, 100)  limit $2) c`,
    [day, records],
  );
  if (rowCount !== records) throw new Error(`There are too few records to make ${records} of.`);
  await db.pool.query(
    `insert into import (id, source_id, key, sha256, format, received_at, bytes, lines, used, connections, duplicates, skipped, rejected, first_time, last_time, duration_ms)
     select -1, source_id, 'old day', sha256, format, $1, bytes, lines, used, connections, duplicates, skipped, rejected, $1, $1, 0 from import limit 1`,
    [day],
  );
  await db.pool.query(
    `insert into raw_block (day, import_id, first_line, last_line, data)
     select $2::date, -1, n, n, data from (select row_number() over () as n, data from raw_block, generate_series(1, 100)) b
     where n <= (select count(*) from raw_block) * $1 / greatest((select sum(lines) from import where id > 0), 1)`,
    [records, day.toISOString().slice(0, 10)],
  );
}
