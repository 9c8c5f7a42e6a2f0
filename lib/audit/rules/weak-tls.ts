import { left } from "../../model/verdict";
import { most, pairName, pairQuery, workloadName } from "../pair";
import { defineRule } from "../rule";
import { bytesText, countText } from "../words";

export const weakTls = defineRule({
  id: "weak-tls",
  title: "Cleartext or old TLS",
  description: "Traffic left as plain HTTP, or under a TLS version below 1.2: who stands between can read or change it.",
  severity: "medium",
  audience: ["engineer", "ciso", "auditor"],
  controls: ["PCI DSS 1.2.6", "NIST SC-8", "ISO 27001 A.8.24"],
  falsePositives: [
    "Package mirrors whose content is signed.",
    "Certificate status (OCSP, CRL) under a rule that does not say it is that.",
    "A proxy that speaks TLS to the far end and logs plain HTTP from the client.",
  ],
  over: "traffic",
  // What a flow log saw on a port is no statement about encryption; a handshake is never judged by the policy.
  concerns: (s) =>
    (s.kind === "handshake" || left.includes(s.outcome)) && s.kind !== "query" && s.protocol !== "udp" && s.action !== "denied",
  needs: ["count"],
  parameters: {
    minimum: { default: 1, min: 1, unit: "connections", about: "Fewer like connections in the period are let pass." },
  },
  judge(s, p) {
    if (s.weakTls > 0)
      return s.weakTls < p.minimum ? { verdict: "pass" } : { verdict: "fail", details: { what: "old TLS", records: s.weakTls } };
    if ((s.tlsKnown ?? 0) > 0) return { verdict: "pass" };
    // OCSP and CRL are fetched in the clear by design, and signed (RFC 6960, A.1).
    if (s.ruleKind === "certificate-status" && s.verdict === "allowed") return { verdict: "pass" };
    // Plain HTTP on 443 is most often a proxy's view of what it decrypted.
    if (s.application === "http" && s.port !== undefined && s.port !== 443)
      return s.count < p.minimum ? { verdict: "pass" } : { verdict: "fail", details: { what: "plain HTTP", records: s.count } };
    return { verdict: "unknown", missing: "tlsVersion" };
  },
  subject: pairName,
  evidence: (s) => pairQuery(s, s.weakTls > 0 ? { tls: "<1.2" } : { app: "http", dport: s.port }),
  tell(failures) {
    const all = failures.map((f) => f.subject);
    const old = failures.filter((f) => f.details.what === "old TLS").map((f) => f.subject);
    const plain = failures.filter((f) => f.details.what === "plain HTTP").map((f) => f.subject);
    const says = [
      ...(old.length
        ? [
            `${countText(
              most(old, (s) => s.weakTls),
              "connection",
            )} under a TLS version below 1.2`,
          ]
        : []),
      ...(plain.length
        ? [
            `${countText(
              most(plain, (s) => s.count),
              "request",
            )} as plain HTTP`,
          ]
        : []),
    ];
    const bytes = most(all, (s) => s.bytesOut);
    return {
      summary: `${workloadName(all[0]!)} to ${all[0]!.destination}: ${says.join(" and ")}${bytes > 0 ? `; ${bytesText(bytes)} went out` : ""}.`,
      details: { oldTls: most(old, (s) => s.weakTls), plainHttp: most(plain, (s) => s.count), bytesOut: bytes },
    };
  },
  examples: [
    { name: "TLS 1.3", given: { kind: "handshake", outcome: "not-left", count: 4, weakTls: 0, tlsKnown: 4, port: 443 }, verdict: "pass" },
    { name: "TLS 1.0", given: { kind: "handshake", outcome: "not-left", count: 4, weakTls: 1, tlsKnown: 4, port: 443 }, verdict: "fail" },
    {
      name: "plain HTTP",
      given: { kind: "request", outcome: "conforming", count: 2, weakTls: 0, application: "http", port: 80 },
      verdict: "fail",
    },
    {
      name: "certificate status, by a rule of that kind",
      given: {
        kind: "request",
        outcome: "conforming",
        verdict: "allowed",
        ruleKind: "certificate-status",
        count: 2,
        weakTls: 0,
        application: "http",
        port: 80,
      },
      verdict: "pass",
    },
    {
      name: "a log without TLS versions",
      given: { kind: "request", outcome: "conforming", count: 2, weakTls: 0, application: "tls", port: 443 },
      verdict: "unknown",
      missing: "tlsVersion",
    },
  ],
});
