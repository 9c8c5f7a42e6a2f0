import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listJournal } from "../../lib/db/journal";
import { findSourceByName, findSourceByToken } from "../../lib/db/source";
import { listSources } from "../../lib/db/source-health";
import { changeSource } from "../../lib/govern/change-source";
import { createSource } from "../../lib/govern/create-source";
import { rotateSourceToken } from "../../lib/govern/rotate-source-token";
import { type Actor, grants, roles } from "../../lib/model/role";
import { useDatabase } from "./database";

const database = useDatabase();
const admin: Actor = { id: "a", name: "Admin", role: "admin", teams: ["*"] };
const formats = [{ id: "squid", options: { fields: "a logformat string" } }, { id: "zeek-conn" }];

test("a token is shown once, found by its hash, and ends with rotation", async () => {
  const { db } = database;
  const { source, token } = await createSource(db, admin, { name: "edge-proxy", format: "squid", tags: { team: "platform" } }, formats);
  expect(token).toMatch(/^wb_[a-z2-7]{52}$/);
  expect((await findSourceByToken(db, token))?.id).toBe(source.id);
  expect(source.tokenHint).toBe(token.slice(-6));
  const { token: next } = await rotateSourceToken(db, admin, { id: source.id });
  expect(await findSourceByToken(db, token)).toBeUndefined();
  expect((await findSourceByToken(db, next))?.name).toBe("edge-proxy");
  for (const wrong of ["", "wb_", `${next}x`, next.toUpperCase(), next.slice(0, -1)])
    expect(await findSourceByToken(db, wrong)).toBeUndefined();
  const kept = JSON.stringify([await db.prisma.source.findMany(), (await listJournal(db, {}, { limit: 50 })).entries], (_, v) =>
    typeof v === "bigint" ? String(v) : v,
  );
  expect(kept).not.toContain(token);
  expect(kept).not.toContain(next);
});

test.each([
  [{ name: "Edge Proxy", format: "auto" }, "name"],
  [{ name: "x", format: "no-such-format" }, "format"],
  [{ name: "x", format: "zeek-conn", options: { fields: "ts uid" } }, "options.fields"],
  [{ name: "x", format: "squid", options: { timezone: "Mars/Olympus" } }, "options.timezone"],
  [{ name: "x", format: "auto", options: { internal: ["10.0.0.1/8"] } }, "options.internal.0"],
  [{ name: "x", format: "auto", silentAfter: 1 }, "silentAfter"],
  [{ name: "x", format: "auto", role: "admin" }, undefined],
])("%j is refused at %s", async (input, field) => {
  await expect(createSource(database.db, admin, input, formats)).rejects.toMatchObject({ code: "invalid", at: { field } });
});

