import { most, pairName, pairQuery, workloadName } from "../pair";
import { defineRule } from "../rule";
import { bytesText, countText, listText } from "../words";

export const contradictedName = defineRule({
  id: "contradicted-name",
  title: "The name does not belong to the address",
  description:
    "A client named a host (SNI, Host header, CONNECT) while DNS had told it the address for other names only. An allowlist that trusts the name is deceived by exactly this.",
  severity: "high",
  audience: ["ciso", "engineer", "auditor"],
  controls: ["NIST SC-7(4)", "NIST AC-4", "ISO 27001 A.8.20", "PCI DSS 1.3.2"],
  falsePositives: ["Shared addresses of a CDN that DNS named otherwise.", "A client that kept an address longer than the DNS log is kept."],
  over: "traffic",
  concerns: (s) => s.kind !== "query" && s.action !== "denied",
  needs: ["host"],
  parameters: {
    minimum: { default: 1, min: 1, unit: "connections", about: "Fewer like connections in the period are let pass." },
  },
  judge(s, p) {
    switch (s.proof) {
      case "contradicted":
        return s.count < p.minimum ? { verdict: "pass" } : { verdict: "fail", details: { port: s.port ?? null } };
      case "proven":
      case "consistent":
        return { verdict: "pass" };
      // The client's word alone: no DNS answer and no certificate speaks for it or against it.
      case "claimed":
      case "unknown":
        return { verdict: "unknown", missing: "dnsAnswer" };
    }
  },
  subject: pairName,
  evidence: (s) => pairQuery(s, { proof: "contradicted" }),
  tell(failures) {
    const all = failures.map((f) => f.subject);
    const bytes = most(all, (s) => s.bytesOut);
    const connections = most(all, (s) => s.count);
    const ports = [...new Set(all.flatMap((s) => s.port ?? []))].map(String);
    return {
      summary: `${workloadName(all[0]!)} named ${all[0]!.destination} in ${countText(connections, "connection")} to addresses that DNS had given it for other names only${
        bytes > 0 ? `; ${bytesText(bytes)} went out` : ""
      }.`,
      details: { connections, bytesOut: bytes, ports: listText(ports), sources: [...new Set(all.map((s) => s.source))].sort() },
    };
  },
  examples: [
    {
      name: "DNS and certificate agree",
      given: { host: "api.vendor.example", kind: "handshake", proof: "proven", count: 1 },
      verdict: "pass",
    },
    {
      name: "the address belongs to another name",
      given: { host: "updates.example", kind: "handshake", proof: "contradicted", count: 2 },
      verdict: "fail",
    },
    {
      name: "no DNS log of this client",
      given: { host: "api.vendor.example", kind: "request", proof: "claimed", count: 1 },
      verdict: "unknown",
      missing: "dnsAnswer",
    },
    { name: "an address only", given: { kind: "connection", proof: "unknown", count: 1 }, verdict: "unknown", missing: "host" },
  ],
});
