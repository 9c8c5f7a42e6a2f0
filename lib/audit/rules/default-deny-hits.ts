import { learnAll } from "../baseline";
import { loudest, pairName, pairQuery, workloadName } from "../pair";
import { defineRule } from "../rule";
import { countText, spanText, timeText } from "../words";

export const defaultDenyHits = defineRule({
  id: "default-deny-hits",
  title: "More blocked attempts than usual",
  description:
    "The engine blocked more attempts in an hour than it usually does for this workload and destination. After a deploy it is most often a dependency without a rule; without one it can be something looking for a way out.",
  severity: "medium",
  audience: ["engineer", "ciso"],
  controls: ["PCI DSS 1.2.7", "NIST SC-7(5)", "NIST AU-6", "ISO 27001 A.8.16"],
  falsePositives: ["A client that retries a blocked call in a loop: many attempts, one cause."],
  over: "pair-hour",
  needs: ["blocked"],
  parameters: {
    deviations: { default: 3, min: 0, unit: "standard deviations", about: "How far above the mean of past hours is too far." },
    floor: { default: 5, min: 1, unit: "attempts an hour", about: "Up to here it is never a finding." },
    learn: { default: 5, min: 1, unit: "hours", about: "Hours in which the source saw the workload, before the rule says anything." },
  },
  judge(s, p) {
    if (s.blocked <= p.floor) return { verdict: "pass" };
    // A destination that was never called before was blocked 0 times in every hour that its workload was seen.
    const learned = learnAll(s.blockedHistory, "workload");
    if (learned.samples < p.learn) return { verdict: "unknown", missing: "blockedHistory" };
    const limit = Math.max(p.floor, learned.mean + p.deviations * learned.deviation);
    if (s.blocked <= limit) return { verdict: "pass", learned };
    return {
      verdict: "fail",
      learned,
      details: { attempts: s.blocked, limit: Math.round(limit), usual: Math.round(learned.mean * 10) / 10 },
    };
  },
  subject: pairName,
  evidence: (s) => pairQuery(s, { action: "denied" }),
  tell(failures) {
    const told = loudest(failures, (s) => s.blocked);
    const worst = told.reduce((a, b) => (b.subject.blocked > a.subject.blocked ? b : a));
    const deploy = told.find((f) => f.subject.deploy)?.subject.deploy;
    const { subject } = worst;
    return {
      summary: `${workloadName(subject)} was blocked ${countText(subject.blocked, "time")} on the way to ${subject.destination} in the hour from ${timeText(subject.at)}; up to ${worst.details.limit} were to be expected${
        told.length > 1 ? `. ${countText(told.length, "such hour")} in the period` : ""
      }${deploy ? `. It began ${spanText(Math.max(told[0]!.subject.firstSeen - deploy.at, 0))} after ${deploy.label}` : ""}.`,
      details: {
        ...worst.details,
        hours: told.length,
        hour: timeText(subject.at),
        source: subject.source,
        ...(deploy && { deploy: deploy.label }),
      },
    };
  },
  examples: [
    { name: "at the floor", given: { blocked: 5, blockedHistory: { values: [], known: 0 } }, verdict: "pass" },
    {
      name: "a burst after quiet hours",
      given: { blocked: 40, blockedHistory: { values: [0, 1, 0, 0, 2, 0], known: 6 } },
      verdict: "fail",
    },
    {
      name: "a burst to a destination never tried before",
      given: { blocked: 6, blockedHistory: { values: [0, 0, 0, 0, 0], known: 0 } },
      verdict: "fail",
    },
    { name: "as noisy as ever", given: { blocked: 40, blockedHistory: { values: [35, 44, 38, 41, 29, 40], known: 6 } }, verdict: "pass" },
    {
      name: "four hours are too few to learn from",
      given: { blocked: 40, blockedHistory: { values: [0, 0, 0, 0], known: 4 } },
      verdict: "unknown",
      missing: "blockedHistory",
    },
    { name: "an engine's decision is not in the log", given: {}, verdict: "unknown", missing: "blocked" },
  ],
});
