import { listPolicyRules } from "../../db/audit-subjects/policy-rules";
import { DAY } from "../baseline";
import type { Assembler } from "./period";

/** The rules in force at the end of the period. */
export const assemblePolicyRules: Assembler = async function* (db, period) {
  const rows = await listPolicyRules(db, new Date(period.until));
  yield {
    kind: "policy-rule",
    done: 1,
    subjects: rows.map((r) => {
      const confirmedAt = r.confirmedAt ?? r.publishedAt;
      // A rule is a finding since its date has passed; one without an owner, since it was published.
      const dates = [r.reviewDays === null ? undefined : confirmedAt + r.reviewDays * DAY, r.until ?? undefined];
      const passed = dates.filter((d) => d !== undefined && d < period.until) as number[];
      return {
        rule: r.rule,
        owner: r.owner ?? undefined,
        reason: r.reason ?? undefined,
        effect: r.effect,
        mode: r.mode,
        reviewDays: r.reviewDays ?? undefined,
        until: r.until ?? undefined,
        confirmedAt,
        // Whoever owns the rule is who can answer for it.
        team: r.owner ?? undefined,
        sample: r.sample,
        at: period.until,
        firstSeen: passed.length > 0 ? Math.min(...passed) : r.publishedAt,
        lastSeen: period.until,
      };
    }),
  };
};
