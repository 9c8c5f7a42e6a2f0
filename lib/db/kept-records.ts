import { sql } from "kysely";
import type { Db } from "./client";

/**
 * Where single records begin (ms), when roll-ups of the period reach further back: retention took the records before, and
 * lists end there while counts go on. Undefined where nothing has gone.
 */
export async function findRecordsGone(db: Db, period: { from: number; to: number }): Promise<number | undefined> {
  const { rows } = await sql<{ first: Date | null }>`
    select min(to_date(substr(c.relname, length('connection_') + 1), 'YYYYMMDD'))::timestamptz as first
    from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname = 'connection' and c.relname ~ '^connection_[0-9]{8}$'`.execute(db.sql);
  const first = rows[0]?.first?.getTime() ?? Number.POSITIVE_INFINITY;
  if (first <= period.from) return undefined;
  const before = new Date(Math.min(first, period.to));
  const { rows: older } = await sql`select 1 from traffic_hour where hour >= ${new Date(period.from)} and hour < ${before} limit 1`.execute(
    db.sql,
  );
  return older.length > 0 ? Math.min(first, period.to) : undefined;
}
