import { learnHour, quantile, robustLimit } from "../baseline";
import { loudest, pairName, pairQuery, workloadName } from "../pair";
import { defineRule } from "../rule";
import { bytesText, countText, timeText } from "../words";

const MB = 1_000_000;
const weeksOf = (bytes: number, weeks: number): number[] => Array.from({ length: 168 * weeks }, (_, i) => bytes * (1 + (i % 5) / 50));

export const bandwidthAboveBaseline = defineRule({
  id: "bandwidth-above-baseline",
  title: "More bytes than usual at this hour",
  description:
    "Bytes both ways between a workload and a destination in an hour, against the same hour of past weeks (median and median absolute deviation, so that one odd week teaches nothing).",
  severity: "medium",
  audience: ["engineer", "ciso"],
  controls: ["NIST AU-6", "ISO 27001 A.8.16", "SOC 2 CC7.2"],
  falsePositives: ["A planned migration or a first full synchronisation.", "Holidays and month ends that four weeks do not hold."],
  over: "pair-hour",
  concerns: (s) => s.left > 0,
  needs: ["bytes"],
  parameters: {
    deviations: { default: 6, min: 1, unit: "robust standard deviations", about: "How far above the median is too far." },
    factor: { default: 3, min: 1, unit: "medians", about: "Never a finding below this many times the median." },
    busiest: {
      default: 0.995,
      min: 0,
      unit: "share of past hours",
      about: "Never a finding below what this share of the pair's past hours stayed under.",
    },
    minimum: { default: 50, min: 0, unit: "MB an hour", about: "Never a finding below this volume." },
    weeks: { default: 3, min: 1, unit: "weeks", about: "Past weeks that must be known to compare by hour of the week." },
    days: {
      default: 7,
      min: 2,
      unit: "days",
      about: "Past days that must be known to compare by hour of the day, where the weeks are not.",
    },
  },
  judge(s, p) {
    // A sum of nothing may mean that the log holds no sizes.
    if (s.bytes === 0 && !Array.from(s.bytesHistory.values).some((v) => v > 0)) return { verdict: "unknown", missing: "bytes" };
    if (s.bytes < p.minimum * MB) return { verdict: "pass" };
    const learned = learnHour(s.bytesHistory, s.at, p.weeks, p.days);
    if (!learned) return { verdict: "unknown", missing: "bytesHistory" };
    // A job without fixed hours is usual at no hour: its busiest ones speak for it.
    const limit = Math.max(robustLimit(learned, p.deviations, p.factor), quantile(s.bytesHistory, p.busiest), p.minimum * MB);
    if (s.bytes <= limit) return { verdict: "pass", learned };
    return {
      verdict: "fail",
      learned,
      details: { bytes: s.bytes, limit: Math.round(limit), median: Math.round(learned.median), samples: learned.samples },
    };
  },
  subject: pairName,
  evidence: (s) => pairQuery(s),
  tell(failures) {
    const told = loudest(failures, (s) => s.bytes);
    const worst = told.reduce((a, b) => (b.subject.bytes > a.subject.bytes ? b : a));
    const { subject, details } = worst;
    return {
      summary: `${workloadName(subject)} and ${subject.destination} exchanged ${bytesText(subject.bytes)} in the hour from ${timeText(subject.at)}; ${bytesText(Number(details.median))} is usual then and ${bytesText(Number(details.limit))} the limit${
        told.length > 1 ? `. ${countText(told.length, "such hour")} in the period` : ""
      }.`,
      details: { ...details, hours: told.length, hour: timeText(subject.at), source: subject.source },
    };
  },
  examples: [
    {
      name: "as usual",
      given: { at: 0, left: 9, bytes: 104 * MB, bytesHistory: { values: weeksOf(100 * MB, 4), known: 672 } },
      verdict: "pass",
    },
    {
      name: "five times the usual",
      given: { at: 0, left: 9, bytes: 500 * MB, bytesHistory: { values: weeksOf(100 * MB, 4), known: 672 } },
      verdict: "fail",
    },
    {
      name: "ten times the usual, of almost nothing",
      given: { at: 0, left: 9, bytes: 2 * MB, bytesHistory: { values: weeksOf(0.2 * MB, 4), known: 672 } },
      verdict: "pass",
    },
    {
      name: "eight days are compared by hour of the day",
      given: { at: 0, left: 9, bytes: 500 * MB, bytesHistory: { values: weeksOf(100 * MB, 2), known: 192 } },
      verdict: "fail",
    },
    {
      name: "known since yesterday",
      given: { at: 0, left: 9, bytes: 500 * MB, bytesHistory: { values: weeksOf(100 * MB, 4), known: 30 } },
      verdict: "unknown",
      missing: "bytesHistory",
    },
    {
      name: "a log without sizes",
      given: { at: 0, left: 9, bytes: 0, bytesHistory: { values: [0, 0, 0], known: 3 } },
      verdict: "unknown",
      missing: "bytes",
    },
  ],
});
