import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDb, type Db, openDb } from "../../lib/db/client";

/** A migrated database of its own for the test file that calls it at top level; dropped afterwards. */
export function useDatabase(): { readonly db: Db; readonly url: string } {
  const template = new URL(inject("databaseUrl"));
  const name = `waybill_test_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const url = new URL(template);
  url.pathname = `/${name}`;
  let db: Db | undefined;
  const admin = async (statement: string): Promise<void> => {
    const maintenance = new URL(template);
    maintenance.pathname = "/postgres";
    const client = new pg.Client({ connectionString: maintenance.href });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  beforeAll(async () => {
    await admin(`CREATE DATABASE "${name}" TEMPLATE "${template.pathname.slice(1)}"`);
    db = openDb(url.href, 6);
  });
  afterAll(async () => {
    if (db) await closeDb(db);
    await admin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  });
  return {
    get db() {
      if (!db) throw new Error("The database is open inside tests and hooks only.");
      return db;
    },
    url: url.href,
  };
}
