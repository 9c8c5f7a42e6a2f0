import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { useDatabase } from "./database";

// What a distributed store demands (docs/how-to/scale-out.md), each demand read from the catalogue of a migrated database, and
// each shown to be seen when it is broken: what breaks it is done in a transaction that is rolled back.
const database = useDatabase();
const root = path.resolve(import.meta.dirname, "../..");
const script = fs.readFileSync(path.join(root, "prisma/distribute.sql"), "utf8");
const facts = ["connection", "traffic_key", "traffic_hour", "run_endpoint"];
const dimensions = ["workload", "endpoint", "tls_profile", "caller", "user_agent", "job"];
const list = (names: readonly string[]): string => names.map((n) => `'${n}'`).join(", ");
const FACTS = list(facts);
const SPREAD = list([...facts, ...dimensions]);

interface Demand {
  demand: string;
  /** Selects what breaks it, as text. */
  offenders: string;
  breaks: string;
}

const columnsOf = (index: string): string =>
  `array(select a.attname::text from unnest(${index}.indkey::int2[]) k join pg_attribute a on a.attrelid = ${index}.indrelid and a.attnum = k)`;

const demands: Demand[] = [
  {
    demand: "every fact has the distribution column, int8 and never null, so that they can be co-located",
    offenders: `select t as offender from unnest(array[${FACTS}]) t where not exists (select from pg_attribute where attrelid = t::regclass
      and attname = 'workload_id' and atttypid = 'int8'::regtype and attnotnull and not attisdropped)`,
    breaks: "alter table connection alter column workload_id drop not null",
  },
  {
    demand: "every unique or primary key of a fact contains the distribution column",
    offenders: `select i.indexrelid::regclass::text as offender from pg_index i join pg_class c on c.oid = i.indrelid
      where i.indisunique and c.relname in (${FACTS}) and not 'workload_id' = any(${columnsOf("i")})`,
    breaks: "create unique index on traffic_key (id)",
  },
  {
    demand: "every unique or primary key of a partitioned fact contains the time it is partitioned by",
    offenders: `select i.indexrelid::regclass::text as offender from pg_index i join pg_partitioned_table p on p.partrelid = i.indrelid
      where i.indisunique and i.indrelid::regclass::text in (${FACTS}) and not ${columnsOf("i")} && array['time', 'hour', 'day']`,
    // PostgreSQL itself refuses such a key on the parent: the fact is made a plain table.
    breaks:
      "drop table run_endpoint; create table run_endpoint (workload_id int8 not null, day date, id int8, primary key (id)) partition by list (id)",
  },
  {
    demand: "connection has no unique or primary key: none is needed, and it would halve the rate of ingest",
    offenders: "select indexrelid::regclass::text as offender from pg_index where indrelid = 'connection'::regclass and indisunique",
    breaks: "create unique index on connection (workload_id, time, import_id, line, part)",
  },
  {
    demand: "indexes of a day are its own, so that an old one can turn columnar",
    offenders: "select indexrelid::regclass::text as offender from pg_index where indrelid = 'connection'::regclass",
    breaks: "create index on connection using brin (time)",
  },
  {
    demand: "a day has BRIN on time and no other index",
    offenders: `select pg_get_indexdef(i.indexrelid) as offender from pg_index i join pg_inherits h on h.inhrelid = i.indrelid
      where h.inhparent = 'connection'::regclass and pg_get_indexdef(i.indexrelid) not like '%USING brin ("time") WITH%'`,
    breaks: "select ensure_day_partition('connection', '2026-11-20'); create index on connection_20261120 (src_ip)",
  },
  {
    demand: "foreign keys of facts and dimensions point to dimensions only",
    offenders: `select conname::text as offender from pg_constraint where contype = 'f' and conrelid::regclass::text in (${SPREAD})
      and not confrelid::regclass::text in (${list(dimensions)})`,
    breaks: "alter table traffic_key add foreign key (source_id) references source",
  },
  {
    demand: "no foreign key points to a fact",
    offenders: `select conname::text as offender from pg_constraint where contype = 'f' and confrelid::regclass::text in (${FACTS})`,
    breaks: "create table pointing (w int8, k int8, foreign key (w, k) references traffic_key (workload_id, id))",
  },
  {
    demand: "no constraint of a fact excludes rows of another shard",
    offenders: `select conname::text as offender from pg_constraint where contype = 'x' and conrelid::regclass::text in (${FACTS})`,
    breaks: "alter table traffic_key add exclude using btree (id with =)",
  },
  {
    demand: "facts and dimensions have no triggers of ours",
    offenders: `select tgname::text as offender from pg_trigger where not tgisinternal and tgrelid::regclass::text in (${SPREAD})`,
    breaks: 'create trigger late before insert on traffic_key for each row execute function "journal_is_append_only"()',
  },
  {
    demand: "facts and dimensions have no rules and no policies of rows",
    offenders: `select relname::text as offender from pg_class where relname in (${SPREAD}) and (relhasrules or relrowsecurity)`,
    breaks: "alter table workload enable row level security",
  },
  {
    demand: "ids of facts and dimensions are given, never drawn from a sequence",
    offenders: `select d.adrelid::regclass || '.' || a.attname as offender from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid::regclass::text in (${SPREAD}) and a.attnum > 0 and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval%')`,
    breaks: "create sequence s; alter table endpoint alter column id set default nextval('s')",
  },
  {
    demand: "facts are partitioned by time, and inherit from nothing else",
    offenders: `select t as offender from unnest(array['connection', 'traffic_hour', 'run_endpoint']) t
      where not exists (select from pg_partitioned_table where partrelid = t::regclass and partstrat = 'r')`,
    breaks: "drop table traffic_hour; create table traffic_hour (workload_id int8 not null, hour timestamptz(3), kind observation_kind)",
  },
  {
    demand: "times in keys are kept to the millisecond, as Prisma keeps them",
    offenders: `select i.indexrelid::regclass || '.' || a.attname as offender from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey::int2[])
      where i.indisunique and i.indrelid::regclass::text in (${SPREAD}) and a.atttypid = 'timestamptz'::regtype and a.atttypmod <> 3`,
    breaks: "create table w as table workload; drop table workload cascade; create table workload (id int8, at timestamptz primary key)",
  },
  {
    demand: "no function of ours relies on the place of a row, on temporary tables or on a lock that a session holds",
    offenders: `select proname::text as offender from pg_proc where pronamespace = 'public'::regnamespace
      and prosrc ~* '\\mctid\\M|\\m(temp|temporary)\\s+table|pg_advisory_lock\\(|\\m(currval|lastval)\\('`,
    breaks: "create function f() returns void language sql as 'select pg_advisory_lock(1)'",
  },
];

