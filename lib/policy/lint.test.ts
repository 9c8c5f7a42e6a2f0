import fc from "fast-check";
import { expect, test } from "vitest";
import type { Policy } from "../model/policy";
import { compilePolicy, type DecideSubject } from "./decide";
import { type LintContext, lintPolicy } from "./lint";
import { parsePolicy } from "./parse";

const account = "owner: a, reason: b, review: 90d";
const day = 86_400_000;
const now = Date.parse("2026-06-01T12:00:00Z");

function read(rules: string, head = ""): Policy {
  const { policy, problems } = parsePolicy(`version: 1\n${head}rules:\n${rules}\n`);
  expect(problems).toEqual([]);
  return policy!;
}

function remarks(rules: string, context: LintContext = { now }, head = ""): string[] {
  const lines = `version: 1\n${head}rules:\n${rules}`.split("\n");
  // The word that stands at the place says more than a column.
  const word = (line: number, column: number): string => /^[^\s,\]]*/.exec(lines[line - 1]!.slice(column - 1))![0];
  return lintPolicy(read(rules, head), context).map((p) => `${p.severity} ${p.code} of ${p.rule} at ${word(p.line, p.column)}`);
}

const allow = (to: string, more = account): string => `  - { id: r, to: { ${to} }, ${more} }`;

test.each([
  ["a named host is fine", allow("host: api.partner.example, port: 443"), []],
  ["a public suffix", allow('host: "**.co.uk", port: 443'), ['error public-suffix of r at "**.co.uk"']],
  ["a suffix nobody runs", allow('host: "*.example", port: 443'), ['error public-suffix of r at "*.example"']],
  ["a whole domain", allow('host: ["a.b.example", "**.partner.example"], port: 443'), ['warning root-domain of r at "**.partner.example"']],
  ["below a domain", allow('host: "*.cdn.partner.example", port: 443'), []],
  ["names for rent", allow('host: "*.github.io", port: 443'), ['warning multi-tenant of r at "*.github.io"']],
  ["a bucket in the path", allow("host: s3.amazonaws.com, port: 443"), ["warning multi-tenant of r at s3.amazonaws.com"]],
  ["one tenant's name", allow("host: acme.github.io, port: 443"), []],
  ["a provider's domain", allow('host: "**.amazonaws.com", port: 443'), ['warning multi-tenant of r at "**.amazonaws.com"']],
  ["every port", allow("host: api.partner.example"), ["warning any-port of r at {"]],
  ["every port, said", allow("host: api.partner.example, port: 0-65535"), ["warning any-port of r at 0-65535"]],
  ["ICMP has no port", allow("host: api.partner.example, protocol: icmp"), []],
  ["every destination", allow("port: 443"), ["error any-destination of r at {"]],
  [
    "every destination of one service",
    `  - { id: r, from: { service: a }, to: { port: 443 }, ${account} }`,
    ["warning any-destination of r at {"],
  ],
  ["every address", allow("cidr: 0.0.0.0/0, port: 443"), ["error any-address of r at 0.0.0.0/0"]],
  [
    "nobody answers",
    allow("host: a.b.example, port: 443", "ticket: T-1"),
    ["warning no-owner of r at r", "warning no-reason of r at r", "warning no-review of r at r"],
  ],
  ["a denial may be wide", `  - { id: r, to: { host: "**.example" }, effect: deny, owner: a, reason: b }`, []],
  ["over", allow("host: a.b.example, port: 443", `${account}, until: 2026-05-31`), ["warning expired of r at 2026-05-31"]],
  ["its last day", allow("host: a.b.example, port: 443", `${account}, until: 2026-06-01`), []],
])("%s", (_, rules, expected) => expect(remarks(rules)).toEqual(expected));

const two = (a: string, b: string): string => `  - { id: a, ${a}, ${account} }\n  - { id: b, ${b}, ${account} }`;

