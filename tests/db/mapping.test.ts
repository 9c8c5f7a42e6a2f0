import { expect, test } from "vitest";
import { listJournal } from "../../lib/db/journal";
import { listMappings } from "../../lib/db/mapping";
import { getRetention } from "../../lib/db/setting";
import { changeRetention } from "../../lib/govern/change-retention";
import { deleteMapping } from "../../lib/govern/delete-mapping";
import { saveMapping } from "../../lib/govern/save-mapping";
import type { Actor, Role } from "../../lib/model/role";
import { useDatabase } from "./database";

const database = useDatabase();
const as = (role: Role): Actor => ({ id: role, name: role, role, teams: ["*"] });

test("a mapping is kept in canonical form, and asks for one re-attribution however many change", async () => {
  const { db } = database;
  const a = await saveMapping(db, as("engineer"), {
    by: "cidr",
    value: " ::ffff:192.0.2.7 ",
    service: "billing",
    environment: "",
    team: "payments",
  });
  expect([a.value, a.environment, a.team]).toEqual(["192.0.2.7/32", null, "payments"]);
  await saveMapping(db, as("admin"), { id: a.id, by: "cidr", value: "192.0.2.0/24", service: "billing" });
  await saveMapping(db, as("admin"), { by: "tag", value: "app=checkout", service: "checkout" });
  expect((await listMappings(db)).map((m) => [m.by, m.value])).toEqual([
    ["cidr", "192.0.2.0/24"],
    ["tag", "app=checkout"],
  ]);
  expect(await db.prisma.task.findMany({ where: { kind: "rejudge" } })).toHaveLength(1);
  await deleteMapping(db, as("admin"), { id: a.id });
  const { entries } = await listJournal(db, { action: "mapping." }, { limit: 10 });
  expect(entries.map((e) => e.action)).toEqual(["mapping.delete", "mapping.create", "mapping.change", "mapping.create"]);
});

test.each([
  { by: "cidr", value: "192.0.2.1/24" },
  { by: "cidr", value: "300.1.1.1" },
  { by: "tag", value: "app" },
  { by: "cidr", value: "192.0.2.0/24", service: "" },
  { by: "host", value: "x" },
])("%j is refused", async (input) => {
  await expect(saveMapping(database.db, as("admin"), { service: "x", ...input })).rejects.toMatchObject({ code: "invalid" });
});

test("what is mapped already is not mapped twice", async () => {
  const { db } = database;
  await saveMapping(db, as("admin"), { by: "account", value: "123456789012", service: "x" });
  await expect(saveMapping(db, as("admin"), { by: "account", value: "123456789012", service: "y" })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("who may not change mappings or retention changes nothing", async () => {
  const { db } = database;
  const before = [await listMappings(db), await getRetention(db), await db.prisma.journal.count(), await db.prisma.task.count()];
  for (const role of ["legal", "ciso", "auditor"] as const)
    await expect(saveMapping(db, as(role), { by: "account", value: "1", service: "x" })).rejects.toMatchObject({ code: "forbidden" });
  for (const role of ["engineer", "legal", "ciso", "auditor"] as const)
    await expect(changeRetention(db, as(role), { recordDays: 1, rollupDays: 1 })).rejects.toMatchObject({ code: "forbidden" });
  expect([await listMappings(db), await getRetention(db), await db.prisma.journal.count(), await db.prisma.task.count()]).toEqual(before);
});

test("retention is 30 and 400 days until somebody says otherwise; roll-ups outlive records", async () => {
  const { db } = database;
  expect(await getRetention(db)).toMatchObject({ recordDays: 30, rollupDays: 400 });
  await expect(changeRetention(db, as("admin"), { recordDays: 60, rollupDays: 30 })).rejects.toMatchObject({ at: { field: "rollupDays" } });
  await changeRetention(db, as("admin"), { recordDays: 14, rollupDays: 200 });
  expect(await getRetention(db)).toMatchObject({ recordDays: 14, rollupDays: 200, updatedBy: "admin" });
});
