import { createHash, randomBytes } from "node:crypto";
import type { Actor, Role } from "../model/role";
import type { Db } from "./client";
import { type Tx, writeJournal } from "./journal";

const hour = 3_600_000;
/** A session ends a week after sign-in, or after twelve hours unused. */
export const sessionMs = { whole: 7 * 24 * hour, idle: 12 * hour } as const;

/** What the database keeps of a token: enough to find it, not enough to use it. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Opens a session and returns its id, which only the person's cookie holds. */
export async function openSession(db: Db, actor: Actor, how: "password" | "oidc" | "invitation", agent?: string): Promise<string> {
  const id = randomBytes(32).toString("base64url");
  const now = Date.now();
  await db.prisma.$transaction(async (tx) => {
    await tx.session.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
    await tx.session.create({
      data: {
        id: hashToken(id),
        personId: actor.id,
        seenAt: new Date(now),
        expiresAt: new Date(now + sessionMs.whole),
        agent: agent?.slice(0, 200),
      },
    });
    await writeJournal(tx, actor, { action: "session.open", subject: `person:${actor.id}`, after: { how } });
  });
  return id;
}

/** Who holds this session now; nobody once it ended, expired, or its person was disabled. */
export async function findSessionActor(db: Db, id: string): Promise<Actor | undefined> {
  const key = hashToken(id);
  const row = await db.prisma.session.findUnique({
    where: { id: key },
    select: {
      seenAt: true,
      expiresAt: true,
      person: { select: { id: true, name: true, role: true, teams: true, disabledAt: true } },
    },
  });
  const now = Date.now();
  if (!row || row.person.disabledAt || row.expiresAt.getTime() <= now || now - row.seenAt.getTime() > sessionMs.idle) return undefined;
  // Often enough for the idle limit, seldom enough to cost nothing.
  if (now - row.seenAt.getTime() > 5 * 60_000) await db.prisma.session.updateMany({ where: { id: key }, data: { seenAt: new Date(now) } });
  const { id: personId, name, role, teams } = row.person;
  return { id: personId, name, role: role as Role, teams };
}

/** Ends every session of a person, on every device; part of whatever made it necessary. */
export const endSessions = (tx: Pick<Tx, "session">, personId: string): Promise<{ count: number }> =>
  tx.session.deleteMany({ where: { personId } });

/** Sign-out: ends the actor's sessions everywhere. */
export const signOutEverywhere = (db: Db, actor: Actor): Promise<void> =>
  db.prisma.$transaction(async (tx) => {
    await endSessions(tx, actor.id);
    await writeJournal(tx, actor, { action: "session.end", subject: `person:${actor.id}` });
  });
