import { sql } from "kysely";
import type { Scope } from "../model/scope";
import type { Db } from "./client";

/** Teams and environments that a home can be narrowed to, by name. */
export async function listScopeChoices(db: Db, scope: Scope): Promise<{ teams: string[]; environments: string[] }> {
  const within = scope.teams === null ? sql`true` : sql`team = any(${[...scope.teams]}::text[])`;
  const { rows } = await sql<{ teams: string[] | null; environments: string[] | null }>`
    select array_agg(distinct team order by team) filter (where team is not null) as teams,
      array_agg(distinct environment order by environment) filter (where environment is not null) as environments
    from workload where ${within}`.execute(db.sql);
  return { teams: rows[0]?.teams ?? [], environments: rows[0]?.environments ?? [] };
}
