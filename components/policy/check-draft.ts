import type { Policy, PolicyProblem } from "@/lib/model/policy";
import { changesBetween, type RuleChange } from "@/lib/policy/changes";
import { type LintContext, lintPolicy } from "@/lib/policy/lint";
import { parsePolicy, readPublished } from "@/lib/policy/parse";

/** What the editor says about a draft. */
export interface Checked {
  yaml: string;
  problems: PolicyProblem[];
  rules?: number;
  /** Against the version in force; absent while the draft cannot be read. */
  changes?: RuleChange[];
}

let base: { yaml: string; policy: Policy | undefined } | undefined;

/** Loaded apart from the page: the parser and the list of public suffixes are only needed here. */
export function checkDraft(yaml: string, against: string, maxReviewDays: number, context: LintContext): Checked {
  const { policy, problems } = parsePolicy(yaml, { maxReviewDays });
  if (!policy) return { yaml, problems };
  if (base?.yaml !== against) base = { yaml: against, policy: against ? readPublished(against) : undefined };
  return {
    yaml,
    problems: [...problems, ...lintPolicy(policy, context)],
    rules: policy.rules.length,
    changes: changesBetween(base.policy, policy),
  };
}