test.each([
  ["the same, twice", two("to: { host: x.y.example, port: 443 }", "to: { host: x.y.example, port: 443 }"), ["warning redundant of b at b"]],
  [
    "the opposite",
    two("to: { host: x.y.example, port: 443 }, effect: deny", "to: { host: x.y.example, port: 443 }"),
    ["warning contradictory of b at b"],
  ],
  [
    "a wide denial first",
    two('to: { host: "**.y.example", port: 443 }, effect: deny, priority: 1', "to: { host: x.y.example, port: 443 }"),
    ["warning shadowed of b at b"],
  ],
  [
    "a wide denial, less specific",
    two('to: { host: "**.z.y.example", port: 443 }, effect: deny', "to: { host: x.z.y.example, port: 443 }"),
    [],
  ],
  [
    "within a wider one",
    two('to: { host: "**.z.y.example", port: 443 }', "to: { host: x.z.y.example, port: 443 }"),
    ["note redundant of b at b"],
  ],
  ["another port", two('to: { host: "**.z.y.example", port: 444 }', "to: { host: x.z.y.example, port: 443 }"), []],
  [
    "a range within a range",
    two("to: { cidr: 192.0.2.0/24, port: 443 }", "to: { cidr: 192.0.2.128/25, port: 443 }, from: { service: s }"),
    ["note redundant of b at b"],
  ],
  [
    "another caller",
    two("from: { service: s }, to: { cidr: 192.0.2.0/24, port: 443 }", "from: { service: t }, to: { cidr: 192.0.2.128/25, port: 443 }"),
    [],
  ],
])("%s", (_, rules, expected) => expect(remarks(rules)).toEqual(expected));

test("a rule that says otherwise in between keeps the narrower one from being redundant", () => {
  const rules = `${two('to: { host: "**.y.z.example", port: 443 }', "to: { host: x.y.z.example, port: 443 }")}
  - { id: c, to: { host: "*.y.z.example", port: 443 }, effect: deny, owner: a, reason: b }`;
  expect(remarks(rules)).toEqual([]);
});

test("use is judged only where it was counted, and only over the whole period", () => {
  const rules = `  - { id: r, from: { service: [a, b*], environment: [production] }, to: { host: x.y.example, port: [443, 8443] }, ${account} }`;
  const used = (usage: object, more: LintContext = {}): string[] =>
    remarks(rules, { now, usage: new Map([["r", { since: now - 100 * day, hits: 0, ...usage }]]), ...more });
  expect(used({})).toEqual(["warning unused of r at r"]);
  expect(used({ since: now - 41 * day })).toEqual([]);
  expect(used({ since: now - 41 * day }, { unusedDays: 7 })).toEqual(["warning unused of r at r"]);
  expect(used({ hits: 4, lastHit: now - 50 * day })).toEqual(["warning unused of r at r"]);
  expect(used({ hits: 4, lastHit: now - day, seen: { service: ["b1"], port: [443] } })).toEqual([
    "note unused-attribute of r at [a",
    "note unused-attribute of r at [443",
  ]);
  expect(used({ hits: 4, lastHit: now - day })).toEqual([]);
  expect(remarks(rules, { now, usage: new Map() })).toEqual([]);
});

test("a due day that has passed is remarked on", () => {
  const rules = allow("host: a.b.example, port: 443");
  expect(remarks(rules, { now, due: new Map([["r", now - 1]]) })).toEqual(["warning confirmation-overdue of r at 90d"]);
  expect(remarks(rules, { now, due: new Map([["r", now + 1]]) })).toEqual([]);
});

test("a rule that never decides can be removed without changing any verdict", () => {
  const host = fc.constantFrom("x.y.example", '"*.y.example"', '"**.y.example"', '"**.example"');
  const rule = fc.record({
    host,
    port: fc.constantFrom("443", "443-444"),
    service: fc.constantFrom("a", "[a, b]", '"*"'),
    effect: fc.constantFrom("allow", "deny"),
    priority: fc.constantFrom(1, 1000),
  });
  const superfluous = ["redundant", "shadowed", "contradictory"];
  let removed = 0;
  fc.assert(
    fc.property(fc.array(rule, { minLength: 2, maxLength: 6 }), (rules) => {
      const policy = read(
        rules
          .map(
            (r, i) =>
              `  - { id: r${i}, from: { service: ${r.service} }, to: { host: ${r.host}, port: ${r.port} }, effect: ${r.effect}, priority: ${r.priority} }`,
          )
          .join("\n"),
      );
      for (const { rule: id, code } of lintPolicy(policy).filter((p) => superfluous.includes(p.code))) {
        removed++;
        const without = compilePolicy({ ...policy, rules: policy.rules.filter((r) => r.id !== id) });
        for (const dstHost of ["x.y.example", "z.y.example", "z.z.y.example", "q.example"])
          for (const service of ["a", "b", "c"])
            for (const dstPort of [443, 444, 445]) {
              const s: DecideSubject = { service, dstHost, dstPort, dstIp: "192.0.2.1", protocol: "tcp" };
              expect([code, without.decide(s).verdict]).toEqual([code, compilePolicy(policy).decide(s).verdict]);
            }
      }
    }),
    { numRuns: 300 },
  );
  expect(removed).toBeGreaterThan(100);
}, 60_000);