test("a name is given once, also when two give it at the same time", async () => {
  const results = await Promise.allSettled(
    [1, 2, 3].map(() => createSource(database.db, admin, { name: "twice", format: "auto" }, formats)),
  );
  expect(results.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(results.find((r) => r.status === "rejected")?.reason).toMatchObject({ code: "conflict", at: { field: "name" } });
});

test("a change says in the journal what it was and what it is, and nothing that stayed", async () => {
  const { db } = database;
  const { source } = await createSource(db, admin, { name: "changing", format: "auto" }, formats);
  await changeSource(db, admin, { id: source.id, silentAfter: 60, keepInternal: false, disabled: true }, formats);
  const { entries } = await listJournal(db, { subject: "source:changing" }, { limit: 5 });
  expect(entries.map((e) => e.action)).toEqual(["source.disable", "source.change", "source.create"]);
  expect([entries[1]?.before, entries[1]?.after]).toEqual([{ silentAfter: 1440 }, { silentAfter: 60 }]);
  await changeSource(db, admin, { id: source.id, silentAfter: 60 }, formats);
  expect((await listJournal(db, { subject: "source:changing" }, { limit: 5 })).entries).toHaveLength(3);
});

const why = "Fraud cases are traced by order number (works agreement 12)";

test("keeping values in full takes a reason, which the source and the journal keep until they are masked again", async () => {
  const { db } = database;
  const entries = async (name: string) => (await listJournal(db, { subject: `source:${name}` }, { limit: 9 })).entries;
  const told = ({ action, actorName, before, after }: Awaited<ReturnType<typeof entries>>[number]) => ({
    action,
    actorName,
    before,
    after,
  });
  for (const keepReason of [undefined, "", "   ", "too short", " nine chars ".repeat(60)]) {
    await expect(
      createSource(db, admin, { name: "keeping", format: "auto", keepQueries: true, keepReason }, formats),
    ).rejects.toMatchObject({
      code: "invalid",
      at: { field: "keepReason" },
      detail: "keepReason: say in 10 to 500 characters why these values are kept in full",
    });
  }
  expect(await db.prisma.source.count({ where: { name: "keeping" } })).toBe(0);

  const from = Date.now();
  const { source } = await createSource(
    db,
    admin,
    { name: "keeping", format: "auto", keepQueries: true, keepReason: `  ${why}\n` },
    formats,
  );
  expect(source).toMatchObject({
    keepQueries: true,
    keepQueriesReason: why,
    keepQueriesBy: "Admin",
    keepUsers: false,
    keepUsersReason: null,
  });
  expect(source.keepQueriesSince!.getTime()).toBeGreaterThanOrEqual(from - 1);
  expect(told((await entries("keeping"))[0]!)).toEqual({
    action: "source.unmask",
    actorName: "Admin",
    before: { keepQueries: false },
    after: { keepQueries: true, reason: why },
  });

  // What stays on keeps its reason, whoever saves the form; what is turned on besides has one of its own.
  const other: Actor = { ...admin, id: "b", name: "Bea" };
  const kept = { id: source.id, keepQueries: true };
  await expect(changeSource(db, other, { ...kept, keepUsers: true }, formats)).rejects.toMatchObject({ at: { field: "keepReason" } });
  const both = await changeSource(db, other, { ...kept, keepUsers: true, keepReason: "A case of the police, until May" }, formats);
  expect(both).toMatchObject({
    keepQueriesReason: why,
    keepQueriesBy: "Admin",
    keepUsersReason: "A case of the police, until May",
    keepUsersBy: "Bea",
  });
  expect(told((await entries("keeping"))[0]!)).toMatchObject({ before: { keepUsers: false }, after: { keepUsers: true } });
  const count = (await entries("keeping")).length;
  await changeSource(db, other, { ...kept, keepUsers: true }, formats);
  await expect(changeSource(db, other, { ...kept, keepReason: "A reason for nothing at all" }, formats)).rejects.toMatchObject({
    at: { field: "keepReason" },
  });
  expect((await entries("keeping")).length).toBe(count);

  const masked = await changeSource(db, admin, { id: source.id, keepQueries: false }, formats);
  expect(masked).toMatchObject({
    keepQueries: false,
    keepQueriesReason: null,
    keepQueriesBy: null,
    keepQueriesSince: null,
    keepUsersBy: "Bea",
  });
  expect(told((await entries("keeping"))[0]!)).toEqual({
    action: "source.mask",
    actorName: "Admin",
    before: { keepQueries: true, keepQueriesReason: why },
    after: { keepQueries: false },
  });
});

test("a form that still shows as on what somebody else turned off is asked for a reason", async () => {
  const { db } = database;
  const { source } = await createSource(db, admin, { name: "contested", format: "auto", keepUsers: true, keepReason: why }, formats);
  const [off, on] = await Promise.allSettled([
    changeSource(db, admin, { id: source.id, keepUsers: false }, formats),
    changeSource(db, { ...admin, name: "Bea" }, { id: source.id, keepUsers: true, silentAfter: 60 }, formats),
  ]);
  expect(off.status).toBe("fulfilled");
  // Either order is right; neither turns on without a reason.
  if (on.status === "rejected") expect(on.reason).toMatchObject({ code: "invalid", at: { field: "keepReason" } });
  expect(await db.prisma.source.findUniqueOrThrow({ where: { id: source.id } })).toMatchObject({ keepUsers: false, keepUsersReason: null });
});

test("the table holds nothing in full without a reason, nor a reason for nothing", async () => {
  const { db } = database;
  const set = (columns: string) => db.pool.query(`update source set ${columns} where name = 'edge-proxy'`);
  for (const wrong of [
    "keep_queries = true",
    "keep_users = true",
    "keep_users = true, keep_users_reason = '         x         '",
    "keep_queries = true, keep_queries_reason = repeat('x', 501)",
    "keep_queries_reason = 'a reason for nothing'",
    "keep_users_since = now()",
  ])
    await expect(set(wrong), wrong).rejects.toThrow(/source_keep_(queries|users)_reason/);
  await set("keep_users = true, keep_users_reason = 'ten chars.'");
  await set("keep_users = false, keep_users_reason = null");
});

test("a source that kept values before reasons were asked says so", async () => {
  const { db } = database;
  const columns = ["queries", "users"].flatMap((what) => ["reason", "by", "since"].map((about) => `drop column keep_${what}_${about}`));
  await db.pool.query(`alter table source ${columns.join(", ")}`);
  await db.pool.query("update source set keep_queries = true where name = 'edge-proxy'");
  await db.pool.query(readFileSync(new URL("../../prisma/migrations/20261201090000_kept_reasons/migration.sql", import.meta.url), "utf8"));
  expect(await db.prisma.source.findUniqueOrThrow({ where: { name: "edge-proxy" } })).toMatchObject({
    keepQueriesReason: "Kept since before reasons were asked.",
    keepQueriesBy: null,
    keepQueriesSince: null,
    keepUsersReason: null,
  });
  await changeSource(db, admin, { id: (await findSourceByName(db.prisma, "edge-proxy"))!.id, keepQueries: false }, formats);
});

test("who manages sources and does not hold source:unmask keeps nothing in full, and may mask", async () => {
  const { db } = database;
  const { source } = await createSource(db, admin, { name: "held", format: "auto", keepUsers: true, keepReason: why }, formats);
  const holders = grants["source:unmask"];
  // Both are an administrator's; a table that grants one of them alone must hold as well.
  Object.assign(grants, { "source:unmask": [] });
  try {
    const denied = { code: "forbidden", at: { permission: "source:unmask" } };
    await expect(
      createSource(db, admin, { name: "not-in-full", format: "auto", keepQueries: true, keepReason: why }, formats),
    ).rejects.toMatchObject(denied);
    await expect(changeSource(db, admin, { id: source.id, keepQueries: true, keepReason: why }, formats)).rejects.toMatchObject(denied);
    await changeSource(db, admin, { id: source.id, keepUsers: true, silentAfter: 60 }, formats);
    expect(await changeSource(db, admin, { id: source.id, keepUsers: false }, formats)).toMatchObject({
      keepUsers: false,
      keepQueries: false,
    });
  } finally {
    Object.assign(grants, { "source:unmask": holders });
  }
});

test("only an administrator manages sources", async () => {
  const before = await database.db.prisma.source.findMany({ orderBy: { id: "asc" } });
  for (const role of roles.filter((r) => r !== "admin")) {
    const actor: Actor = { ...admin, role };
    await expect(createSource(database.db, actor, { name: "not-mine", format: "auto" }, formats)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(changeSource(database.db, actor, { id: before[0]!.id, disabled: true }, formats)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(rotateSourceToken(database.db, actor, { id: before[0]!.id })).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await database.db.prisma.source.findMany({ orderBy: { id: "asc" } })).toEqual(before);
});

test("a source is waiting, receiving, rejecting, silent or disabled; the sample is held against its own end", async () => {
  const { db } = database;
  const now = new Date("2026-03-10T12:00:00Z");
  const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  const add = async (name: string, sample: boolean, last?: { record: number; received: number; rejected?: number }) => {
    const { source } = await createSource(db, admin, { name, format: "auto", sample }, formats);
    if (!last) return;
    await db.prisma.source.update({ where: { id: source.id }, data: { lastRecordAt: ago(last.record) } });
    const rejected = last.rejected ?? 0;
    await db.prisma.import.create({
      data: {
        sourceId: source.id,
        key: "k",
        sha256: "k",
        format: "squid",
        receivedAt: ago(last.received),
        bytes: 1n,
        lines: 100,
        used: 100 - rejected,
        connections: 100,
        duplicates: 0,
        skipped: 0,
        rejected,
        lastTime: ago(last.record),
        durationMs: 1,
      },
    });
  };
  await add("s-waiting", false);
  await add("s-receiving", false, { record: 2, received: 1 });
  await add("s-old-file", false, { record: 900, received: 1 });
  await add("s-rejecting", false, { record: 2, received: 1, rejected: 40 });
  await add("s-silent", false, { record: 30, received: 29 });
  await add("sample-to-the-end", true, { record: 240, received: 240 });
  await add("sample-stopped", true, { record: 280, received: 240 });
  const byName = new Map((await listSources(db, now)).map((s) => [s.name, s]));
  expect(
    Object.fromEntries([...byName].filter(([n]) => n.startsWith("s-") || n.startsWith("sample")).map(([n, s]) => [n, s.status])),
  ).toEqual({
    "s-waiting": "waiting",
    "s-receiving": "receiving",
    "s-old-file": "receiving",
    "s-rejecting": "rejecting",
    "s-silent": "silent",
    "sample-to-the-end": "receiving",
    "sample-stopped": "silent",
  });
  expect(byName.get("s-receiving")?.lagMs).toBe(3_600_000);
  expect(byName.get("changing")?.status).toBe("disabled");
});
