import type { RuleInForce } from "@/lib/db/rule";
import { endOfDay, type Rule } from "@/lib/model/policy";
import { effectOf } from "@/lib/policy/changes";
import { verdictOf } from "@/lib/policy/verdict-of";
import { callerOf, destinationOf } from "@/lib/policy/words";

export type RuleTone = "conforming" | "reported" | "violation" | "unknown";

/** The verdict a rule gives, as a word and a tone; none once it has ended. */
export function effectAt(rule: Rule, now: number): { effect: string; tone: RuleTone } {
  if (rule.until && endOfDay(rule.until) <= now) return { effect: `ended on ${rule.until}`, tone: "unknown" };
  const tone = ({ allowed: "conforming", reported: "reported", denied: "violation" } as const)[verdictOf(rule)];
  return { effect: effectOf(rule), tone };
}

/** What the table of rules shows of a rule, as plain values: thousands of them go to the browser. */
export interface RuleRow {
  id: string;
  caller: string;
  destination: string;
  effect: string;
  tone: RuleTone;
  owner?: string | undefined;
  kind?: string | undefined;
  reason?: string | undefined;
  confirmedAt?: number | undefined;
  confirmedBy?: string | undefined;
  confirmedNote?: string | undefined;
  isOutdated: boolean;
  since: number;
  due?: number | undefined;
  isOverdue: boolean;
  hits: number;
  lastHit?: number | undefined;
}

export function ruleRow({ rule, confirmed, isOutdated, since, due, isOverdue, hits, lastHit }: RuleInForce, now: number): RuleRow {
  return {
    id: rule.id,
    caller: callerOf(rule.from),
    destination: destinationOf(rule),
    ...effectAt(rule, now),
    owner: rule.owner,
    kind: rule.kind,
    reason: rule.reason,
    confirmedAt: confirmed?.at.getTime(),
    confirmedBy: confirmed?.by,
    confirmedNote: confirmed?.note ?? undefined,
    isOutdated,
    since: since.getTime(),
    due: due?.getTime(),
    isOverdue,
    hits,
    lastHit: lastHit?.getTime(),
  };
}

export const ruleFilters = ["all", "overdue", "unconfirmed", "unused", "report", "deny", "ownerless"] as const;
export type RuleFilter = (typeof ruleFilters)[number];

export const filterNames: Record<RuleFilter, string> = {
  all: "All rules",
  overdue: "Overdue for confirmation",
  unconfirmed: "Never confirmed as they stand",
  unused: "No hits in 30 days",
  report: "In report mode",
  deny: "That deny",
  ownerless: "Without an owner",
};

export const filters: Record<RuleFilter, (r: RuleRow) => boolean> = {
  all: () => true,
  overdue: (r) => r.isOverdue,
  unconfirmed: (r) => r.confirmedAt === undefined,
  unused: (r) => r.hits === 0,
  report: (r) => r.tone === "reported",
  deny: (r) => r.tone === "violation",
  ownerless: (r) => !r.owner,
};
