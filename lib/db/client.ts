import { PrismaPg } from "@prisma/adapter-pg";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { env } from "../env";
import type { DB } from "./generated/kysely/types";
import { PrismaClient } from "./generated/prisma/client";
import { Turns } from "./turns";

/** Typed SQL for analytics, Prisma for everything relational, the pool for COPY: one set of connections. */
export interface Db {
  sql: Kysely<DB>;
  prisma: PrismaClient;
  pool: pg.Pool;
  /** Who holds a connection for as long as a batch lasts, and asks others of the pool meanwhile, takes a turn first. */
  batches: Turns;
}

// int8 and numeric arrive as text by default; every count and byte sum here is below 2^53 (docs/decisions/0002-numbers.md).
// Ids are 63-bit hashes and stay text: cast them with ::text where they are selected.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === pg.types.builtins.NUMERIC ? Number : pg.types.getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};

/** A connection of its own, for a batch's transaction. */
export type Client = pg.PoolClient;

/** Connections that no batch may hold: without one left for names and partitions, batches would wait for each other for ever. */
const SPARE = 2;

/** @param size connections at most. */
export function openDb(url: string, size = 10): Db {
  // adapter-pg writes timestamps without an offset: any session zone but UTC would store another instant (prisma #26786).
  const pool = new pg.Pool({ connectionString: url, max: Math.max(size, SPARE + 1), options: "-c TimeZone=UTC", types });
  // A client that loses its server must not end the process or the thread: idle, the next query reports it; in use, the one
  // under way or the next does.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return {
    pool,
    batches: new Turns(Math.max(1, size - SPARE)),
    sql: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }),
    prisma: new PrismaClient({ adapter: new PrismaPg(pool) }),
  };
}

export async function closeDb(db: Db): Promise<void> {
  await db.prisma.$disconnect();
  if (!db.pool.ended) await db.pool.end();
}

// Next evaluates a module once per bundle, so what must be one per process rests on globalThis.
const process_ = globalThis as typeof globalThis & { waybillDb?: Db };

/** The process's database. */
export function getDb(): Db {
  process_.waybillDb ??= openDb(env.databaseUrl, env.poolSize);
  return process_.waybillDb;
}
