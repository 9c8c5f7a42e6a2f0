import type { Question } from "./view";

/** Address of a home with the question's period and scope, and some selectors more. */
export function homeHref(path: string, q: Question, more: Readonly<Record<string, string | undefined>> = {}): string {
  const given = {
    from: new Date(q.period.from).toISOString(),
    to: new Date(q.period.to).toISOString(),
    team: q.team,
    environment: q.environment,
    service: q.service,
    ...more,
  };
  const search = new URLSearchParams(Object.entries(given).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
  return `${path}?${search}`;
}
