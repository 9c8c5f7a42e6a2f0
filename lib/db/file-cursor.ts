import type pg from "pg";
import { Problem } from "../model/problem";
import type { Db } from "./client";

/** Where the command line stands in a file. */
export interface FileCursor {
  /** What the command line knows the file by; a path itself may name people. */
  file: string;
  /** Byte and line at which this batch begins. */
  offset: number;
  line: number;
  /** Byte at which it ends. */
  end: number;
  /** What proves that the file is the same up to `offset`, and up to the end of this batch. */
  prefixHash: string;
  nextPrefixHash: string;
  /** The file begins anew: whatever was known of it is replaced. */
  anew?: boolean;
  /** Told with the last batch of what grows no more: which version of it has been read. */
  version?: string;
}

/** What is known of a file. */
export interface KnownFile {
  file: string;
  offset: number;
  line: number;
  prefixHash: string;
  /** Of what was read to its end. */
  version?: string;
}

/** Enough for the files of a machine; what was read long ago is not looked for among those of today. */
const MOST_KNOWN = 1000;

/**
 * Moves in the batch's transaction, from nowhere to the end of a first batch or from where the last one ended.
 *
 * @throws {Problem} conflict when the file stands elsewhere by now.
 */
export async function advanceCursor(client: pg.ClientBase, sourceId: number, c: FileCursor, lines: number): Promise<void> {
  const { rowCount } = await client.query(
    `insert into file_cursor (source_id, file, "offset", line, prefix_hash, version, updated_at)
       select $1::int, $2::text, $3::bigint, $4::int, $5::text, $9::text, now()
       where $6::bigint = 0 or $8::bool or exists (select from file_cursor where source_id = $1 and file = $2)
     on conflict (source_id, file) do update set
       "offset" = excluded."offset", line = excluded.line, prefix_hash = excluded.prefix_hash, version = excluded.version, updated_at = now()
     where (file_cursor."offset" = $6 and file_cursor.prefix_hash = $7) or $8`,
    [sourceId, c.file, c.end, c.line + lines, c.nextPrefixHash, c.offset, c.prefixHash, c.anew === true, c.version ?? null],
  );
  if (rowCount !== 1) throw new Problem("conflict", "Another command has moved on in this file; run it again.", { offset: c.offset });
}

/** Those of these files that are known. */
export async function findCursors(db: Db, sourceId: number, files: readonly string[]): Promise<KnownFile[]> {
  const { rows } = await db.pool.query<CursorRow>(`${select} where source_id = $1 and file = any($2)`, [sourceId, files]);
  return rows.map(known);
}

/** Files whose names begin so, the last read first. */
export async function listCursors(db: Db, sourceId: number, beginning: string): Promise<KnownFile[]> {
  const { rows } = await db.pool.query<CursorRow>(
    `${select} where source_id = $1 and starts_with(file, $2) order by updated_at desc limit ${MOST_KNOWN}`,
    [sourceId, beginning],
  );
  return rows.map(known);
}

interface CursorRow {
  file: string;
  offset: string;
  line: number;
  prefix_hash: string;
  version: string | null;
}

const select = `select file, "offset", line, prefix_hash, version from file_cursor`;

const known = (row: CursorRow): KnownFile => ({
  file: row.file,
  offset: Number(row.offset),
  line: row.line,
  prefixHash: row.prefix_hash,
  version: row.version ?? undefined,
});
