import type { Question } from "./view";

/** Address of the queue of findings within a question's scope; findings are of now, so the period plays no part. */
export function findingsHref(q: Pick<Question, "team" | "environment">, status: "open" | "all" = "open"): string {
  const given = { status, team: q.team, environment: q.environment };
  return `/findings?${new URLSearchParams(Object.entries(given).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])))}`;
}
