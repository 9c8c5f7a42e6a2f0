import type { Pair } from "../model/audit-subject";
import { type Conditions, queryText } from "../query/link";
import type { Details } from "./rule";

/** Stable name of a pair: whoever saw it. */
export const pairName = (s: Pair): string => `${workloadName(s)} → ${s.destination}`;

export const workloadName = (s: Pick<Pair, "service" | "environment">): string =>
  s.environment ? `${s.service} (${s.environment})` : s.service;

/** The filter that lists a pair's records, with what the rule looks at besides. */
export const pairQuery = (s: Pair, more: Conditions = {}): string =>
  queryText({ service: s.service, environment: s.environment, ...(s.host ? { host: s.host } : { ip: s.destination }), ...more });

/** The largest sum that one source gives: two sources may have seen the same traffic, so they are never added up. */
export function most<S extends Pair>(subjects: readonly S[], of: (s: S) => number): number {
  const sums = new Map<string, number>();
  for (const s of subjects) {
    const key = `${s.kind} ${s.source}`;
    sums.set(key, (sums.get(key) ?? 0) + of(s));
  }
  return Math.max(0, ...sums.values());
}

/** Failures of the source that says most about them, so that nothing is told twice. */
export function loudest<S extends Pair>(failures: readonly { subject: S; details: Details }[], of: (s: S) => number): typeof failures {
  const sums = new Map<string, number>();
  const key = (s: S): string => `${s.kind} ${s.source}`;
  for (const { subject } of failures) sums.set(key(subject), (sums.get(key(subject)) ?? 0) + of(subject));
  const [best] = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0] ?? [];
  return failures.filter((f) => key(f.subject) === best);
}
