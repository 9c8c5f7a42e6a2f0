import { expect, test } from "vitest";
import { listJournal } from "../../lib/db/journal";
import { findSourceByToken } from "../../lib/db/source";
import { listSources } from "../../lib/db/source-health";
import { changeSource } from "../../lib/govern/change-source";
import { createSource } from "../../lib/govern/create-source";
import { rotateSourceToken } from "../../lib/govern/rotate-source-token";
import { type Actor, roles } from "../../lib/model/role";
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
  await changeSource(db, admin, { id: source.id, keepUsers: true, keepInternal: false, disabled: true }, formats);
  const { entries } = await listJournal(db, { subject: "source:changing" }, { limit: 5 });
  expect(entries.map((e) => e.action)).toEqual(["source.disable", "source.change", "source.create"]);
  expect([entries[1]?.before, entries[1]?.after]).toEqual([{ keepUsers: false }, { keepUsers: true }]);
  await changeSource(db, admin, { id: source.id, keepUsers: true }, formats);
  expect((await listJournal(db, { subject: "source:changing" }, { limit: 5 })).entries).toHaveLength(3);
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
