import { sql } from "kysely";
import type { Db } from "./client";
import type { Prisma } from "./generated/prisma/client";
import type { Tx } from "./journal";

/** Adds a message for every webhook that is switched on, in the transaction that has something to tell. */
export async function enqueueMessage(tx: Tx, body: Record<string, unknown>, webhookId?: number): Promise<number> {
  const hooks = await tx.webhook.findMany({ where: { disabledAt: null, id: webhookId }, select: { id: true } });
  if (hooks.length > 0) await tx.outbox.createMany({ data: hooks.map((h) => ({ webhookId: h.id, body: body as Prisma.InputJsonObject })) });
  return hooks.length;
}

export interface Message {
  id: string;
  attempts: number;
  body: Record<string, unknown>;
  webhookId: number;
  name: string;
  url: string;
  /** Sealed. */
  secret: Buffer;
}

/** Then it is a dead letter: never sent, with the reason of the last attempt. */
export const attemptsAllowed = 10;

/**
 * Takes one message that is due; the pause before its next attempt is written at once, so that a process that dies has
 * neither lost it nor keeps it.
 */
export async function takeMessage(db: Db): Promise<Message | undefined> {
  const { rows } = await sql<Message>`
    update outbox o set attempts = attempts + 1, next_at = now() + least(power(2, o.attempts) * 15, 6 * 3600) * interval '1 second'
    from webhook w
    where w.id = o.webhook_id and o.id = (
      select m.id from outbox m join webhook h on h.id = m.webhook_id
      where m.sent_at is null and m.attempts < ${attemptsAllowed} and m.next_at <= now() and h.disabled_at is null
      order by m.next_at, m.id limit 1 for update of m skip locked)
    returning o.id::text, o.attempts, o.body, w.id as "webhookId", w.name, w.url, w.secret`.execute(db.sql);
  return rows[0];
}

export async function markSent(db: Db, id: string): Promise<void> {
  await db.prisma.outbox.update({ where: { id: BigInt(id) }, data: { sentAt: new Date(), error: null } });
}

export async function markFailed(db: Db, id: string, error: string): Promise<void> {
  await db.prisma.outbox.update({ where: { id: BigInt(id) }, data: { error: error.slice(0, 500) } });
}

/** Messages of a webhook, newest first. */
export async function listMessages(db: Db, webhookId: number, limit = 20) {
  return db.prisma.outbox.findMany({
    where: { webhookId },
    orderBy: { id: "desc" },
    take: limit,
    select: { id: true, createdAt: true, attempts: true, nextAt: true, sentAt: true, error: true },
  });
}

/** Dead letters are due again from the start. */
export async function reviveMessages(tx: Tx, webhookId: number): Promise<number> {
  const { count } = await tx.outbox.updateMany({
    where: { webhookId, sentAt: null, attempts: { gte: attemptsAllowed } },
    data: { attempts: 0, nextAt: new Date() },
  });
  return count;
}

/** Sent messages are kept for a week, dead ones for ninety days. */
export async function pruneOutbox(db: Db): Promise<void> {
  await sql`delete from outbox where sent_at < now() - interval '7 days' or created_at < now() - interval '90 days'`.execute(db.sql);
}
