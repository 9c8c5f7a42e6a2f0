import { sql } from "kysely";
import type { Db } from "./client";

/** The receipt of a batch, as people read it. */
export interface ListedImport {
  id: number;
  receivedAt: Date;
  format: string;
  origin: string | null;
  bytes: number;
  lines: number;
  used: number;
  connections: number;
  duplicates: number;
  skipped: number;
  rejected: number;
  /** Counts by reason. */
  skipReasons: Record<string, number>;
  rejectReasons: Record<string, number>;
  firstTime: Date | null;
  lastTime: Date | null;
  durationMs: number;
  /** The import whose rejected lines this one read. */
  replayOf: number | null;
}

/** A source's imports, newest first; `before` is the id of the last one of the page before. */
export async function listImports(
  db: Db,
  sourceId: number,
  page: { before?: number; limit: number },
): Promise<{ imports: ListedImport[]; next?: number }> {
  const rows = await db.prisma.import.findMany({
    where: { sourceId, id: page.before === undefined ? undefined : { lt: page.before } },
    orderBy: { id: "desc" },
    take: page.limit + 1,
    omit: { key: true, sha256: true, context: true },
  });
  const imports = rows.slice(0, page.limit).map((row) => ({
    ...row,
    bytes: Number(row.bytes),
    skipReasons: row.skipReasons as Record<string, number>,
    rejectReasons: row.rejectReasons as Record<string, number>,
  }));
  return { imports, next: rows.length > page.limit ? imports.at(-1)?.id : undefined };
}

/** Sums over all a source ever brought, as its receipts say. Lines that were read after all were received once, and are rejected no more. */
export async function sumImports(db: Db, sourceId: number) {
  const { rows } = await sql<
    Record<"imports" | "lines" | "used" | "connections" | "duplicates" | "skipped" | "rejected" | "replayed" | "bytes", number>
  >`
    select count(*)::float8 as imports, coalesce(sum(lines) filter (where replay_of is null), 0)::float8 as lines,
      coalesce(sum(used), 0)::float8 as used, coalesce(sum(connections), 0)::float8 as connections,
      coalesce(sum(duplicates), 0)::float8 as duplicates, coalesce(sum(skipped), 0)::float8 as skipped,
      (coalesce(sum(rejected), 0) - coalesce(sum(lines) filter (where replay_of is not null), 0))::float8 as rejected,
      coalesce(sum(lines) filter (where replay_of is not null), 0)::float8 as replayed,
      coalesce(sum(bytes) filter (where replay_of is null), 0)::float8 as bytes
    from import where source_id = ${sourceId}`.execute(db.sql);
  return rows[0]!;
}
