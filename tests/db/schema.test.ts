import { expect, test } from "vitest";
import { ensurePartitions } from "../../lib/db/import";
import { useDatabase } from "./database";

// What a distributed store demands (docs/how-to/scale-out.md), read from the catalogue of a migrated database.
const database = useDatabase();
const facts = ["connection", "traffic_key", "traffic_hour", "run_endpoint"];
const dimensions = ["workload", "endpoint", "tls_profile", "caller", "user_agent", "job"];

const query = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await database.db.pool.query<T>(text, values)).rows;

test("every unique or primary key of a fact contains the workload, and of a partitioned one the time", async () => {
  const keys = await query<{ table: string; columns: string[]; partitioned: boolean; part: string | null }>(
    `select c.relname as table, array(select a.attname::text from unnest(i.indkey::int2[]) k join pg_attribute a on a.attrelid = c.oid and a.attnum = k) as columns,
       c.relkind = 'p' as partitioned, (select a.attname::text from pg_partitioned_table p join pg_attribute a on a.attrelid = p.partrelid and a.attnum = p.partattrs[0] where p.partrelid = c.oid) as part
     from pg_index i join pg_class c on c.oid = i.indrelid where i.indisunique and c.relname = any($1)`,
    [facts],
  );
  expect(keys.map((k) => k.table).sort()).toEqual(["run_endpoint", "traffic_hour", "traffic_key"]);
  for (const k of keys) {
    expect(k.columns, k.table).toContain("workload_id");
    if (k.partitioned) expect(k.columns, k.table).toContain(k.part);
  }
});

test("the fact table has no index of its own, and its partitions have BRIN on time only", async () => {
  await query("select ensure_day_partition('connection', '2026-11-20')");
  const indexes = await query<{ table: string; method: string; definition: string }>(
    `select c.relname as table, m.amname as method, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indrelid
     join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam where c.relname = 'connection' or c.relname like 'connection\\_2%'`,
  );
  expect(indexes).toEqual([{ table: "connection_20261120", method: "brin", definition: expect.stringContaining('("time")') }]);
});

test("facts are partitioned by time", async () => {
  const rows = await query<{ table: string; key: string }>(
    "select c.relname as table, pg_get_partkeydef(c.oid) as key from pg_class c where c.relkind = 'p' order by 1",
  );
  expect(rows).toEqual([
    { table: "connection", key: 'RANGE ("time")' },
    { table: "dns_answer", key: "RANGE (received)" },
    { table: "run_endpoint", key: "RANGE (day)" },
    { table: "traffic_hour", key: "RANGE (hour)" },
  ]);
});

test("foreign keys of facts point to reference tables only, and dimensions to nothing", async () => {
  const rows = await query<{ from: string; to: string }>(
    `select f.relname as from, t.relname as to from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid where k.contype = 'f' and f.relname = any($1)`,
    [[...facts, ...dimensions]],
  );
  for (const { to } of rows) expect(dimensions).toContain(to);
});

test("ids of facts and dimensions are given, never drawn from a sequence", async () => {
  const rows = await query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_attrdef d join pg_class c on c.oid = d.adrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = d.adnum
     where pg_get_expr(d.adbin, d.adrelid) like 'nextval%' and c.relname = any($1)`,
    [[...facts, ...dimensions]],
  );
  expect(rows).toEqual([]);
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
