import type { Actor } from "../model/role";
import type { Scope } from "../model/scope";

/** Engineers see their teams' workloads ("*" among their teams is all); the other roles are bounded by grants alone. */
export function scopeOf(actor: Pick<Actor, "role" | "teams">): Scope {
  return { teams: actor.role === "engineer" && !actor.teams.includes("*") ? actor.teams : null };
}

/** Whether a workload of this team is in scope; one without a team is in nobody's but everybody's. */
export function inScope(scope: Scope, team: string | null | undefined): boolean {
  return scope.teams === null || (typeof team === "string" && scope.teams.includes(team));
}
