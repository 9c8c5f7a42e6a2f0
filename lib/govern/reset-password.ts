import { z } from "zod";
import { parse } from "../access/parse";
import { setupLink } from "../access/setup-link";
import type { Db } from "../db/client";
import { issueInvitation } from "../db/invitation";
import { writeJournal } from "../db/journal";
import { findPerson } from "../db/person";
import { endSessions } from "../db/session";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";

/** A one-time link to choose a new password. The old one and every session end now. */
export async function resetPassword(db: Db, actor: Actor, input: unknown): Promise<{ link: string; expiresAt: Date }> {
  guard(actor, "person:manage");
  const { id } = parse(z.strictObject({ id: z.uuid() }), input);
  return db.prisma.$transaction(async (tx) => {
    const person = await findPerson(tx, id);
    if (!person) throw new Problem("not-found", "This person is not there any more.");
    if (person.disabledAt) throw new Problem("conflict", "This account is disabled. Enable it first.");
    await tx.person.update({ where: { id }, data: { passwordHash: null } });
    await endSessions(tx, id);
    const { token, expiresAt } = await issueInvitation(tx, "reset", id);
    await writeJournal(tx, actor, { action: "person.reset-password", subject: `person:${id}` });
    return { link: setupLink(token), expiresAt };
  });
}
