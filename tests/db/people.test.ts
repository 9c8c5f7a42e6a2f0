import { expect, test } from "vitest";
import { signInByOidc } from "../../lib/access/oidc";
import { signIn } from "../../lib/access/sign-in";
import { systemActor } from "../../lib/access/system";
import { listJournal } from "../../lib/db/journal";
import { listPeople } from "../../lib/db/person";
import { findSessionActor, openSession, signOutEverywhere } from "../../lib/db/session";
import { acceptInvitation } from "../../lib/govern/accept-invitation";
import { changePerson } from "../../lib/govern/change-person";
import { createAccount } from "../../lib/govern/create-account";
import { endPersonSessions } from "../../lib/govern/end-person-sessions";
import { ensureFirstInvitation } from "../../lib/govern/ensure-first-invitation";
import { invitePerson } from "../../lib/govern/invite-person";
import { resetPassword } from "../../lib/govern/reset-password";
import { type Actor, roles } from "../../lib/model/role";
import { useDatabase } from "./database";

const database = useDatabase();
const password = "grey heron over water";
const from = { address: "192.0.2.1" };
const tokenOf = (link: string) => link.split("/setup/")[1]!;
const journal = async (action: string) => (await listJournal(database.db, { action }, { limit: 100 })).entries;

let admin: Actor & { email: string };

test("the first administrator comes by a link that works once, for one of two who try at once", async () => {
  const { db } = database;
  const replaced = await ensureFirstInvitation(db);
  const link = await ensureFirstInvitation(db);
  const form = (email: string) => ({ name: "First Person", email, password });
  await expect(acceptInvitation(db, tokenOf(replaced!), form("old@ops.example"))).rejects.toMatchObject({ code: "not-found" });
  await expect(acceptInvitation(db, tokenOf(link!), { ...form("a@ops.example"), password: "short" })).rejects.toMatchObject({
    code: "invalid",
    at: { field: "password" },
  });
  const tries = await Promise.allSettled(
    ["a@ops.example", "b@ops.example"].map((email) => acceptInvitation(db, tokenOf(link!), form(email))),
  );
  const won = tries.filter((t) => t.status === "fulfilled");
  expect(won).toHaveLength(1);
  admin = won[0]!.value;
  expect(admin.role).toBe("admin");
  expect(await db.prisma.person.count()).toBe(1);
  expect(await ensureFirstInvitation(db)).toBeUndefined();
  await expect(acceptInvitation(db, tokenOf(link!), form("c@ops.example"))).rejects.toMatchObject({ code: "not-found" });
});

test("a right password opens a session, a wrong one and an unknown account do not", async () => {
  const { db } = database;
  const session = await signIn(db, { email: ` ${admin.email.toUpperCase()} `, password }, from);
  expect(await findSessionActor(db, session!)).toEqual({ id: admin.id, name: admin.name, role: "admin", teams: ["*"] });
  expect(await signIn(db, { email: admin.email, password: "grey heron over land" }, from)).toBeUndefined();
  expect(await signIn(db, { email: "nobody@ops.example", password }, from)).toBeUndefined();
  const stored = await db.prisma.session.findMany();
  expect(JSON.stringify(stored)).not.toContain(session);
});

test("an invited person chooses a password by their link and comes in with their role", async () => {
  const { db } = database;
  const { id, link } = await invitePerson(db, admin, { email: "Eng@ops.example", name: "Engineer", role: "engineer", teams: ["payments"] });
  expect(await signIn(db, { email: "eng@ops.example", password }, from)).toBeUndefined();
  await expect(invitePerson(db, admin, { email: "eng@ops.example", name: "Twice", role: "legal" })).rejects.toMatchObject({
    code: "conflict",
  });
  await acceptInvitation(db, tokenOf(link), { name: "Engineer", password });
  const session = await signIn(db, { email: "eng@ops.example", password }, from);
  expect(await findSessionActor(db, session!)).toMatchObject({ id, role: "engineer", teams: ["payments"] });
  const listed = (await listPeople(db)).find((p) => p.id === id)!;
  expect([listed.hasPassword, listed.invitedUntil]).toEqual([true, null]);
});

test("role change, disablement, password reset, new password and sign-out end every session at once", async () => {
  const { db } = database;
  const { id } = await createAccount(db, systemActor, { email: "many@ops.example", name: "Many Devices", role: "legal", password });
  const actor: Actor = { id, name: "Many Devices", role: "legal", teams: [] };
  const open = () => Promise.all([openSession(db, actor, "password"), openSession(db, actor, "password")]);
  const alive = async (sessions: string[]) => (await Promise.all(sessions.map((s) => findSessionActor(db, s)))).filter(Boolean).length;
  const ways: [string, () => Promise<unknown>][] = [
    ["role", () => changePerson(db, admin, { id, role: "auditor" })],
    ["sign-out", () => signOutEverywhere(db, actor)],
    ["by an administrator", () => endPersonSessions(db, admin, { id })],
    [
      "password",
      () =>
        createAccount(db, systemActor, { email: "many@ops.example", name: "Many Devices", role: "legal", password: `${password} again` }),
    ],
    ["reset", () => resetPassword(db, admin, { id })],
    ["disablement", () => changePerson(db, admin, { id, disabled: true })],
  ];
  for (const [why, end] of ways) {
    const sessions = await open();
    expect([why, await alive(sessions)]).toEqual([why, 2]);
    await end();
    expect([why, await alive(sessions)]).toEqual([why, 0]);
  }
  expect(await signIn(db, { email: "many@ops.example", password: `${password} again` }, from)).toBeUndefined();
});

