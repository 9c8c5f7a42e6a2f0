import { sql } from "kysely";
import type { Db } from "./client";

/** Runs statements for at most so long; `undefined` when the time ran out. Nothing is changed by them. */
export async function within<T>(db: Db, ms: number, read: (tx: Db["sql"]) => Promise<T>): Promise<T | undefined> {
  if (ms < 1) return undefined;
  try {
    return await db.sql.transaction().execute(async (tx) => {
      await sql`select set_config('statement_timeout', ${String(Math.ceil(ms))}, true)`.execute(tx);
      return await read(tx as unknown as Db["sql"]);
    });
  } catch (error) {
    if (timedOut(error)) return undefined;
    throw error;
  }
}

// query_canceled
const timedOut = (error: unknown): boolean => typeof error === "object" && error !== null && "code" in error && error.code === "57014";
