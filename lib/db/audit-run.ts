import type { Db } from "./client";
import type { AuditRun as AuditRunRow } from "./generated/prisma/client";
import type { Tx } from "./journal";

/** What a rule came to in a run. Judgements are of single subjects (an hour of a pair, a rule, a source). */
export interface RuleCount {
  pass: number;
  fail: number;
  unknown: number;
  /** How often which field was missing. */
  missing: Record<string, number>;
  /** What the failures were grouped into. */
  findings: number;
}

export const auditStatuses = ["queued", "running", "done", "failed"] as const;
export type AuditStatus = (typeof auditStatuses)[number];

export interface AuditRun extends Omit<AuditRunRow, "counts" | "status"> {
  status: AuditStatus;
  counts: Record<string, RuleCount>;
}

const toRun = (row: AuditRunRow): AuditRun => ({
  ...row,
  status: row.status as AuditStatus,
  counts: row.counts as unknown as Record<string, RuleCount>,
});

export async function insertAuditRun(
  tx: Tx,
  run: { id: string; requestedBy: string; since: Date; until: Date; rules: readonly string[] },
): Promise<void> {
  await tx.auditRun.create({ data: { ...run, rules: [...run.rules], status: "queued", requestedAt: new Date() } });
}

export async function findAuditRun(db: Db, id: string): Promise<AuditRun | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined;
  const row = await db.prisma.auditRun.findUnique({ where: { id } });
  return row ? toRun(row) : undefined;
}

/** Newest first. */
export async function listAuditRuns(db: Db, limit: number, status?: AuditStatus): Promise<AuditRun[]> {
  const rows = await db.prisma.auditRun.findMany({ where: { status }, orderBy: { requestedAt: "desc" }, take: limit });
  return rows.map(toRun);
}

/** The last finished run that asked each rule: its counts are what is known of the rule now. */
export async function latestCounts(db: Db): Promise<Map<string, { run: AuditRun; count: RuleCount }>> {
  const latest = new Map<string, { run: AuditRun; count: RuleCount }>();
  for (const run of await listAuditRuns(db, 50, "done"))
    for (const [rule, count] of Object.entries(run.counts)) if (!latest.has(rule)) latest.set(rule, { run, count });
  return latest;
}

/** @returns undefined when it is over already. A run whose process died is started again. */
export async function startAuditRun(db: Db, id: string): Promise<AuditRun | undefined> {
  const { count } = await db.prisma.auditRun.updateMany({
    where: { id, status: { in: ["queued", "running"] } },
    data: { status: "running", startedAt: new Date(), progress: 0, error: null },
  });
  return count === 1 ? findAuditRun(db, id) : undefined;
}

export async function saveAuditProgress(db: Db, id: string, progress: number): Promise<void> {
  await db.prisma.auditRun.updateMany({ where: { id, status: "running" }, data: { progress } });
}

export async function finishAuditRun(tx: Tx, id: string, counts: Record<string, RuleCount>): Promise<void> {
  await tx.auditRun.update({ where: { id }, data: { status: "done", endedAt: new Date(), progress: 1, counts: counts as object } });
}

export async function failAuditRun(db: Db, id: string, error: string): Promise<void> {
  await db.prisma.auditRun.update({ where: { id }, data: { status: "failed", endedAt: new Date(), error } });
}
