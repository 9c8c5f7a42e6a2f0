import { createHash } from "node:crypto";
import type { Scope } from "../model/scope";
import type { Db } from "./client";
import type { Finding as FindingRow, FindingStatus, Prisma, Severity } from "./generated/prisma/client";
import type { Tx } from "./journal";

export type FindingDetails = Record<string, string | number | boolean | null | readonly string[]>;

export interface Finding extends Omit<FindingRow, "details"> {
  details: FindingDetails;
}

const toFinding = (row: FindingRow): Finding => ({ ...row, details: row.details as FindingDetails });

/** The same rule and subject are the same finding, in every run and installation. */
export const findingId = (rule: string, subject: string): string =>
  createHash("sha256").update(`${rule}\0${subject}`).digest("hex").slice(0, 20);

/** What a run found; times are of the evidence. */
export interface Found {
  rule: string;
  subject: string;
  title: string;
  summary: string;
  severity: Severity;
  firstSeen: Date;
  lastSeen: Date;
  service?: string;
  environment?: string;
  team?: string;
  details: FindingDetails;
  evidence: string;
  sample: boolean;
}

export interface SavedFindings {
  opened: string[];
  /** Resolved, or accepted until a date, and failed again after that. */
  reopened: { id: string; before: FindingStatus }[];
}

/** Adds what is new, and what is known is seen again. What people decided holds until new evidence comes after it. */
export async function saveFindings(tx: Tx, found: readonly Found[]): Promise<SavedFindings> {
  // Two runs at once would each take the other's findings for their own news.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('waybill:findings'))`;
  const rows = found.map((f) => ({ ...f, id: findingId(f.rule, f.subject) }));
  const known = await tx.finding.findMany({
    where: { id: { in: rows.map((r) => r.id) } },
    select: { id: true, status: true, statusAt: true, acceptedUntil: true, lastSeen: true },
  });
  const before = new Map(known.map((k) => [k.id, k]));
  const saved: SavedFindings = { opened: [], reopened: [] };
  for (const row of rows) {
    const old = before.get(row.id);
    if (!old) saved.opened.push(row.id);
    else {
      const settled = old.status === "resolved" ? old.statusAt : old.status === "accepted" ? old.acceptedUntil : null;
      if (settled && row.lastSeen > settled) saved.reopened.push({ id: row.id, before: old.status });
    }
  }
  for (let i = 0; i < rows.length; i += 1000) await upsert(tx, rows.slice(i, i + 1000));
  if (saved.reopened.length > 0)
    await tx.finding.updateMany({
      where: { id: { in: saved.reopened.map((r) => r.id) } },
      data: { status: "open", statusAt: new Date(), statusBy: "Waybill", statusReason: "It failed again.", acceptedUntil: null },
    });
  return saved;
}

/** An audit of an older period does not speak over a newer one. */
async function upsert(tx: Tx, rows: readonly (Found & { id: string })[]): Promise<void> {
  await tx.$executeRaw`
    insert into finding as f (id, rule, subject, title, summary, severity, first_seen, last_seen, service, environment, team, details, evidence, sample)
    select id, rule, subject, title, summary, severity, "firstSeen", "lastSeen", service, environment, team, details, evidence, sample
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, rule text, subject text, title text, summary text, severity severity,
      "firstSeen" timestamptz, "lastSeen" timestamptz, service text, environment text, team text, details jsonb, evidence text, sample boolean)
    on conflict (id) do update set
      title = excluded.title, severity = excluded.severity, count = f.count + 1,
      first_seen = least(f.first_seen, excluded.first_seen), last_seen = greatest(f.last_seen, excluded.last_seen),
      service = excluded.service, environment = excluded.environment, team = excluded.team, sample = excluded.sample,
      summary = case when excluded.last_seen >= f.last_seen then excluded.summary else f.summary end,
      details = case when excluded.last_seen >= f.last_seen then excluded.details else f.details end,
      evidence = case when excluded.last_seen >= f.last_seen then excluded.evidence else f.evidence end`;
}

