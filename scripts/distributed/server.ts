import fs from "node:fs";
import path from "node:path";
import { type Db, openDb } from "../../lib/db/client";
import { migrateTo } from "../migrate-to";
import { OwnPostgres } from "../own-postgres";

/** A migrated database that is asked. */
export interface Side {
  name: string;
  db: Db;
}

/** A plain server of our own. @param stops what is to be done at the end is added here. */
export async function openPlain(root: string, name: string, stops: (() => Promise<void>)[]): Promise<Side> {
  const server = await OwnPostgres.start();
  stops.push(() => server.stop());
  migrateTo(server.url, root);
  return open(name, server.url, stops);
}

/**
 * The server that is checked, distributed where it can be.
 *
 * @throws {Error} when the database holds tables already: what the check writes would be among somebody's records.
 */
export async function openOther(url: string, root: string, stops: (() => Promise<void>)[]): Promise<Side> {
  const side = open("other", url, stops);
  const { rows } = await side.db.pool.query<{ n: number }>(
    "select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname !~ '^citus_'",
  );
  if (rows[0]!.n > 0) throw new Error("The database of DATABASE_URL holds tables: give an empty one, and drop it afterwards.");
  const { rows: offered } = await side.db.pool.query("select from pg_available_extensions where name = 'citus'");
  if (offered.length > 0) await side.db.pool.query("create extension if not exists citus");
  migrateTo(url, root);
  await side.db.pool.query(fs.readFileSync(path.join(root, "prisma", "distribute.sql"), "utf8"));
  if (offered.length === 0) return side;
  const { rows: tables } = await side.db.pool.query<{ table: string; shards: number }>(
    "select logicalrelid::text as table, count(*)::int as shards from pg_dist_shard group by 1",
  );
  const shards = new Map(tables.map((t) => [t.table, t.shards]));
  for (const table of ["connection", "traffic_key", "traffic_hour", "run_endpoint"])
    if ((shards.get(table) ?? 0) < 2) throw new Error(`${table} is not distributed.`);
  return { ...side, name: `Citus, ${shards.get("connection")} shards` };
}

function open(name: string, url: string, stops: (() => Promise<void>)[]): Side {
  const db = openDb(url, 6);
  stops.push(async () => {
    await db.prisma.$disconnect();
    if (!db.pool.ended) await db.pool.end();
  });
  return { name, db };
}
