import { queryText } from "../../query/link";
import { DAY } from "../baseline";
import { defineRule } from "../rule";
import { countText, dayText, listText } from "../words";

const day = (n: number): number => n * DAY;

export const ruleOverdueOrOwnerless = defineRule({
  id: "rule-overdue-or-ownerless",
  title: "A policy rule is overdue or has no owner",
  description:
    "A rule was not confirmed within its review interval, its report period has ended, or it names no owner or no reason. Nobody can say any more whether it is needed.",
  severity: "medium",
  audience: ["ciso", "auditor", "engineer"],
  controls: ["PCI DSS 1.2.7", "PCI DSS 1.2.5", "ISO 27001 A.8.22", "DORA RTS 2024/1774 Art. 13"],
  falsePositives: ["A rule that was confirmed elsewhere and not in Waybill."],
  over: "policy-rule",
  needs: ["at"],
  parameters: {
    grace: { default: 0, min: 0, unit: "days", about: "How long after its date a rule is let pass." },
  },
  judge(s, p) {
    const problems: string[] = [];
    if (!s.owner) problems.push("it names no owner");
    if (!s.reason) problems.push("it gives no reason");
    if (s.until !== undefined && s.until + day(p.grace) < s.at)
      problems.push(`${s.mode === "report" ? "its report period" : "it"} ended on ${dayText(s.until)}`);
    if (s.reviewDays !== undefined && s.confirmedAt !== undefined) {
      const due = s.confirmedAt + day(s.reviewDays);
      if (due + day(p.grace) < s.at)
        problems.push(`its review was due on ${dayText(due)}, ${countText(Math.floor((s.at - due) / DAY), "day")} ago`);
    }
    if (problems.length > 0) return { verdict: "fail", details: { problems } };
    if (s.reviewDays === undefined) return { verdict: "unknown", missing: "reviewDays" };
    return s.confirmedAt === undefined ? { verdict: "unknown", missing: "confirmedAt" } : { verdict: "pass" };
  },
  subject: (s) => `rule ${s.rule}`,
  evidence: (s) => queryText({ rule: s.rule }),
  tell([failure]) {
    const { subject, details } = failure!;
    return {
      summary: `Rule ${subject.rule}: ${listText(details.problems as string[], 4)}.`,
      details: {
        ...details,
        owner: subject.owner ?? null,
        lastConfirmed: subject.confirmedAt === undefined ? null : dayText(subject.confirmedAt),
      },
    };
  },
  examples: [
    {
      name: "confirmed in time",
      given: { rule: "a", owner: "payments", reason: "Charges", reviewDays: 90, confirmedAt: day(10), at: day(50) },
      verdict: "pass",
    },
    {
      name: "overdue since yesterday",
      given: { rule: "a", owner: "payments", reason: "Charges", reviewDays: 90, confirmedAt: day(10), at: day(101) },
      verdict: "fail",
    },
    {
      name: "overdue within the grace",
      given: { rule: "a", owner: "payments", reason: "Charges", reviewDays: 90, confirmedAt: day(10), at: day(101) },
      parameters: { grace: 7 },
      verdict: "pass",
    },
    { name: "nobody owns it", given: { rule: "a", reason: "Charges", reviewDays: 90, confirmedAt: day(10), at: day(11) }, verdict: "fail" },
    {
      name: "a report rule past its end",
      given: { rule: "a", owner: "x", reason: "y", reviewDays: 90, confirmedAt: day(10), until: day(20), at: day(30) },
      verdict: "fail",
    },
    {
      name: "no review interval was set",
      given: { rule: "a", owner: "payments", reason: "Charges", confirmedAt: day(10), at: day(11) },
      verdict: "unknown",
      missing: "reviewDays",
    },
  ],
});
