import { endOfDay } from "../model/policy";
import type { Lint } from "./lint";

/** Whether somebody answers for each rule, and whether it still holds. */
export const lintAccount: Lint = (policy, { now, due }, say) => {
  for (const rule of policy.rules) {
    const absent = (["owner", "reason"] as const).filter((key) => !rule[key]);
    for (const key of absent) say(rule, "warning", `no-${key}`, [], `It has no ${key}.`, `Add \`${key}:\`.`);
    if (!rule.review && rule.effect === "allow")
      say(rule, "warning", "no-review", [], "Nobody is asked to confirm it again.", "Add `review: 90d`.");
    if (now !== undefined && rule.until && now >= endOfDay(rule.until))
      say(rule, "warning", "expired", ["until"], `It ended on ${rule.until} and matches nothing any more.`, "Remove it.");
    const day = due?.get(rule.id);
    if (now !== undefined && day !== undefined && day < now)
      say(
        rule,
        "warning",
        "confirmation-overdue",
        ["review"],
        `Its confirmation was due on ${new Date(day).toISOString().slice(0, 10)}.`,
        "Confirm it, narrow it, or let it end.",
      );
    if (rule.effect === "deny" && rule.proof)
      say(
        rule,
        "note",
        "deny-proof",
        ["proof"],
        `Names that are less than ${rule.proof} pass this denial.`,
        "Leave `proof` out of rules that deny.",
      );
  }
};
