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
    omit: { key: true, sha256: true },
  });
  const imports = rows.slice(0, page.limit).map((row) => ({
    ...row,
    bytes: Number(row.bytes),
    skipReasons: row.skipReasons as Record<string, number>,
    rejectReasons: row.rejectReasons as Record<string, number>,
  }));
  return { imports, next: rows.length > page.limit ? imports.at(-1)?.id : undefined };
}

/** Sums over all a source ever brought, as its receipts say. */
export async function sumImports(db: Db, sourceId: number) {
  const { _count, _sum } = await db.prisma.import.aggregate({
    where: { sourceId },
    _count: true,
    _sum: { lines: true, used: true, connections: true, duplicates: true, skipped: true, rejected: true, bytes: true },
  });
  return {
    imports: _count,
    lines: _sum.lines ?? 0,
    used: _sum.used ?? 0,
    connections: _sum.connections ?? 0,
    duplicates: _sum.duplicates ?? 0,
    skipped: _sum.skipped ?? 0,
    rejected: _sum.rejected ?? 0,
    bytes: Number(_sum.bytes ?? 0),
  };
}
