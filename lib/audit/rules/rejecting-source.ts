import { queryText } from "../../query/link";
import { defineRule } from "../rule";

export const rejectingSource = defineRule({
  id: "rejecting-source",
  title: "A log source sends lines that cannot be read",
  description:
    "A good part of a source's lines is in quarantine. What they tell is on no page until they are read: often the format or its options no longer fit.",
  severity: "medium",
  audience: ["engineer", "auditor"],
  controls: ["NIST AU-3", "NIST AU-6", "ISO 27001 A.8.15", "PCI DSS 10.2"],
  falsePositives: ["A log that carries messages of other programs as well: filter them where it is sent."],
  over: "source",
  concerns: (s) => s.lines !== undefined && s.lines > 0,
  needs: ["lines", "rejected"],
  parameters: {
    share: { default: 5, min: 0, unit: "% of the lines", about: "How much of a source's lines may be unreadable." },
    lines: { default: 20, min: 1, unit: "lines", about: "How many lines a source must have sent for a share to mean something." },
  },
  judge(s, p) {
    const [lines, rejected] = [s.lines!, s.rejected!];
    if (lines < p.lines || rejected * 100 <= lines * p.share) return { verdict: "pass" };
    return { verdict: "fail", details: { lines, rejected, rejectedPercent: Math.round((rejected / lines) * 1000) / 10 } };
  },
  subject: (s) => `source ${s.source}`,
  evidence: (s) => queryText({ source: s.source }),
  tell([failure]) {
    const { subject, details } = failure!;
    return {
      summary: `Source ${subject.source} sends what cannot be read: ${details["rejected"]} of ${details["lines"]} lines (${details["rejectedPercent"]} %) wait in quarantine, each with its reason, on the source's page.`,
      details,
    };
  },
  examples: [
    { name: "one line of a hundred", given: { source: "edge", lines: 100, rejected: 1 }, verdict: "pass" },
    { name: "a third of them", given: { source: "edge", lines: 90, rejected: 30 }, verdict: "fail" },
    { name: "two of three lines: too few to say", given: { source: "edge", lines: 3, rejected: 2 }, verdict: "pass" },
    { name: "lines whose rejects nobody counted", given: { source: "edge", lines: 90 }, verdict: "unknown", missing: "rejected" },
  ],
});
