import type { Rule } from "../model/policy";
import type { Verdict } from "../model/verdict";

/** What a policy can say; `unjudged` is said by ingest alone. */
export type PolicyVerdict = Exclude<Verdict, "unjudged">;

/** What a rule says of what it matches. */
export function verdictOf(rule: Pick<Rule, "effect" | "mode">): Exclude<PolicyVerdict, "unknown"> {
  if (rule.effect === "deny") return "denied";
  return rule.mode === "report" ? "reported" : "allowed";
}
