import type { Actor } from "../model/role";
import type { Db } from "./client";
import { Prisma } from "./generated/prisma/client";

export type Tx = Prisma.TransactionClient;

export interface JournalEntry {
  /** `noun.verb`, e.g. "source.create". */
  action: string;
  /** What it was done to, `noun:id`. */
  subject: string;
  before?: unknown;
  after?: unknown;
}

/** Takes a transaction and nothing else: a change without its entry cannot be committed. No secrets in before and after. */
export async function writeJournal(tx: Tx, actor: Actor, entry: JournalEntry): Promise<void> {
  await tx.journal.create({
    data: {
      actorId: actor.id,
      actorName: actor.name,
      actorRole: actor.role,
      action: entry.action,
      subject: entry.subject,
      before: json(entry.before),
      after: json(entry.after),
    },
  });
}

// PostgreSQL refuses U+0000 and lone surrogates in jsonb.
function json(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  if (value === undefined || value === null) return Prisma.DbNull;
  return JSON.parse(
    JSON.stringify(value, (_, v) =>
      typeof v === "string" ? v.replaceAll("\0", "\uFFFD").toWellFormed() : typeof v === "bigint" ? String(v) : v,
    ),
  );
}

export interface JournalFilter {
  /** Part of the actor's name. */
  actor?: string;
  /** Exact action, or a noun with its dot ("source."). */
  action?: string;
  /** Start of the subject. */
  subject?: string;
  from?: Date;
  to?: Date;
}

/** Newest first; `before` is the id of the last entry of the page before. */
export async function listJournal(db: Db, filter: JournalFilter, page: { before?: bigint; limit: number }) {
  const entries = await db.prisma.journal.findMany({
    where: {
      id: page.before === undefined ? undefined : { lt: page.before },
      at: filter.from || filter.to ? { gte: filter.from, lt: filter.to } : undefined,
      actorName: filter.actor ? { contains: filter.actor, mode: "insensitive" } : undefined,
      action: filter.action ? (filter.action.endsWith(".") ? { startsWith: filter.action } : filter.action) : undefined,
      subject: filter.subject ? { startsWith: filter.subject } : undefined,
    },
    orderBy: { id: "desc" },
    take: page.limit + 1,
  });
  const more = entries.length > page.limit;
  return { entries: entries.slice(0, page.limit), next: more ? entries[page.limit - 1]!.id : undefined };
}

/** The actions the journal holds, for its filter. */
export async function listJournalActions(db: Db): Promise<string[]> {
  const rows = await db.prisma.journal.findMany({ distinct: ["action"], select: { action: true }, orderBy: { action: "asc" } });
  return rows.map((row) => row.action);
}
