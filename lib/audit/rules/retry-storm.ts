import { learnAll } from "../baseline";
import { loudest, pairName, pairQuery, workloadName } from "../pair";
import { defineRule } from "../rule";
import { countText, timeText } from "../words";

export const retryStorm = defineRule({
  id: "retry-storm",
  title: "Retry storm",
  description:
    "Requests repeated again and again within an hour: by their attempt number where the log holds it, else by the share of answers that a client repeats (408, 425, 429, 5xx) when there are far more requests than usual. It costs egress, and it hides the first failure.",
  severity: "medium",
  audience: ["engineer"],
  controls: ["NIST AU-6", "ISO 27001 A.8.16", "SOC 2 CC7.2"],
  falsePositives: ["A health check that is meant to fail until a service is up."],
  over: "pair-hour",
  concerns: (s) => s.kind === "request" || s.kind === "connection",
  needs: ["count"],
  parameters: {
    minimum: { default: 50, min: 1, unit: "repeats an hour", about: "Fewer repeats are let pass." },
    amplification: { default: 1.5, min: 1, unit: "requests per operation", about: "How often the same thing is asked for on average." },
    share: {
      default: 0.5,
      min: 0,
      unit: "of requests",
      about: "Share of answers that a client repeats, where attempts are not in the log.",
    },
    factor: { default: 3, min: 1, unit: "times the usual", about: "How many more requests than usual, where attempts are not in the log." },
    learn: { default: 24, min: 1, unit: "hours", about: "Hours the pair must be known, where attempts are not in the log." },
  },
  judge(s, p) {
    if (s.retries === 0 && s.answeredHttp === 0) {
      // A flow log aggregates: an attempt cannot be told from another. Too few records are no storm whatever they are.
      return s.count < p.minimum ? { verdict: "pass" } : { verdict: "unknown", missing: "attempt" };
    }
    if (s.retries >= p.minimum) {
      const operations = Math.max(s.count - s.retries, 1);
      const amplification = s.count / operations;
      if (amplification >= p.amplification)
        return {
          verdict: "fail",
          details: { requests: s.count, repeats: s.retries, amplification: round(amplification), retryable: s.retryable, by: "attempt" },
        };
    }
    if (s.retryable < p.minimum || s.retryable / s.count < p.share) return { verdict: "pass" };
    const learned = learnAll(s.countHistory, "pair");
    if (learned.samples < p.learn) return { verdict: "unknown", missing: "countHistory" };
    if (s.count <= p.factor * Math.max(learned.median, learned.mean, 1)) return { verdict: "pass", learned };
    return {
      verdict: "fail",
      learned,
      details: {
        requests: s.count,
        repeats: s.retryable,
        amplification: round(s.count / Math.max(s.count - s.retryable, 1)),
        retryable: s.retryable,
        by: "status",
      },
    };
  },
  subject: pairName,
  evidence: (s) => pairQuery(s, { kind: s.kind }),
  tell(failures) {
    const told = loudest(failures, (s) => s.count);
    const worst = told.reduce((a, b) => (Number(b.details.repeats) > Number(a.details.repeats) ? b : a));
    const { subject, details } = worst;
    const first = told[0]!.subject;
    const repeats = told.reduce((sum, f) => sum + Number(f.details.repeats), 0);
    return {
      summary: `${workloadName(subject)} repeated requests to ${subject.destination} ${countText(repeats, "time")} from ${timeText(first.firstSeen)}: ${details.amplification} requests for each operation in the worst hour${
        Number(details.retryable) > 0 ? `, ${countText(Number(details.retryable), "answer")} of 408, 425, 429 or 5xx in it` : ""
      }.`,
      details: { ...details, repeatsInAll: repeats, hours: told.length, hour: timeText(subject.at), source: subject.source },
    };
  },
  examples: [
    {
      name: "now and then a retry",
      given: { kind: "request", count: 1000, retries: 60, retryable: 60, answeredHttp: 1000 },
      verdict: "pass",
    },
    {
      name: "every operation tried five times",
      given: { kind: "request", count: 500, retries: 400, retryable: 400, answeredHttp: 500 },
      verdict: "fail",
    },
    {
      name: "429 to nearly everything, ten times the usual",
      given: {
        kind: "request",
        count: 1000,
        retries: 0,
        retryable: 950,
        answeredHttp: 1000,
        countHistory: { values: Array<number>(48).fill(100), known: 48 },
      },
      verdict: "fail",
    },
    {
      name: "a far end that is down, asked no more than usual",
      given: {
        kind: "request",
        count: 100,
        retries: 0,
        retryable: 95,
        answeredHttp: 100,
        countHistory: { values: Array<number>(48).fill(100), known: 48 },
      },
      verdict: "pass",
    },
    {
      name: "nothing to compare with",
      given: { kind: "request", count: 1000, retries: 0, retryable: 950, answeredHttp: 1000, countHistory: { values: [5], known: 1 } },
      verdict: "unknown",
      missing: "countHistory",
    },
    {
      name: "a flow log",
      given: { kind: "connection", count: 1000, retries: 0, retryable: 0, answeredHttp: 0 },
      verdict: "unknown",
      missing: "attempt",
    },
  ],
});

const round = (n: number): number => Math.round(n * 10) / 10;
