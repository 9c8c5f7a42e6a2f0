import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parse } from "../access/parse";
import { checkPassword, hashPassword } from "../access/password";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { findPersonByEmail } from "../db/person";
import { endSessions } from "../db/session";
import { type Actor, guard } from "../model/role";
import { emailShape, journalled, personName, roleShape, teamsShape } from "./person-shape";

const shape = z.strictObject({
  email: emailShape,
  name: personName,
  role: roleShape,
  teams: teamsShape.default([]),
  password: z.string(),
  sample: z.boolean().default(false),
});

/** Makes an account with a password, for start-ups that print it; an address that is there gets the new password. */
export async function createAccount(db: Db, actor: Actor, input: unknown): Promise<{ id: string }> {
  guard(actor, "person:manage");
  const { password, ...draft } = parse(shape, input);
  checkPassword(password, [draft.name, draft.email]);
  const passwordHash = await hashPassword(password);
  return db.prisma.$transaction(async (tx) => {
    const known = await findPersonByEmail(tx, draft.email);
    const id = known?.id ?? randomUUID();
    if (known) await endSessions(tx, id);
    await tx.person.upsert({ where: { id }, create: { id, ...draft, passwordHash }, update: { ...draft, passwordHash, disabledAt: null } });
    await writeJournal(tx, actor, {
      action: known ? "person.set-password" : "person.create",
      subject: `person:${id}`,
      after: journalled(draft),
    });
    return { id };
  });
}