test.each(demands)("$demand", async ({ offenders, breaks }) => {
  const client = await database.db.pool.connect();
  const find = async (): Promise<string[]> => (await client.query<{ offender: string }>(offenders)).rows.map((r) => r.offender);
  try {
    await client.query("begin; select ensure_day_partition('connection', '2026-11-19')");
    expect(await find()).toEqual([]);
    await client.query(breaks);
    expect((await find()).length).toBeGreaterThan(0);
  } finally {
    await client.query("rollback");
    client.release();
  }
});

test("distributing names every fact and every dimension, and nothing that stays on the coordinator", async () => {
  const { rows } = await database.db.pool.query<{ name: string }>(
    "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition",
  );
  const named = new Set(rows.map((r) => r.name).filter((name) => script.includes(`'${name}'`)));
  expect([...named].sort()).toEqual([...facts, ...dimensions].sort());
  // A column by which others say what they are about makes a table a fact.
  const { rows: about } = await database.db.pool.query<{ name: string }>(
    `select c.relname::text as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attname = 'workload_id' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'run'`,
  );
  expect(about.map((r) => r.name).sort()).toEqual([...facts].sort());
});

test("no statement relies on the place of a row, on temporary tables, on a session's lock, or moves a row to another shard", () => {
  const forbidden =
    /\bctid\b|\bcreate\s+temp|\bpg_advisory_lock\(|\b(?:currval|lastval)\(|\bupdate\s+(?:connection|traffic_key|traffic_hour|run_endpoint)\b[^`"]*\bset\b[^`"]*?\bworkload_id\s*=\s*(?!\$?\w*\.?workload_id\b)/i;
  for (const planted of ["where ctid = any($1)", "create temp table t", "update connection set verdict = 'x', workload_id = $1 where true"])
    expect(planted).toMatch(forbidden);
  const files = (fs.readdirSync(path.join(root, "lib"), { recursive: true }) as string[]).filter(
    (f) => f.endsWith(".ts") && !f.includes("generated"),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.filter((f) => forbidden.test(fs.readFileSync(path.join(root, "lib", f), "utf8")));
  expect(found).toEqual([]);
});
