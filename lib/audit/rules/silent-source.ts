import { queryText } from "../../query/link";
import { HOUR } from "../baseline";
import { defineRule } from "../rule";
import { spanText, timeText } from "../words";

export const silentSource = defineRule({
  id: "silent-source",
  title: "A log source has gone silent",
  description:
    "A source has sent no record for longer than it may. What it would have shown is not known since then, so silence is no good sign.",
  severity: "high",
  audience: ["engineer", "ciso", "auditor"],
  controls: ["NIST AU-6", "NIST AU-9", "ISO 27001 A.8.15", "PCI DSS 1.2.7"],
  falsePositives: ["A source of a system that rests at night or over a holiday: set its silence longer."],
  over: "source",
  needs: ["lastRecordAt"],
  parameters: {
    factor: { default: 1, min: 1, unit: "times the source's own limit", about: "How far beyond its limit a source is let pass." },
  },
  judge(s, p) {
    const silent = s.at - s.lastRecordAt!;
    if (silent <= s.silentAfterMs * p.factor) return { verdict: "pass" };
    return {
      verdict: "fail",
      details: { silentSince: timeText(s.lastRecordAt!), silentHours: Math.floor(silent / HOUR), allowedHours: s.silentAfterMs / HOUR },
    };
  },
  subject: (s) => `source ${s.source}`,
  evidence: (s) => queryText({ source: s.source }),
  tell([failure]) {
    const { subject, details } = failure!;
    return {
      summary: `Source ${subject.source} sent its last record at ${details.silentSince}, ${spanText(subject.at - subject.lastRecordAt!)} before ${timeText(subject.at)}; it may be silent for ${spanText(subject.silentAfterMs)}.`,
      details,
    };
  },
  examples: [
    {
      name: "it spoke an hour ago",
      given: { source: "edge", lastRecordAt: 99 * HOUR, at: 100 * HOUR, silentAfterMs: 24 * HOUR },
      verdict: "pass",
    },
    {
      name: "silent for two days",
      given: { source: "edge", lastRecordAt: 52 * HOUR, at: 100 * HOUR, silentAfterMs: 24 * HOUR },
      verdict: "fail",
    },
    {
      name: "it has never spoken",
      given: { source: "edge", at: 100 * HOUR, silentAfterMs: 24 * HOUR },
      verdict: "unknown",
      missing: "lastRecordAt",
    },
  ],
});
