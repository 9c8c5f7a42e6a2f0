import { randomUUID } from "node:crypto";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { findPersonByEmail, normalEmail } from "../db/person";
import { endSessions, openSession } from "../db/session";
import { claimAt, roleFromClaim } from "./claims";

/** Why an identity provider's answer gives no session; the sign-in page has a sentence for each. */
export type OidcRefusal = "OidcNoEmail" | "OidcNoRole" | "OidcDisabled";

/**
 * Opens a session for whom the identity provider names. Its claim decides the role at every sign-in; teams stay as set here.
 */
export async function signInByOidc(
  db: Db,
  profile: Record<string, unknown>,
  rolesClaim: string,
  agent?: string,
): Promise<{ session: string } | { refused: OidcRefusal }> {
  // An address nobody verified would let a stranger at the provider take over an account here.
  if (typeof profile.email !== "string" || profile.email_verified === false) return { refused: "OidcNoEmail" };
  const role = roleFromClaim(claimAt(profile, rolesClaim));
  if (!role) return { refused: "OidcNoRole" };
  const email = normalEmail(profile.email);
  const name = typeof profile.name === "string" && profile.name.trim() ? profile.name.trim().slice(0, 120) : email;
  const person = await db.prisma.$transaction(async (tx) => {
    const known = await findPersonByEmail(tx, email);
    if (known?.disabledAt) return undefined;
    if (!known) {
      const made = { id: randomUUID(), email, name, role, teams: [] };
      await tx.person.create({ data: made });
      await writeJournal(tx, made, { action: "person.create", subject: `person:${made.id}`, after: { email, name, role, by: "oidc" } });
      return made;
    }
    if (known.role !== role) {
      await tx.person.update({ where: { id: known.id }, data: { role } });
      await endSessions(tx, known.id);
      await writeJournal(tx, known, {
        action: "person.change",
        subject: `person:${known.id}`,
        before: { role: known.role },
        after: { role, by: "oidc" },
      });
    }
    return known;
  });
  return person ? { session: await openSession(db, person, "oidc", agent) } : { refused: "OidcDisabled" };
}
