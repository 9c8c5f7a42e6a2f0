import { randomBytes } from "node:crypto";
import type { Tx } from "./journal";
import { hashToken } from "./session";

/** The first administrator's, a new person's, a forgotten password's. */
export type InvitationPurpose = "first" | "invite" | "reset";

const hour = 3_600_000;
const goodForMs: Record<InvitationPurpose, number> = { first: 7 * 24 * hour, invite: 7 * 24 * hour, reset: 24 * hour };

export interface Invitation {
  purpose: InvitationPurpose;
  expiresAt: Date;
  person: { id: string; name: string; email: string; role: string; teams: string[]; disabledAt: Date | null } | null;
}

/** Makes a one-time link's token; those issued to the person before end. */
export async function issueInvitation(tx: Tx, purpose: InvitationPurpose, personId?: string): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(Date.now() + goodForMs[purpose]);
  await tx.invitation.deleteMany({ where: { personId: personId ?? null, usedAt: null } });
  await tx.invitation.create({ data: { id: hashToken(token), personId, purpose, expiresAt } });
  return { token, expiresAt };
}

/** A link that can still be used; a used, ended or made-up one is not told apart. */
export async function findInvitation(db: Pick<Tx, "invitation">, token: string): Promise<Invitation | undefined> {
  const row = await db.invitation.findFirst({
    where: { id: hashToken(token), usedAt: null, expiresAt: { gt: new Date() } },
    select: {
      purpose: true,
      expiresAt: true,
      person: { select: { id: true, name: true, email: true, role: true, teams: true, disabledAt: true } },
    },
  });
  if (!row || row.person?.disabledAt) return undefined;
  return { ...row, purpose: row.purpose as InvitationPurpose };
}

/** Uses a link up. @returns false when somebody else was first. */
export async function takeInvitation(tx: Tx, token: string): Promise<boolean> {
  const now = new Date();
  const { count } = await tx.invitation.updateMany({
    where: { id: hashToken(token), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

export const endInvitations = (tx: Pick<Tx, "invitation">, personId: string): Promise<{ count: number }> =>
  tx.invitation.deleteMany({ where: { personId, usedAt: null } });
