import { left } from "../../model/verdict";
import { most, pairName, pairQuery, workloadName } from "../pair";
import { defineRule } from "../rule";
import { bytesText, countText, listText } from "../words";

export const unlistedDestination = defineRule({
  id: "unlisted-destination",
  title: "Traffic left for a destination that no rule allows",
  description:
    "Connections left although the policy in force denies them: no rule lists the destination, or a rule forbids it. Either the engine lets through what it should not, or the policy lacks a rule that somebody needs.",
  severity: "high",
  audience: ["engineer", "ciso", "auditor"],
  controls: ["PCI DSS 1.3.2", "NIST SC-7(5)", "NIST AC-4", "ISO 27001 A.8.20"],
  falsePositives: [
    "A new dependency that was deployed before its rule was published.",
    "A flow log without names, where the DNS log that would explain the address is not sent.",
  ],
  over: "traffic",
  concerns: (s) => s.verdict !== "unjudged",
  needs: ["destination"],
  parameters: {
    minimum: { default: 1, min: 1, unit: "connections", about: "Fewer like connections in the period are let pass." },
  },
  judge(s, p) {
    if (!left.includes(s.outcome)) return { verdict: "pass" };
    if (s.verdict === "unknown") return { verdict: "unknown", missing: s.host === undefined ? "host" : "proof" };
    if (s.outcome !== "violation" || s.count < p.minimum) return { verdict: "pass" };
    return { verdict: "fail", details: { rule: s.rule ?? null } };
  },
  subject: pairName,
  evidence: (s) => pairQuery(s, { outcome: "violation" }),
  tell(failures) {
    const all = failures.map((f) => f.subject);
    const worst = all[0]!;
    const denying = [...new Set(all.flatMap((s) => s.rule ?? []))];
    const bytes = most(all, (s) => s.bytesOut);
    const connections = most(all, (s) => s.count);
    const ports = [...new Set(all.flatMap((s) => s.port ?? []))].map(String);
    return {
      summary: `${workloadName(worst)} reached ${worst.destination}${ports.length ? ` on port ${listText(ports)}` : ""} ${countText(connections, "time")}; ${
        denying.length ? `rule ${listText(denying)} denies it` : "no rule lists it"
      }${bytes > 0 ? `. ${bytesText(bytes)} went out` : ""}.`,
      details: { connections, ports, rules: denying, sources: [...new Set(all.map((s) => s.source))].sort() },
    };
  },
  examples: [
    {
      name: "allowed by a rule",
      given: { destination: "api.vendor.example", outcome: "conforming", verdict: "allowed", count: 9 },
      verdict: "pass",
    },
    {
      name: "denied by the policy, yet it left",
      given: { destination: "paste.example", outcome: "violation", verdict: "denied", count: 1 },
      verdict: "fail",
    },
    {
      name: "stopped by the engine",
      given: { destination: "paste.example", outcome: "blocked", verdict: "denied", count: 900 },
      verdict: "pass",
    },
    {
      name: "an address that DNS may still name",
      given: { destination: "203.0.113.9", outcome: "unexplained", verdict: "unknown", count: 3 },
      verdict: "unknown",
      missing: "host",
    },
    {
      name: "nothing known of where it went",
      given: { outcome: "violation", verdict: "denied", count: 3 },
      verdict: "unknown",
      missing: "destination",
    },
    {
      name: "fewer than the installation cares for",
      given: { destination: "paste.example", outcome: "violation", verdict: "denied", count: 4 },
      parameters: { minimum: 5 },
      verdict: "pass",
    },
  ],
});
