import { expect, test } from "vitest";
import { listJournal } from "../../lib/db/journal";
import { listJobWindows } from "../../lib/db/run-window";
import { deleteJobWindow, saveJobWindow } from "../../lib/govern/save-job-window";
import type { Actor, Role } from "../../lib/model/role";
import { useDatabase } from "./database";

const database = useDatabase();
const as = (role: Role): Actor => ({ id: role, name: role, role, teams: ["*"] });
const window = { job: "supplier-sync", cidr: "192.0.2.60", start: "23:50", minutes: 40, weekdays: [5, 1, 5] };

test("a window is kept in canonical form, changed and taken away, each with its entry and one re-attribution", async () => {
  const { db } = database;
  const { id } = await saveJobWindow(db, as("engineer"), window);
  expect(await listJobWindows(db)).toEqual([
    { id, job: "supplier-sync", cidr: "192.0.2.60/32", startMinute: 1430, minutes: 40, weekdays: [1, 5], createdBy: "engineer" },
  ]);
  await saveJobWindow(db, as("admin"), { ...window, id, cidr: "192.0.2.0/26" });
  expect((await listJobWindows(db))[0]).toMatchObject({ id, cidr: "192.0.2.0/26", createdBy: "engineer" });
  await deleteJobWindow(db, as("engineer"), { id });
  expect(await listJobWindows(db)).toEqual([]);
  await expect(deleteJobWindow(db, as("engineer"), { id })).rejects.toMatchObject({ code: "not-found" });
  const { entries } = await listJournal(db, { action: "job-window." }, { limit: 9 });
  expect(entries.map((e) => [e.action, e.subject])).toEqual([
    ["job-window.delete", `job-window:${id}`],
    ["job-window.change", `job-window:${id}`],
    ["job-window.create", `job-window:${id}`],
  ]);
  expect(await db.prisma.task.findMany({ where: { kind: "rejudge" } })).toHaveLength(1);
});

test.each([
  ["cidr", { cidr: "192.0.2.1/24" }],
  ["cidr", { cidr: "here" }],
  ["start", { start: "24:00" }],
  ["minutes", { minutes: 0 }],
  ["minutes", { minutes: 1441 }],
  ["weekdays", { weekdays: [] }],
  ["job", { job: " " }],
])("a wrong %s is refused and named", async (field, change) => {
  await expect(saveJobWindow(database.db, as("admin"), { ...window, ...change })).rejects.toMatchObject({
    code: "invalid",
    at: { field: expect.stringContaining(field) },
  });
});

test("who may not manage runs registers nothing", async () => {
  for (const role of ["legal", "ciso", "auditor"] as const)
    await expect(saveJobWindow(database.db, as(role), window)).rejects.toMatchObject({ code: "forbidden" });
  expect(await listJobWindows(database.db)).toEqual([]);
});