export interface FindingFilter {
  status?: FindingStatus;
  severity?: Severity;
  rule?: string;
  /** "" is none. */
  team?: string;
  environment?: string;
  /** "" is nobody. */
  assignee?: string;
}

const inScope = (scope: Scope): Prisma.FindingWhereInput => (scope.teams === null ? {} : { team: { in: [...scope.teams] } });

const orNone = (value: string | undefined): string | null | undefined => (value === "" ? null : value);

const conditions = (scope: Scope, f: FindingFilter): Prisma.FindingWhereInput => ({
  AND: [
    inScope(scope),
    { status: f.status, severity: f.severity, rule: f.rule },
    { team: orNone(f.team), environment: orNone(f.environment), assignee: orNone(f.assignee) },
  ],
});

/** Worst first, then newest. */
export async function listFindings(
  db: Db,
  scope: Scope,
  filter: FindingFilter,
  limit = 500,
): Promise<{ findings: Finding[]; total: number }> {
  const where = conditions(scope, filter);
  const [rows, total] = await Promise.all([
    db.prisma.finding.findMany({ where, orderBy: [{ severity: "desc" }, { lastSeen: "desc" }, { id: "asc" }], take: limit }),
    db.prisma.finding.count({ where }),
  ]);
  return { findings: rows.map(toFinding), total };
}

/** How many there are, and since when the oldest of them has been seen. */
export async function countFindings(db: Db, scope: Scope, filter: FindingFilter): Promise<{ count: number; oldest?: Date }> {
  const { _count, _min } = await db.prisma.finding.aggregate({
    where: conditions(scope, filter),
    _count: true,
    _min: { firstSeen: true },
  });
  return { count: _count, oldest: _min.firstSeen ?? undefined };
}

/** Out of scope is not there. */
export async function findFinding(db: Pick<Db, "prisma"> | { prisma: Tx }, scope: Scope, id: string): Promise<Finding | undefined> {
  const row = await db.prisma.finding.findFirst({ where: { AND: [{ id }, inScope(scope)] } });
  return row ? toFinding(row) : undefined;
}

/** Locks the findings of a verb against an audit that finishes meanwhile. */
export async function lockFindings(tx: Tx, scope: Scope, ids: readonly string[]): Promise<Finding[]> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('waybill:findings'))`;
  const rows = await tx.finding.findMany({ where: { AND: [{ id: { in: [...ids] } }, inScope(scope)] } });
  return rows.map(toFinding);
}

/** What was decided about a finding, newest first: part of the finding, for everyone who sees it. */
export async function listFindingHistory(db: Db, id: string) {
  return db.prisma.journal.findMany({ where: { subject: `finding:${id}` }, orderBy: { id: "desc" }, take: 200 });
}

export interface FindingChoices {
  teams: string[];
  environments: string[];
  assignees: string[];
  /** How many there are of each status. */
  statuses: Partial<Record<FindingStatus, number>>;
  oldestOpen?: Date;
}

/** What the list can be filtered by, and what it holds. */
export async function listFindingChoices(db: Db, scope: Scope): Promise<FindingChoices> {
  const where = inScope(scope);
  const [teams, environments, assignees, statuses, oldest] = await Promise.all([
    db.prisma.finding.findMany({ where, distinct: ["team"], select: { team: true }, orderBy: { team: "asc" } }),
    db.prisma.finding.findMany({ where, distinct: ["environment"], select: { environment: true }, orderBy: { environment: "asc" } }),
    db.prisma.finding.findMany({ where, distinct: ["assignee"], select: { assignee: true }, orderBy: { assignee: "asc" } }),
    db.prisma.finding.groupBy({ by: ["status"], where, _count: true }),
    db.prisma.finding.aggregate({ where: { AND: [where, { status: "open" }] }, _min: { firstSeen: true } }),
  ]);
  return {
    teams: teams.flatMap((t) => t.team ?? []),
    environments: environments.flatMap((e) => e.environment ?? []),
    assignees: assignees.flatMap((a) => a.assignee ?? []),
    statuses: Object.fromEntries(statuses.map((s) => [s.status, s._count])),
    oldestOpen: oldest._min.firstSeen ?? undefined,
  };
}
