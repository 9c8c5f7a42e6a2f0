import { scopeOf } from "../access/scope";
import { countOutcomesByWorkload, type WorkloadOutcome } from "../db/outcome-count";
import type { Outcome } from "../model/verdict";
import type { Answered, Coverage } from "./answer";
import { once } from "./once";

/** Activities per workload and outcome in the question's period, one kind of observation a workload. */
export const readCounted = once((db, actor, q) => countOutcomesByWorkload(db, scopeOf(actor), q));
/** The same of the period before. */
export const readCountedBefore = once((db, actor, q) =>
  q.previous ? countOutcomesByWorkload(db, scopeOf(actor), { ...q, period: q.previous }) : Promise.resolve([]),
);

export type Totals = Record<Outcome, number>;

export function totalsOf(rows: readonly Pick<WorkloadOutcome, "outcome" | "count">[]): Totals {
  const totals: Totals = { conforming: 0, "false-reject": 0, reported: 0, blocked: 0, violation: 0, unexplained: 0, "not-left": 0 };
  for (const row of rows) totals[row.outcome] += row.count;
  return totals;
}

/** Conforming ÷ what left and could be judged; null where nothing was. Blocked attempts play no part. */
export function conformity(t: Pick<Totals, "conforming" | "reported" | "violation">): number | null {
  const judged = t.conforming + t.reported + t.violation;
  return judged === 0 ? null : t.conforming / judged;
}

const workloads = (n: number): string => `${n} ${n === 1 ? "workload" : "workloads"}`;

/** What figures over `rows` rest on: which kind for how many workloads, the newest record, what could not be judged. */
export function coverageOf(rows: readonly WorkloadOutcome[]): Coverage {
  const kinds = new Map<string, Set<string>>();
  let freshUntil = 0;
  for (const row of rows) {
    const set = kinds.get(row.kind) ?? new Set();
    kinds.set(row.kind, set.add(`${row.service}\0${row.environment}\0${row.team}`));
    freshUntil = Math.max(freshUntil, row.lastSeen.getTime());
  }
  const parts = [...kinds]
    .sort(([a], [b]) => (a === "request" ? -1 : b === "request" ? 1 : 0))
    .map(([kind, set]) => `${kind}s for ${workloads(set.size)}`);
  const unexplained = totalsOf(rows).unexplained;
  return {
    basis: parts.join(", ") || "no judged traffic",
    ...(freshUntil ? { freshUntil } : {}),
    notes: unexplained > 0 ? [`${unexplained.toLocaleString("en")} could not be judged: the log lacks what the rules need`] : [],
    sample: rows.some((r) => r.sample),
  };
}

/** Why a home shows nothing, and the one action that helps. */
export const nothingJudged: NonNullable<Answered["empty"]> = {
  why: "No outbound traffic has been judged in this period and scope: widen the period, or check that sources are sending.",
  action: { label: "See the sources", href: "/sources" },
};
