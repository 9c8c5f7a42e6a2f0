import { sql } from "kysely";
import type { Db } from "./client";

/** What sources sent in a period by receipt, and what became of each line. */
export interface SourceBalance {
  source: string;
  format: string;
  sample: boolean;
  imports: number;
  /** Received for the first time; lines + replayed = used + duplicates + skipped + rejected. */
  lines: number;
  /** Rejected earlier, and read in this period. */
  replayed: number;
  used: number;
  duplicates: number;
  skipped: number;
  rejected: number;
  connections: number;
  /** Imports whose lines are not used + duplicates + skipped + rejected. The database refuses them; counted all the same. */
  unbalanced: number;
  lastReceived: Date;
}

const received = (p: { from: number; to: number }) => sql`i.received_at >= ${new Date(p.from)} and i.received_at < ${new Date(p.to)}`;

/** By source, most lines first. */
export async function listSourceBalances(db: Db, period: { from: number; to: number }): Promise<SourceBalance[]> {
  const { rows } = await sql<SourceBalance>`
    select s.name as source, s.format, s.sample, count(*)::float8 as imports,
      coalesce(sum(i.lines) filter (where i.replay_of is null), 0)::float8 as lines,
      coalesce(sum(i.lines) filter (where i.replay_of is not null), 0)::float8 as replayed, sum(i.used)::float8 as used,
      sum(i.duplicates)::float8 as duplicates, sum(i.skipped)::float8 as skipped, sum(i.rejected)::float8 as rejected,
      sum(i.connections)::float8 as connections,
      (count(*) filter (where i.lines <> i.used + i.duplicates + i.skipped + i.rejected))::float8 as unbalanced, max(i.received_at) as "lastReceived"
    from import i join source s on s.id = i.source_id where ${received(period)}
    group by s.id order by sum(i.lines) desc, s.name`.execute(db.sql);
  return rows;
}

/** Rejected lines by reason, most first. */
export async function countRejectReasons(db: Db, period: { from: number; to: number }): Promise<{ reason: string; lines: number }[]> {
  const { rows } = await sql<{ reason: string; lines: number }>`
    select r.key as reason, sum(r.value::float8)::float8 as lines
    from import i, jsonb_each_text(i.reject_reasons) r where ${received(period)} group by 1 order by 2 desc, 1`.execute(db.sql);
  return rows;
}

/** A source's rejected lines by reason since a moment, most first; what was read after all is not taken off. */
export async function countSourceRejects(db: Db, sourceId: number, since: number): Promise<{ reason: string; lines: number }[]> {
  const { rows } = await sql<{ reason: string; lines: number }>`
    select r.key as reason, sum(r.value::float8)::float8 as lines
    from import i, jsonb_each_text(i.reject_reasons) r
    where i.source_id = ${sourceId} and i.received_at >= ${new Date(since)} and i.rejected > 0 group by 1 order by 2 desc, 1`.execute(
    db.sql,
  );
  return rows;
}

/** Receipts one by one, oldest first; for evidence. */
export interface Receipt {
  id: number;
  source: string;
  format: string;
  receivedAt: Date;
  sha256: string;
  bytes: number;
  lines: number;
  used: number;
  duplicates: number;
  skipped: number;
  rejected: number;
  connections: number;
  firstTime: Date | null;
  lastTime: Date | null;
  /** The import whose rejected lines this one read. */
  replayOf: number | null;
}

export async function* streamReceipts(db: Db, period: { from: number; to: number }, page = 2000): AsyncGenerator<Receipt[]> {
  let after = 0;
  for (;;) {
    const { rows } = await sql<Receipt>`
      select i.id, s.name as source, i.format, i.received_at as "receivedAt", i.sha256, i.bytes::float8 as bytes, i.lines, i.used, i.duplicates,
        i.skipped, i.rejected, i.connections, i.first_time as "firstTime", i.last_time as "lastTime", i.replay_of as "replayOf"
      from import i join source s on s.id = i.source_id where ${received(period)} and i.id > ${after} order by i.id limit ${page}`.execute(
      db.sql,
    );
    if (rows.length > 0) yield rows;
    if (rows.length < page) return;
    after = rows.at(-1)!.id;
  }
}
