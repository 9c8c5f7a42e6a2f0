import { sql } from "kysely";
import type pg from "pg";
import type { Db } from "./client";

/** Which rejected lines of a source are meant; those that were read since are never among them. */
export interface QuarantineFilter {
  reason?: string | undefined;
  importId?: number | undefined;
  /** Received at this moment or later. */
  since?: Date | undefined;
}

/** An import with lines in quarantine. */
export interface QuarantinedImport {
  id: number;
  format: string;
  origin: string | null;
  receivedAt: Date;
  /** Skipped lines, sealed. */
  context: Uint8Array | null;
  lines: number;
}

/** A unit that waits; `sealed` is bound to its source. */
export interface QuarantinedLine {
  line: number;
  offset: number;
  reason: string;
  sealed: Uint8Array;
}

const among = (sourceId: number, f: QuarantineFilter) => sql<boolean>`i.source_id = ${sourceId} and r.replayed_in is null
  and (${f.reason ?? null}::text is null or r.reason = ${f.reason ?? null}::text)
  and (${f.importId ?? null}::int is null or i.id = ${f.importId ?? null}::int)
  and (${f.since ?? null}::timestamptz is null or i.received_at >= ${f.since ?? null}::timestamptz)`;

/** Oldest first, so that what was written down first is read first. */
export async function listQuarantinedImports(db: Db, sourceId: number, f: QuarantineFilter): Promise<QuarantinedImport[]> {
  const { rows } = await sql<QuarantinedImport>`
    select i.id, i.format, i.origin, i.received_at as "receivedAt", i.context, count(*)::float8 as lines
    from reject r join import i on i.id = r.import_id where ${among(sourceId, f)} group by i.id order by i.id`.execute(db.sql);
  return rows;
}

/** By reason, most lines first; `cut` are those of which too little is left to read them. */
export async function countQuarantine(
  db: Db,
  sourceId: number,
  f: QuarantineFilter = {},
): Promise<{ reason: string; lines: number; cut: number; last: Date }[]> {
  const { rows } = await sql<{ reason: string; lines: number; cut: number; last: Date }>`
    select r.reason, count(*)::float8 as lines, (count(*) filter (where not r.whole))::float8 as cut, max(i.received_at) as last
    from reject r join import i on i.id = r.import_id where ${among(sourceId, f)} group by 1 order by 2 desc, 1`.execute(db.sql);
  return rows;
}

/** Whole units of an import that wait, in the order of the batch; `after` is the line of the last one seen. */
export async function readQuarantined(
  db: Db,
  importId: number,
  f: QuarantineFilter,
  after: number,
  limit: number,
): Promise<QuarantinedLine[]> {
  const { rows } = await sql<QuarantinedLine>`
    select line, "offset"::float8 as "offset", reason, sealed from reject
    where import_id = ${importId} and line > ${after} and replayed_in is null and whole and sealed is not null
      and (${f.reason ?? null}::text is null or reason = ${f.reason ?? null}::text)
    order by line limit ${limit}`.execute(db.sql);
  return rows;
}

/** What became of quarantined lines: `into` an import, by whom, with which version. */
export interface Replayed {
  into: number;
  by: string;
  version: string;
  /** Line in the quarantine, line in the new import. */
  lines: readonly (readonly [from: number, to: number])[];
}

/** The lines leave the quarantine and their bytes go: they rest masked as read lines do. @returns false when some had left already. */
export async function markReplayed(client: pg.ClientBase, importId: number, r: Replayed): Promise<boolean> {
  const { rowCount } = await client.query(
    `update reject r set replayed_at = now(), replayed_by = $2, replayed_version = $3, replayed_in = $4, replayed_line = l.place, sealed = null
     from unnest($5::int[], $6::int[]) as l (line, place)
     where r.import_id = $1 and r.line = l.line and r.replayed_in is null`,
    [importId, r.by, r.version, r.into, r.lines.map(([from]) => from), r.lines.map(([, to]) => to)],
  );
  await client.query(
    "update import set context = null where id = $1 and context is not null and not exists (select from reject where import_id = $1 and replayed_in is null)",
    [importId],
  );
  return rowCount === r.lines.length;
}
