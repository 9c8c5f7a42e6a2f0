import { expect, test } from "vitest";
import type { Source } from "../../lib/db/source";
import { createSource } from "../../lib/govern/create-source";
import { removeSample } from "../../lib/govern/remove-sample";
import { importLog } from "../../lib/ingest/import-log";
import { type Actor, roles } from "../../lib/model/role";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const admin: Actor = { id: "a", name: "Admin", role: "admin", teams: ["*"] };
const at = Date.parse("2026-03-10T12:00:00Z");

const lines = Array.from(
  { length: 30 },
  (_, i) =>
    `${at / 1000 - i * 60}.000    20 10.0.0.${i % 7} TCP_TUNNEL/200 900 CONNECT api${i % 3}.partner.example:443 - HIER_DIRECT/203.0.113.9 -`,
).concat("no line of squid");

async function send(source: Source): Promise<void> {
  const body = (async function* () {
    yield new TextEncoder().encode(`${lines.join("\n")}\n`);
  })();
  const account = await importLog(database.db, { source, maxBytes: 1e6, receivedAt: at }, body);
  expect(account).toMatchObject({ lines: 31, used: 30, rejected: 1 });
}

const tables = [
  "connection",
  "traffic_hour",
  "run_endpoint",
  "traffic_key",
  "workload",
  "source",
  "import",
  "raw_block",
  "reject",
  "workload_mapping",
  "policy_version",
];
async function count(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) counts[table] = Number((await database.db.pool.query(`select count(*) as n from "${table}"`)).rows[0].n);
  return counts;
}

test("removing the sample leaves exactly what is one's own, and says in the journal that it went", async () => {
  const { db } = database;
  const make = async (name: string, sample: boolean) =>
    (await createSource(db, admin, { name, format: "squid", sample }, [{ id: "squid" }])).source;
  await send(await make("own", false));
  const own = await count();
  await send(await make("sample-proxy", true));
  await db.prisma.workloadMapping.create({ data: { by: "cidr", value: "10.0.0.0/24", service: "billing", sample: true } });
  await db.prisma.policyVersion.create({
    data: { version: 1, yaml: "version: 1", publishedAt: new Date(at), publishedBy: "sample", sample: true },
  });
  const both = await count();
  for (const table of ["connection", "traffic_hour", "workload", "import", "reject"])
    expect([table, both[table]! > own[table]!]).toEqual([table, true]);

  for (const role of roles.filter((r) => r !== "admin"))
    await expect(removeSample(db, { ...admin, role })).rejects.toMatchObject({ code: "forbidden" });
  expect(await count()).toEqual(both);

  expect(await removeSample(db, admin)).toEqual({ sources: 1, connections: 30 });
  expect(await count()).toEqual(own);
  expect(await db.prisma.journal.count({ where: { action: "sample.remove" } })).toBe(1);
  expect(await db.prisma.task.count({ where: { kind: "rejudge" } })).toBe(1);
});

test("sample policy versions stay where a version of one's own was published on top of them", async () => {
  const { db } = database;
  const version = (v: number, sample: boolean) => ({
    version: v,
    yaml: "version: 1",
    publishedAt: new Date(at + v),
    publishedBy: "x",
    sample,
  });
  await db.prisma.policyVersion.createMany({ data: [version(1, true), version(2, false)] });
  await removeSample(db, admin);
  expect(await db.prisma.policyVersion.count()).toBe(2);
});
