import { sql } from "kysely";
import type { Db } from "./client";

/** Names of the migrations that are in, oldest first. */
export async function listAppliedMigrations(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null order by migration_name`.execute(
    db.sql,
  );
  return rows.map((row) => row.name);
}
