import type { Policy, PolicyProblem, PolicySeverity, Rule } from "../model/policy";
import { lintAccount } from "./lint-account";
import { lintDestinations } from "./lint-destinations";
import { lintOverlap } from "./lint-overlap";
import { lintUsage } from "./lint-usage";

/** What the lint may know beyond the file. Each part is optional: what is not given is not judged. */
export interface LintContext {
  /** ms since the epoch. */
  now?: number;
  /** By rule id; a rule that is not in it has not been in force. */
  usage?: ReadonlyMap<string, RuleUsage>;
  /** A rule without hits for so long is unused; 42 unless said. */
  unusedDays?: number;
  /** When the next confirmation is due, ms since the epoch, by rule id. */
  due?: ReadonlyMap<string, number>;
}

export interface RuleUsage {
  /** Within whatever period was counted; asked only where the last hit is not known. */
  hits: number;
  /** ms since the epoch. */
  lastHit?: number;
  /** Since when it is in force as it stands, ms since the epoch. */
  since: number;
  /** What its hits had; absent where that was not counted. */
  seen?: { service?: readonly string[]; environment?: readonly string[]; port?: readonly number[] };
}

/** Remarks on a rule; the place is that of the first of `paths` that the file has. */
export type Say = (rule: Rule, severity: PolicySeverity, code: string, paths: readonly string[], message: string, fix?: string) => void;

export type Lint = (policy: Policy, context: LintContext, say: Say) => void;

const lints: readonly Lint[] = [lintDestinations, lintAccount, lintOverlap, lintUsage];

/** Remarks on a policy that can be read, in the order of the file. */
export function lintPolicy(policy: Policy, context: LintContext = {}): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const say: Say = (rule, severity, code, paths, message, fix) => {
    const places = rule.places ?? {};
    const path = [...paths, "id", ""].find((p) => places[p]);
    const { line, column } = path === undefined ? { line: 1, column: 1 } : places[path]!;
    problems.push({ severity, code, message, line, column, rule: rule.id, fix });
  };
  for (const lint of lints) lint(policy, context, say);
  if (policy.unlisted === "report")
    problems.push({
      severity: "note",
      code: "unlisted-report",
      message: "What no rule speaks of is reported, not denied.",
      line: 1,
      column: 1,
      fix: "Set `unlisted: deny` once the list is complete.",
    });
  return problems.sort((a, b) => a.line - b.line || a.column - b.column);
}