test("changing a name or teams keeps the session, and the next request sees it", async () => {
  const { db } = database;
  const { id } = await createAccount(db, systemActor, {
    email: "stay@ops.example",
    name: "Stays",
    role: "engineer",
    teams: ["a"],
    password,
  });
  const session = await openSession(db, { id, name: "Stays", role: "engineer", teams: ["a"] }, "password");
  await changePerson(db, admin, { id, teams: ["b", "a", "b"] });
  expect((await findSessionActor(db, session))?.teams).toEqual(["a", "b"]);
});

test("a session ends when it is old or idle", async () => {
  const { db } = database;
  const session = await openSession(db, admin, "password");
  await db.prisma.session.updateMany({ where: { personId: admin.id }, data: { seenAt: new Date(Date.now() - 13 * 3_600_000) } });
  expect(await findSessionActor(db, session)).toBeUndefined();
  await db.prisma.session.updateMany({ where: { personId: admin.id }, data: { seenAt: new Date(), expiresAt: new Date(Date.now() - 1) } });
  expect(await findSessionActor(db, session)).toBeUndefined();
});

test("the only administrator cannot be taken away, by role or by disablement", async () => {
  const { db } = database;
  for (const change of [{ role: "ciso" }, { disabled: true }])
    await expect(changePerson(db, admin, { id: admin.id, ...change })).rejects.toMatchObject({ code: "conflict" });
  const second = await createAccount(db, systemActor, { email: "second@ops.example", name: "Second", role: "admin", password });
  // Each takes the other away at once: one of them stays.
  const both = await Promise.allSettled([
    changePerson(db, admin, { id: second.id, role: "ciso" }),
    changePerson(db, { ...admin, id: second.id }, { id: admin.id, role: "ciso" }),
  ]);
  expect(both.filter((r) => r.status === "fulfilled")).toHaveLength(1);
  expect(await db.prisma.person.count({ where: { role: "admin", disabledAt: null } })).toBe(1);
  await db.prisma.person.update({ where: { id: admin.id }, data: { role: "admin" } });
});

test("nobody but an administrator manages people, and nothing of theirs is written when they try", async () => {
  const { db } = database;
  const before = [await db.prisma.person.findMany({ orderBy: { id: "asc" } }), await db.prisma.journal.count()];
  for (const role of roles.filter((r) => r !== "admin")) {
    const actor: Actor = { id: admin.id, name: "x", role, teams: ["*"] };
    for (const verb of [
      () => invitePerson(db, actor, { email: "x@ops.example", name: "x", role: "admin" }),
      () => changePerson(db, actor, { id: admin.id, role: "engineer" }),
      () => resetPassword(db, actor, { id: admin.id }),
      () => endPersonSessions(db, actor, { id: admin.id }),
      () => createAccount(db, actor, { email: "x@ops.example", name: "x", role: "admin", password }),
    ])
      await expect(verb()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect([await db.prisma.person.findMany({ orderBy: { id: "asc" } }), await db.prisma.journal.count()]).toEqual(before);
});

test("the identity provider's claim decides the role; without one, without an address or disabled there is no session", async () => {
  const { db } = database;
  const profile = { email: "Sso@ops.example", name: "Single Sign-On", roles: ["waybill-auditor"] };
  const first = await signInByOidc(db, profile, "roles");
  expect(first).toHaveProperty("session");
  const again = await signInByOidc(db, { ...profile, roles: ["legal"] }, "roles");
  expect(await findSessionActor(db, (first as { session: string }).session)).toBeUndefined();
  expect(await findSessionActor(db, (again as { session: string }).session)).toMatchObject({ role: "legal" });
  expect(await signInByOidc(db, { ...profile, roles: ["staff"] }, "roles")).toEqual({ refused: "OidcNoRole" });
  expect(await signInByOidc(db, { ...profile, email_verified: false }, "roles")).toEqual({ refused: "OidcNoEmail" });
  await db.prisma.person.update({ where: { email: "sso@ops.example" }, data: { disabledAt: new Date() } });
  expect(await signInByOidc(db, profile, "roles")).toEqual({ refused: "OidcDisabled" });
});

test("every change is in the journal, and no secret is", async () => {
  for (const action of [
    "person.invite",
    "person.create",
    "person.change",
    "person.disable",
    "person.reset-password",
    "person.set-password",
    "session.open",
    "session.end",
  ])
    expect([action, (await journal(action)).length > 0]).toEqual([action, true]);
  const all = (await listJournal(database.db, {}, { limit: 1000 })).entries;
  expect(JSON.stringify(all, (_, v) => (typeof v === "bigint" ? String(v) : v))).not.toMatch(/heron|argon2|setup\//);
});

test("the journal pages by key, newest first, without a gap or a repeat", async () => {
  const whole = (await listJournal(database.db, {}, { limit: 1000 })).entries.map((e) => e.id);
  const paged: bigint[] = [];
  let before: bigint | undefined;
  do {
    const page = await listJournal(database.db, {}, { before, limit: 7 });
    paged.push(...page.entries.map((e) => e.id));
    before = page.next;
  } while (before !== undefined);
  expect(paged).toEqual(whole);
  expect(whole).toEqual([...whole].sort((a, b) => (a < b ? 1 : -1)));
});
