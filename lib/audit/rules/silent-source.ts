import { queryText } from "../../query/link";
import { HOUR } from "../baseline";
import { defineRule } from "../rule";
import { spanText, timeText } from "../words";

/** A late batch is no silence. */
const LEAST_MS = 3 * HOUR;

export const silentSource = defineRule({
  id: "silent-source",
  title: "A log source has gone silent",
  description:
    "A source has sent no record for longer than it may, or for much longer than it ever does. What it would have shown is not known since then, so silence is no good sign.",
  severity: "high",
  audience: ["engineer", "ciso", "auditor"],
  controls: ["NIST AU-6", "NIST AU-9", "ISO 27001 A.8.15", "PCI DSS 1.2.7"],
  falsePositives: ["A source of a system that rests at night or over a holiday: set its silence longer."],
  over: "source",
  needs: ["lastRecordAt"],
  parameters: {
    habit: {
      default: 2,
      min: 1,
      unit: "times its longest silence of four weeks",
      about: "How far beyond its own habit a source is let pass, once it has two weeks of it; never less than three hours.",
    },
    factor: { default: 1, min: 1, unit: "times the source's own limit", about: "How far beyond its limit a source is let pass." },
  },
  judge(s, p) {
    const silent = s.at - s.lastRecordAt!;
    const usual = s.usualSilenceMs === undefined ? Number.POSITIVE_INFINITY : Math.max(s.usualSilenceMs * p.habit, LEAST_MS);
    const allowed = Math.min(s.silentAfterMs * p.factor, usual);
    if (silent <= allowed) return { verdict: "pass" };
    return {
      verdict: "fail",
      details: { silentSince: timeText(s.lastRecordAt!), silentHours: Math.floor(silent / HOUR), allowedHours: Math.round(allowed / HOUR) },
    };
  },
  subject: (s) => `source ${s.source}`,
  evidence: (s) => queryText({ source: s.source }),
  tell([failure]) {
    const { subject, details } = failure!;
    return {
      summary: `Source ${subject.source} sent its last record at ${details.silentSince}, ${spanText(subject.at - subject.lastRecordAt!)} before ${timeText(subject.at)}; ${
        subject.usualSilenceMs !== undefined && Number(details["allowedHours"]) * HOUR < subject.silentAfterMs
          ? `it was never silent for longer than ${spanText(subject.usualSilenceMs)} in the four weeks before`
          : `it may be silent for ${spanText(subject.silentAfterMs)}`
      }.`,
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
      name: "silent for five hours, where an hour was the longest",
      given: { source: "edge", lastRecordAt: 95 * HOUR, at: 100 * HOUR, silentAfterMs: 24 * HOUR, usualSilenceMs: HOUR },
      verdict: "fail",
    },
    {
      name: "silent for five hours, as every night",
      given: { source: "edge", lastRecordAt: 95 * HOUR, at: 100 * HOUR, silentAfterMs: 24 * HOUR, usualSilenceMs: 10 * HOUR },
      verdict: "pass",
    },
    {
      name: "it has never spoken",
      given: { source: "edge", at: 100 * HOUR, silentAfterMs: 24 * HOUR },
      verdict: "unknown",
      missing: "lastRecordAt",
    },
  ],
});
