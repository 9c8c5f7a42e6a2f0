import type { Actor, Role } from "../model/role";
import type { Db } from "./client";
import type { Tx } from "./journal";

export interface Person extends Actor {
  email: string;
  disabledAt: Date | null;
  createdAt: Date;
  sample: boolean;
}

interface PersonRow extends Omit<Person, "role"> {
  role: string;
}

const shape = { id: true, email: true, name: true, role: true, teams: true, disabledAt: true, createdAt: true, sample: true } as const;
const toPerson = (row: PersonRow): Person => ({ ...row, role: row.role as Role });

/** Addresses are compared in lower case. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

export const isEmpty = async (db: Pick<Tx, "person">): Promise<boolean> => (await db.person.findFirst({ select: { id: true } })) === null;

export async function findPerson(tx: Pick<Tx, "person">, id: string): Promise<Person | undefined> {
  const row = await tx.person.findUnique({ where: { id }, select: shape });
  return row ? toPerson(row) : undefined;
}

export async function findPersonByEmail(tx: Pick<Tx, "person">, email: string): Promise<Person | undefined> {
  const row = await tx.person.findUnique({ where: { email: normalEmail(email) }, select: shape });
  return row ? toPerson(row) : undefined;
}

/** What a sign-in compares with; a disabled person has none. */
export async function findCredentials(db: Db, email: string): Promise<{ person: Person; passwordHash: string } | undefined> {
  const row = await db.prisma.person.findUnique({ where: { email: normalEmail(email) }, select: { ...shape, passwordHash: true } });
  if (!row?.passwordHash || row.disabledAt) return undefined;
  const { passwordHash, ...person } = row;
  return { person: toPerson(person), passwordHash };
}

export interface ListedPerson extends Person {
  hasPassword: boolean;
  /** Last use of a live session. */
  seenAt: Date | null;
  /** Until when an unused link is good. */
  invitedUntil: Date | null;
}

/** Everyone who has or had an account, by name. */
export async function listPeople(db: Db): Promise<ListedPerson[]> {
  const now = new Date();
  const rows = await db.prisma.person.findMany({
    select: {
      ...shape,
      passwordHash: true,
      sessions: { where: { expiresAt: { gt: now } }, orderBy: { seenAt: "desc" }, take: 1, select: { seenAt: true } },
      invitations: {
        where: { usedAt: null, expiresAt: { gt: now } },
        orderBy: { expiresAt: "desc" },
        take: 1,
        select: { expiresAt: true },
      },
    },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map(({ passwordHash, sessions, invitations, ...row }) => ({
    ...toPerson(row),
    hasPassword: passwordHash !== null,
    seenAt: sessions[0]?.seenAt ?? null,
    invitedUntil: invitations[0]?.expiresAt ?? null,
  }));
}

/** Other people who can still manage people: the last one may not be taken away. */
export const countOtherAdmins = (tx: Tx, id: string): Promise<number> =>
  tx.person.count({
    where: { role: "admin", disabledAt: null, id: { not: id }, OR: [{ passwordHash: { not: null } }, { sessions: { some: {} } }] },
  });
