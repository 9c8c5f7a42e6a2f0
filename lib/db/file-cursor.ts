import type pg from "pg";
import { Problem } from "../model/problem";
import type { Db } from "./client";

/** Where the command line stands in a file. */
export interface FileCursor {
  /** Keyed hash of the path: the path itself may name people. */
  file: string;
  /** Byte and line at which this batch begins. */
  offset: number;
  line: number;
  /** SHA-256 of the file's bytes before `offset` and before the end of this batch. */
  prefixHash: string;
  nextPrefixHash: string;
}

/** Moves in the batch's transaction. @throws {Problem} conflict when the file stands elsewhere by now. */
export async function advanceCursor(
  client: pg.ClientBase,
  sourceId: number,
  c: FileCursor,
  by: { bytes: number; lines: number },
): Promise<void> {
  const { rowCount } = await client.query(
    `insert into file_cursor (source_id, file, "offset", line, prefix_hash, updated_at) values ($1, $2, $3, $4, $5, now())
     on conflict (source_id, file) do update set "offset" = excluded."offset", line = excluded.line, prefix_hash = excluded.prefix_hash, updated_at = now()
     where (file_cursor."offset" = $6 and file_cursor.prefix_hash = $7) or $6 = 0`,
    [sourceId, c.file, c.offset + by.bytes, c.line + by.lines, c.nextPrefixHash, c.offset, c.prefixHash],
  );
  if (rowCount !== 1) throw new Problem("conflict", "Another command has moved on in this file; run it again.", { offset: c.offset });
}

export async function findCursor(
  db: Db,
  sourceId: number,
  file: string,
): Promise<{ offset: number; line: number; prefixHash: string } | undefined> {
  const row = await db.prisma.fileCursor.findUnique({ where: { sourceId_file: { sourceId, file } } });
  return row ? { offset: Number(row.offset), line: row.line, prefixHash: row.prefixHash } : undefined;
}
