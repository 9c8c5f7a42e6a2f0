import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parse } from "../access/parse";
import { setupLink } from "../access/setup-link";
import type { Db } from "../db/client";
import { issueInvitation } from "../db/invitation";
import { writeJournal } from "../db/journal";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { emailShape, journalled, personName, roleShape, teamsShape } from "./person-shape";

const shape = z.strictObject({ email: emailShape, name: personName, role: roleShape, teams: teamsShape.default([]) });

/** Adds a person without a password. @returns the one-time link by which they choose one, here and nowhere else. */
export async function invitePerson(db: Db, actor: Actor, input: unknown): Promise<{ id: string; link: string; expiresAt: Date }> {
  guard(actor, "person:manage");
  const draft = parse(shape, input);
  return db.prisma.$transaction(async (tx) => {
    const id = randomUUID();
    const { count } = await tx.person.createMany({ data: [{ id, ...draft }], skipDuplicates: true });
    if (count === 0) throw new Problem("conflict", "email: somebody has this address already.", { field: "email" });
    const { token, expiresAt } = await issueInvitation(tx, "invite", id);
    await writeJournal(tx, actor, { action: "person.invite", subject: `person:${id}`, after: journalled(draft) });
    return { id, link: setupLink(token), expiresAt };
  });
}
