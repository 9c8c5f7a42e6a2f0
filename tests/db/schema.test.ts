import { expect, test } from "vitest";
import { ensurePartitions } from "../../lib/db/import";
import { useDatabase } from "./database";

// What a distributed store demands is in distributable.test.ts.
const database = useDatabase();

const query = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await database.db.pool.query<T>(text, values)).rows;

test("facts are partitioned by time", async () => {
  const rows = await query<{ table: string; key: string }>(
    "select c.relname as table, pg_get_partkeydef(c.oid) as key from pg_class c where c.relkind = 'p' order by 1",
  );
  expect(rows).toEqual([
    { table: "connection", key: 'RANGE ("time")' },
    { table: "dns_answer", key: "RANGE (received)" },
    { table: "raw_block", key: "RANGE (day)" },
    { table: "run_endpoint", key: "RANGE (day)" },
    { table: "traffic_hour", key: "RANGE (hour)" },
  ]);
});

test("a batch's account is held by a constraint", async () => {
  const rows = await query<{ definition: string }>(
    "select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'import_account'",
  );
  expect(rows[0]?.definition.replace(/\s+/g, " ")).toBe("CHECK ((lines = (((used + duplicates) + skipped) + rejected)))");
});

test("distributing says so where Citus is absent, and changes nothing", async () => {
  const { readFileSync } = await import("node:fs");
  const client = await database.db.pool.connect();
  const notices: string[] = [];
  client.on("notice", (n) => notices.push(n.message ?? ""));
  try {
    await client.query(readFileSync(new URL("../../prisma/distribute.sql", import.meta.url), "utf8"));
  } finally {
    client.release();
  }
  expect(notices).toEqual(["Citus is not installed in this database: nothing is distributed."]);
});

test("the journal is written once", async () => {
  await query("insert into journal (actor_id, actor_name, actor_role, action, subject) values ('a', 'A', 'admin', 'x.y', 'z:1')");
  await expect(query("update journal set subject = 'z:2'")).rejects.toThrow("append-only");
  await expect(query("delete from journal")).rejects.toThrow("append-only");
});

test("batches that need the same partition at once get it, whoever comes first", async () => {
  const days = Array.from({ length: 12 }, (_, i) => Date.UTC(2031, 2, 1 + i));
  // Each session has already looked for the partition and not found it when another one makes it.
  for (const day of days) await Promise.all(Array.from({ length: 5 }, () => ensurePartitions(database.db, [day], day)));
  const { rows } = await database.db.pool.query(
    "select count(*)::int as n from pg_class where relname like 'connection_203103%' and relkind = 'r'",
  );
  expect(rows[0].n).toBe(days.length);
});
