import { sql } from "kysely";
import type { Db } from "./client";

export interface NamedWorkload {
  environment: string | null;
  team: string | null;
  tags: Record<string, string>;
}

/** The one workload of that name; nothing where several could be meant. */
export async function findNamedWorkload(db: Db, service: string, environment: string | undefined): Promise<NamedWorkload | undefined> {
  const { rows } = await sql<NamedWorkload>`
    select environment, team, tags from workload
    where service = ${service} and not provisional ${environment === undefined ? sql`` : sql`and environment = ${environment}`}
    limit 2`.execute(db.sql);
  return rows.length === 1 ? rows[0] : undefined;
}
