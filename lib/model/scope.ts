/** What of the workloads somebody may see: those of the named teams, or all (null). */
export interface Scope {
  teams: readonly string[] | null;
}

export const everything: Scope = { teams: null };
