import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { From, Policy, Rule, To, Who } from "../model/policy";
import type { NameProof } from "../model/verdict";
import { compilePolicy, type DecideSubject } from "./decide";
import { decideNaively } from "./decide.naive";

// Small worlds, so that rules and subjects meet often.
const services = ["billing", "billing-api", "web", "ledger"];
const environments = ["production", "staging"];
const hosts = ["x.example", "a.x.example", "b.a.x.example", "y.example", "a.y.example"];
const patterns = [...hosts, "*.x.example", "**.x.example", "**.a.x.example", "*.y.example", "**.example"];
const cidrs = ["192.0.2.0/24", "192.0.2.128/25", "192.0.2.1/32", "0.0.0.0/0", "2001:db8::/32", "2001:db8:1::/48", "::/0"];
const ips = ["192.0.2.1", "192.0.2.200", "198.51.100.7", "2001:db8:1::5", "2001:db8:2::5", "::ffff:192.0.2.1"];
const days = ["2026-01-10", "2026-01-11"];
const proofs: NameProof[] = ["proven", "consistent", "claimed", "unknown", "contradicted"];

const some = <T>(values: readonly T[], weight = 2): fc.Arbitrary<T[] | undefined> =>
  fc.oneof(
    { weight, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }) },
  );
const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 1): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const who: fc.Arbitrary<Who> = fc.record({
  service: some([...services, "billing*", "*-api", "*"]),
  environment: some([...environments, "prod*"]),
  team: some(["pay", "core"], 6),
  tags: maybe(fc.constantFrom([{ key: "tier", values: ["gold"] }], [{ key: "tier", values: ["g*", "silver"] }]), 6),
});
const from: fc.Arbitrary<From> = fc
  .tuple(who, maybe(fc.array(who, { minLength: 1, maxLength: 2 }), 5))
  .map(([w, except]) => ({ ...w, except }));
const ports = [
  [{ first: 443, last: 443 }],
  [{ first: 1, last: 1024 }],
  [
    { first: 25, last: 25 },
    { first: 443, last: 8443 },
  ],
];
const to: fc.Arbitrary<To> = fc.record({
  host: some(patterns, 1),
  cidr: some(cidrs, 3),
  region: some(["EEA", "EU", "DE", "US", "adequate:eu"], 5),
  asn: some([64500, 64501], 6),
  port: maybe(fc.constantFrom(...ports)),
  protocol: maybe(fc.constantFrom(["tcp"], ["tcp", "udp"], ["icmp"])),
});
const rule: fc.Arbitrary<Omit<Rule, "id">> = fc.record({
  from,
  to,
  effect: fc.constantFrom("allow", "allow", "deny"),
  mode: fc.constantFrom("enforce", "enforce", "report"),
  priority: fc.constantFrom(1000, 1000, 1000, 10, 2000),
  proof: maybe(fc.constantFrom(...proofs.slice(0, 4)), 4),
  until: maybe(fc.constantFrom(...days), 4),
});
const policyOf = (rules: readonly Omit<Rule, "id">[], unlisted: Policy["unlisted"] = "deny"): Policy => ({
  version: 1,
  unlisted,
  groups: [],
  geo: [],
  // Ids that do not sort as they stand.
  rules: rules.map((r, i) => ({ ...r, id: `r${(i * 7) % 31}-${i}`, mode: r.effect === "deny" ? "enforce" : r.mode })),
});
const policy = fc
  .tuple(fc.array(rule, { maxLength: 14 }), fc.constantFrom<Policy["unlisted"]>("deny", "deny", "report"))
  .map(([rules, unlisted]) => policyOf(rules, unlisted));
const given = <T>(values: readonly T[]): fc.Arbitrary<T | undefined> => maybeNot(fc.constantFrom(...values));
const maybeNot = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 5, arbitrary });
const subject: fc.Arbitrary<DecideSubject> = fc.record({
  service: given(services),
  environment: given(environments),
  team: given(["pay", "core", "ops"]),
  tags: given<Record<string, string>>([{}, { tier: "gold" }, { tier: "tin", zone: "a" }]),
  dstHost: given(hosts),
  dstIp: given(ips),
  dstPort: given([443, 25, 8080]),
  protocol: given(["tcp", "udp", "icmp"]),
  country: given(["DE", "US", "NO", "JP", "ZZ"]),
  asn: given([64500, 64501, 64502]),
  proof: given(proofs),
  at: given([Date.parse("2026-01-10T23:59:59.999Z"), Date.parse("2026-01-11T00:00:00Z"), Date.parse("2026-02-01T00:00:00Z")]),
  mayResolve: fc.boolean(),
});
const subjects = fc.array(subject, { minLength: 100, maxLength: 100 });

