import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parse } from "../access/parse";
import { checkPassword, hashPassword } from "../access/password";
import type { Db } from "../db/client";
import { findInvitation, takeInvitation } from "../db/invitation";
import { type Tx, writeJournal } from "../db/journal";
import { isEmpty } from "../db/person";
import { endSessions } from "../db/session";
import { Problem } from "../model/problem";
import type { Actor, Role } from "../model/role";
import { emailShape, journalled, personName } from "./person-shape";

const password = z.string().max(1024, "at most 256 characters");
const first = z.strictObject({ name: personName, email: emailShape, password });
const known = z.strictObject({ name: personName, password });

const gone = () => new Problem("not-found", "This link was used already or has ended. Ask an administrator for a new one.");

/**
 * Takes up a one-time link: makes the first administrator, or sets a person's password. The link is the permission.
 *
 * @returns who can sign in now.
 */
export async function acceptInvitation(db: Db, token: string, input: unknown): Promise<Actor & { email: string }> {
  const invitation = await findInvitation(db.prisma, token);
  if (!invitation) throw gone();
  const given = invitation.person ? { email: invitation.person.email, ...parse(known, input) } : parse(first, input);
  checkPassword(given.password, [given.name, given.email]);
  const passwordHash = await hashPassword(given.password);
  return db.prisma.$transaction(async (tx) => {
    // The link is used up in the same breath as its person is made: of two at once, one finds it gone.
    if (!(await takeInvitation(tx, token))) throw gone();
    return invitation.person
      ? setPassword(tx, { ...invitation.person, name: given.name }, passwordHash)
      : makeFirst(tx, { name: given.name, email: given.email }, passwordHash);
  });
}

async function makeFirst(tx: Tx, given: { name: string; email: string }, passwordHash: string) {
  await tx.$executeRaw`lock table person in share row exclusive mode`;
  if (!(await isEmpty(tx))) throw gone();
  const person = { id: randomUUID(), ...given, role: "admin" as const, teams: ["*"] };
  await tx.person.create({ data: { ...person, passwordHash } });
  await writeJournal(tx, person, {
    action: "person.create",
    subject: `person:${person.id}`,
    after: { ...journalled(person), by: "first link" },
  });
  return person;
}

async function setPassword(
  tx: Tx,
  given: { id: string; name: string; email: string; role: string; teams: string[] },
  passwordHash: string,
) {
  const person = { ...given, role: given.role as Role };
  await tx.person.update({ where: { id: person.id }, data: { name: person.name, passwordHash } });
  await endSessions(tx, person.id);
  await writeJournal(tx, person, { action: "person.set-password", subject: `person:${person.id}` });
  return person;
}
