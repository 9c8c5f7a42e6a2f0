import type { Policy, Rule } from "../model/policy";
import { ruleContent } from "./content";
import { covers } from "./covers";
import { verdictOf } from "./verdict-of";
import { matchesOf } from "./words";

/** What became of a rule between two versions. */
export interface RuleChange {
  id: string;
  /** `wider` and `narrower` of what it matches; `account` is owner, reason, ticket, kind or review alone. */
  kind: "added" | "removed" | "wider" | "narrower" | "other" | "account";
  effect: string;
  before?: string;
  after?: string;
}

/** Rules that differ, in the order of the newer file, removed ones last; untouched ones are left out. */
export function changesBetween(before: Policy | undefined, after: Policy): RuleChange[] {
  const old = new Map(before?.rules.map((r) => [r.id, r]));
  const kept = after.rules.flatMap((rule): RuleChange[] => {
    const was = old.get(rule.id);
    if (!was) return [{ id: rule.id, kind: "added", effect: effectOf(rule), after: matchesOf(rule) }];
    old.delete(rule.id);
    const kind = compare(was, rule);
    return kind ? [{ id: rule.id, kind, effect: effectOf(rule), before: matchesOf(was), after: matchesOf(rule) }] : [];
  });
  return [...kept, ...[...old.values()].map((r): RuleChange => ({ id: r.id, kind: "removed", effect: effectOf(r), before: matchesOf(r) }))];
}

function compare(was: Rule, is: Rule): RuleChange["kind"] | undefined {
  if (ruleContent(was) === ruleContent(is)) return accountOf(was) === accountOf(is) ? undefined : "account";
  if (verdictOf(was) !== verdictOf(is) || was.priority !== is.priority) return "other";
  const isWider = covers(is, was);
  const isNarrower = covers(was, is);
  return isWider === isNarrower ? "other" : isWider ? "wider" : "narrower";
}

const accountOf = ({ owner, reason, ticket, kind, review }: Rule): string => JSON.stringify([owner, reason, ticket, kind, review]);

/** "allows", "denies" or "reports until 2030-01-31". */
export const effectOf = (rule: Pick<Rule, "effect" | "mode" | "until">): string =>
  `${rule.effect === "deny" ? "denies" : rule.mode === "report" ? "reports" : "allows"}${rule.until ? ` until ${rule.until}` : ""}`;
