import { DAY, learn, robustLimit } from "../baseline";
import { loudest, pairName, pairQuery, workloadName } from "../pair";
import { defineRule, type Judgement } from "../rule";
import { bytesText, countText, dayText } from "../words";

const MB = 1_000_000;
const days = (n: number, mb: number): number[] => Array<number>(n).fill(mb * MB);

export const slowExfiltration = defineRule({
  id: "slow-exfiltration",
  title: "Much more going out than coming back, over days",
  description:
    "Bytes out over several days, far above what comes back and above the pair's own history; or a destination that is new to the workload and has taken much already. No single hour need be unusual.",
  severity: "high",
  audience: ["ciso", "engineer", "auditor"],
  controls: ["NIST SC-7(5)", "NIST AC-4", "ISO 27001 A.8.12", "SOC 2 CC6.6"],
  falsePositives: ["Backups and uploads to a new storage provider.", "Telemetry that was switched on lately."],
  over: "pair-day",
  needs: ["bytesOut", "bytesIn"],
  parameters: {
    days: { default: 3, min: 1, unit: "days", about: "Window whose bytes out are added up." },
    ratio: { default: 4, min: 1, unit: "bytes out per byte in", about: "Below this it is an exchange, not a way out." },
    minimum: { default: 25, min: 0, unit: "MB", about: "Never a finding below this volume out." },
    deviations: { default: 6, min: 1, unit: "robust standard deviations", about: "How far above the median of past windows is too far." },
    factor: { default: 2, min: 1, unit: "medians", about: "Never a finding below this many times the median of past windows." },
    learn: { default: 10, min: 4, unit: "days", about: "A pair known for less is a new destination." },
  },
  judge(s, p) {
    const out = Array.from(s.bytesOut.values);
    const back = Array.from(s.bytesIn.values);
    const known = Math.min(s.bytesOut.known, out.length);
    if (!out.some((v) => v > 0)) return { verdict: "unknown", missing: "bytesOut" };
    if (known < p.learn) return judgeNew(out, back, known, p);
    const volume = sum(out.slice(-p.days));
    if (volume < p.minimum * MB) return { verdict: "pass" };
    // Windows that end before this one begins.
    const past: number[] = [];
    for (let end = out.length - p.days; end - p.days >= out.length - known; end--) past.push(sum(out.slice(end - p.days, end)));
    const learned = learn(past, -1);
    // A weekly upload has a median of nothing: what was seen before is no surprise either.
    const limit = Math.max(robustLimit(learned, p.deviations, p.factor), p.minimum * MB, ...past);
    if (volume <= limit) return { verdict: "pass", learned };
    // A log of one direction only has no ratio; its own history stands alone then.
    const returned = sum(back.slice(-p.days));
    if (back.some((v) => v > 0) && volume < p.ratio * returned) return { verdict: "pass", learned };
    return {
      verdict: "fail",
      learned,
      details: { out: volume, back: returned, days: p.days, limit: Math.round(limit), newDestination: false },
    };
  },
  subject: pairName,
  evidence: (s) => pairQuery(s, { bytes_out: ">0" }),
  tell(failures) {
    const told = loudest(failures, (s) => Number(s.bytesOut.values[s.bytesOut.values.length - 1] ?? 0));
    const worst = told.reduce((a, b) => (Number(b.details.out) > Number(a.details.out) ? b : a));
    const { subject, details } = worst;
    const span = countText(Number(details.days), "day");
    return {
      summary: `${workloadName(subject)} sent ${bytesText(Number(details.out))} to ${subject.destination} in the ${span} up to ${dayText(subject.at)}${
        details.back === null ? "" : ` and got ${bytesText(Number(details.back))} back`
      }; ${
        details.newDestination ? "the destination is new to it" : `${bytesText(Number(details.limit))} is the limit by its own history`
      }.`,
      details: { ...details, daysOver: told.length, source: subject.source },
      since: Math.min(...told.map((f) => f.subject.at - (Number(f.details.days) - 1) * DAY)),
    };
  },
  examples: [
    {
      name: "a steady upload",
      given: { bytesOut: { values: days(28, 60), known: 28 }, bytesIn: { values: days(28, 1), known: 28 } },
      verdict: "pass",
    },
    {
      name: "three nights of uploads after quiet weeks",
      given: { bytesOut: { values: [...days(25, 1), ...days(3, 40)], known: 28 }, bytesIn: { values: days(28, 1), known: 28 } },
      verdict: "fail",
    },
    {
      name: "as much came back",
      given: {
        bytesOut: { values: [...days(25, 1), ...days(3, 40)], known: 28 },
        bytesIn: { values: [...days(25, 1), ...days(3, 40)], known: 28 },
      },
      verdict: "pass",
    },
    {
      name: "a new destination that took 30 MB",
      given: {
        bytesOut: { values: [...days(20, 0), ...days(6, 5)], known: 6 },
        bytesIn: { values: [...days(20, 0), ...days(6, 0.1)], known: 6 },
      },
      verdict: "fail",
    },
    {
      name: "the workload itself is new",
      given: { bytesOut: { values: days(3, 30), known: 3 }, bytesIn: { values: days(3, 1), known: 3 } },
      verdict: "unknown",
      missing: "bytesOutHistory",
    },
    {
      name: "an upload of every week",
      given: {
        bytesOut: { values: Array.from({ length: 28 }, (_, i) => (i % 7 === 6 ? 40 * MB : 0)), known: 28 },
        bytesIn: { values: days(28, 0.1), known: 28 },
      },
      verdict: "pass",
    },
    {
      name: "a log without sizes",
      given: { bytesOut: { values: days(28, 0), known: 28 }, bytesIn: { values: days(28, 0), known: 28 } },
      verdict: "unknown",
      missing: "bytesOut",
    },
  ],
});

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** All that a new destination has taken so far; the workload must have been watched before it appeared. */
function judgeNew(out: readonly number[], back: readonly number[], known: number, p: { minimum: number; ratio: number }): Judgement {
  const volume = sum(out.slice(-known));
  if (volume < p.minimum * MB) return { verdict: "pass" };
  if (out.length - known < 7) return { verdict: "unknown", missing: "bytesOutHistory" };
  const returned = sum(back.slice(-known));
  if (returned === 0 && !back.some((v) => v > 0)) return { verdict: "unknown", missing: "bytesIn" };
  if (volume < p.ratio * returned) return { verdict: "pass" };
  return { verdict: "fail", details: { out: volume, back: returned, days: known, limit: p.minimum * MB, newDestination: true } };
}
