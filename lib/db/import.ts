import type pg from "pg";
import type { Db } from "./client";
import { copyBytes, copyRows, copyText } from "./copy";
import { CopyWriter } from "./copy-writer";

export interface Receipt {
  id: number;
  sourceId: number;
  key: string;
  sha256: string;
  format: string;
  origin?: string;
  bytes: number;
  lines: number;
  used: number;
  connections: number;
  duplicates: number;
  skipped: number;
  rejected: number;
  skipReasons: Record<string, number>;
  rejectReasons: Record<string, number>;
  firstTime?: number;
  lastTime?: number;
  durationMs: number;
  /** Records by how long they took to arrive (model/lag-histogram). */
  lag: readonly number[];
  /** Of how many packets one was seen, as the log says; 0 where it does not say how many. */
  sampling?: number;
  /** The import whose rejected lines this one read. */
  replayOf?: number;
  /** Sealed lines before rejected ones. */
  context?: Uint8Array;
}

/** Ids come before their rows, since records carry them; gaps mean nothing. */
export async function nextImportId(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ id: string }>("select nextval(pg_get_serial_sequence('import', 'id')) as id");
  return Number(rows[0]!.id);
}

const at = (ms: number | undefined): Date | null => (ms === undefined ? null : new Date(ms));

/** The last statement of a batch. @returns false when another batch with this key was first. */
export async function insertReceipt(client: pg.ClientBase, r: Receipt): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into import (id, source_id, key, sha256, format, origin, bytes, lines, used, connections, duplicates, skipped, rejected, skip_reasons, reject_reasons, first_time, last_time, duration_ms, replay_of, context, lag, sampling)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) on conflict (source_id, key) do nothing`,
    [
      r.id,
      r.sourceId,
      r.key,
      r.sha256,
      r.format,
      r.origin ?? null,
      r.bytes,
      r.lines,
      r.used,
      r.connections,
      r.duplicates,
      r.skipped,
      r.rejected,
      r.skipReasons,
      r.rejectReasons,
      at(r.firstTime),
      at(r.lastTime),
      Math.round(r.durationMs),
      r.replayOf ?? null,
      r.context ?? null,
      r.lag,
      r.sampling ?? null,
    ],
  );
  if (rowCount !== 1) return false;
  await client.query(
    "update source set first_record_at = least(coalesce(first_record_at, $2), $2), last_record_at = greatest(coalesce(last_record_at, $3), $3) where id = $1 and $3::timestamptz is not null",
    [r.sourceId, at(r.firstTime), at(r.lastTime)],
  );
  return true;
}

export async function findReceipt(db: Db, sourceId: number, key: string) {
  return (await db.prisma.import.findUnique({ where: { sourceId_key: { sourceId, key } } })) ?? undefined;
}

/**
 * The key of the batch that began a file with these bytes, read as this format; the command line names a batch by file, place
 * and content. The index holds just these.
 */
export async function findFileBeginning(db: Db, sourceId: number, sha256: string, format: string): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ key: string }>(
    "select key from import where source_id = $1 and sha256 = $2 and format = $3 and key like 'key:file:%:0:%' order by id limit 1",
    [sourceId, sha256, format],
  );
  return rows[0]?.key;
}

export interface RawBlockRow {
  /** Milliseconds since the epoch, the start of the UTC day of its newest record. */
  day: number;
  firstLine: number;
  lastLine: number;
  /** What `packLines` made. */
  data: Uint8Array;
}

const rawBlockColumns = ["day", "import_id", "first_line", "last_line", "data"] as const;

export async function copyRawBlocks(client: pg.ClientBase, importId: number, rows: readonly RawBlockRow[]): Promise<void> {
  if (rows.length === 0) return;
  const out = new CopyWriter();
  for (const r of rows) {
    out.begin(rawBlockColumns.length);
    out.date(r.day);
    out.int4(importId);
    out.int4(r.firstLine);
    out.int4(r.lastLine);
    out.bytes(r.data);
  }
  await copyRows(client, "raw_block", rawBlockColumns, out.take(), "binary");
}

export interface RejectRow {
  line: number;
  /** Byte in the decoded body. */
  offset: number;
  format: string;
  reason: string;
  masked: string;
  sealed: Uint8Array;
  /** Whether the unit came to the format as it was. */
  whole: boolean;
}

export async function copyRejects(client: pg.ClientBase, importId: number, rows: readonly RejectRow[]): Promise<void> {
  if (rows.length === 0) return;
  const lines = rows.map(
    (r) =>
      `${importId}\t${r.line}\t${r.offset}\t${copyText(r.format)}\t${copyText(r.reason)}\t${copyText(r.masked)}\t${copyBytes(r.sealed)}\t${r.whole}\n`,
  );
  await copyRows(client, "reject", ["import_id", "line", '"offset"', "format", "reason", "masked", "sealed", "whole"], lines.join(""));
}

/** Makes the partitions that records of these UTC days need. Outside the batch's transaction: they do no harm without it. */
export async function ensurePartitions(db: Db, days: readonly number[], received: number): Promise<void> {
  const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  await db.pool.query(
    `select ensure_day_partition('connection', d), ensure_day_partition('raw_block', d), ensure_month_partition('traffic_hour', d), ensure_month_partition('run_endpoint', d) from unnest($1::date[]) as d`,
    [days.map(iso)],
  );
  await db.pool.query("select ensure_day_partition('dns_answer', $1::date)", [iso(received)]);
}