test("the index decides as the naive evaluator", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(policy, subjects, (p, all) => {
      const decider = compilePolicy(p);
      for (const s of all) {
        const expected = decideNaively(p, s);
        const key = expected.rule < 0 ? `${expected.verdict}, no rule` : expected.verdict;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        const got = decider.decide(s);
        if (got.verdict !== expected.verdict || got.rule !== expected.rule) expect({ s, ...got }).toEqual({ s, ...expected });
      }
    }),
    { numRuns: Number(process.env.WAYBILL_DECIDE_RUNS ?? 2000) },
  );
  // The worlds are small enough for every kind of answer to be common.
  for (const kind of ["allowed", "denied", "reported", "denied, no rule", "reported, no rule", "unknown, no rule"])
    expect(seen.get(kind) ?? 0).toBeGreaterThan(2000);
}, 240_000);

test("many rules for one destination, apart by service, decide as the naive evaluator", () => {
  const many = fc.array(
    rule.map((r) => ({ ...r, to: { ...r.to, cidr: undefined, asn: undefined, region: undefined, host: r.to.host && ["x.example"] } })),
    { minLength: 20, maxLength: 40 },
  );
  fc.assert(
    fc.property(many, subjects, (rules, all) => {
      const p = policyOf(rules);
      const decider = compilePolicy(p);
      for (const s of all) expect(decider.decide(s)).toEqual(decideNaively(p, s));
    }),
    { numRuns: 200 },
  );
}, 120_000);

describe("laws", { timeout: 120_000 }, () => {
  const decide = (p: Policy, s: DecideSubject): unknown => compilePolicy(p).decide(s);

  test("case, trailing dot and IPv4-mapped addresses do not change the answer", () => {
    fc.assert(
      fc.property(policy, subject, (p, s) => {
        const mapped = s.dstIp && !s.dstIp.includes(":") ? `::ffff:${s.dstIp}` : s.dstIp?.toUpperCase();
        const other = {
          ...s,
          dstHost: s.dstHost && `${s.dstHost.toUpperCase()}.`,
          dstIp: mapped,
          protocol: s.protocol?.toUpperCase(),
          country: s.country?.toLowerCase(),
        };
        expect(decide(p, other)).toEqual(decide(p, s));
      }),
      { numRuns: 2000 },
    );
  });

  test("a rule that names neither this caller nor this destination changes nothing", () => {
    const foreign: Rule = {
      id: "a-foreign",
      from: { service: ["nobody"] },
      to: { host: ["else.example"] },
      effect: "deny",
      mode: "enforce",
      priority: 1,
    };
    const complete = subject.filter((s) => s.service !== undefined);
    fc.assert(
      fc.property(policy, complete, (p, s) => {
        expect(decide({ ...p, rules: [...p.rules, foreign] }, s)).toEqual(decide(p, s));
      }),
      { numRuns: 2000 },
    );
  });

  test("rules may stand in any order", () => {
    fc.assert(
      fc.property(policy, subject, (p, s) => {
        const id = (q: Policy): unknown => {
          const d = compilePolicy(q).decide(s);
          return [d.verdict, q.rules[d.rule]?.id];
        };
        expect(id({ ...p, rules: [...p.rules].reverse() })).toEqual(id(p));
      }),
      { numRuns: 2000 },
    );
  });

  test("a rule of several hosts is as one rule for each", () => {
    fc.assert(
      fc.property(policy, subject, (p, s) => {
        const split = p.rules.flatMap((r) =>
          r.to.host ? r.to.host.map((h, i) => ({ ...r, id: `${r.id}.${i}`, to: { ...r.to, host: [h] } })) : [r],
        );
        expect(compilePolicy({ ...p, rules: split }).decide(s).verdict).toBe(compilePolicy(p).decide(s).verdict);
      }),
      { numRuns: 2000 },
    );
  });

  test("learning a missing field never turns allowed into denied or back", () => {
    fc.assert(
      fc.property(policy, subject, subject, (p, s, more) => {
        const before = compilePolicy(p).decide(s).verdict;
        // A name learnt for an address is no missing field: without one the answer was "no name".
        const known: DecideSubject = {
          ...more,
          ...Object.fromEntries(Object.entries(s).filter(([, v]) => v !== undefined)),
          country: s.country === "ZZ" ? more.country : (s.country ?? more.country),
        };
        if (s.dstHost === undefined && s.dstIp !== undefined && !s.mayResolve) known.dstHost = undefined;
        if (s.dstPort === undefined && s.protocol === "icmp") known.dstPort = undefined;
        if (before !== "unknown") expect(compilePolicy(p).decide(known).verdict).toBe(before);
      }),
      { numRuns: 5000 },
    );
  });

  test("explain says what decide says", () => {
    fc.assert(
      fc.property(policy, subject, (p, s) => {
        const decider = compilePolicy(p);
        const { verdict, rule } = decider.decide(s);
        const told = decider.explain(s);
        expect([told.verdict, told.rule]).toEqual([verdict, p.rules[rule]?.id]);
        expect(told.nearest.length).toBeLessThanOrEqual(3);
        if (verdict === "unknown")
          expect(told.nearest[0]).toMatchObject({ failed: [], missing: expect.arrayContaining([expect.any(String)]) });
        else for (const n of told.nearest) expect(n.failed.length + (n.missing?.length ?? 0)).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });
});
