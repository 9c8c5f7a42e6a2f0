import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type AnyRule, type AuditRule, judge, parametersOf } from "../../lib/audit/rule";
import { rules } from "../../lib/audit/rules/index";
import type { SubjectKind, Subjects } from "../../lib/model/audit-subject";
import { parseQuery } from "../../lib/query/parse";

const folder = path.resolve(import.meta.dirname, "../../lib/audit/rules");
const files = fs.readdirSync(folder).filter((f) => f.endsWith(".ts") && f !== "index.ts" && !f.endsWith(".test.ts"));

/** What every subject has beside what an example is about. */
const someone = {
  service: "billing",
  environment: "production",
  team: "payments",
  destination: "api.vendor.example",
  host: "api.vendor.example",
  source: "edge",
  kind: "request",
  at: Date.UTC(2026, 10, 18),
  firstSeen: Date.UTC(2026, 10, 18, 1),
  lastSeen: Date.UTC(2026, 10, 18, 2),
  rule: "billing-card-charges",
  bytesOut: 0,
  bytesIn: 0,
};

test("each file is a rule in the list under its own name, and the list has nothing else", () => {
  expect(files.map((f) => f.replace(/\.ts$/, "")).sort()).toEqual(rules.map((r) => r.id).sort());
  expect(rules.length).toBeGreaterThanOrEqual(10);
});

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, rule: AnyRule) => {
  test("is whole", () => {
    expect(rule.title.length).toBeGreaterThan(5);
    expect(rule.description).toMatch(/\.$/);
    expect(rule.audience.length).toBeGreaterThan(0);
    expect(rule.controls.length).toBeGreaterThan(0);
    expect(rule.falsePositives.length).toBeGreaterThan(0);
    for (const p of Object.values(rule.parameters)) expect(p.default).toBeGreaterThanOrEqual(p.min);
  });

  test("has an example that passes, one that fails and one that cannot be judged", () => {
    expect(new Set(rule.examples.map((e) => e.verdict))).toEqual(new Set(["pass", "fail", "unknown"]));
    expect(new Set(rule.examples.map((e) => e.name)).size).toBe(rule.examples.length);
  });

  test.each(rule.examples.map((e) => [e.name, e] as const))("%s", (_name, example) => {
    runExample(rule as AuditRule, example as AuditRule["examples"][number]);
  });

  test("refuses a parameter that makes no sense", () => {
    const [name, p] = Object.entries(rule.parameters)[0]!;
    expect(() => parametersOf(rule, { [name]: p.min - 1 })).toThrow(name);
    expect(() => parametersOf(rule, { [name]: Number.NaN })).toThrow(name);
    expect(() => parametersOf(rule, { "no-such": 1 })).toThrow("no-such");
  });
});

function runExample<K extends SubjectKind>(rule: AuditRule<K>, example: AuditRule<K>["examples"][number]): void {
  const given = example.given as Subjects[K];
  const parameters = parametersOf(rule as unknown as AnyRule, example.parameters as Record<string, number>);
  if (rule.concerns) expect(rule.concerns({ ...someone, ...given } as unknown as Subjects[K])).toBe(true);
  const judgement = judge(rule, given, parameters);
  expect(judgement.verdict).toBe(example.verdict);
  if (judgement.verdict === "unknown") expect(judgement.missing).toBe(example.missing);
  if (judgement.verdict !== "fail") return;
  const whole = { ...someone, ...given } as unknown as Subjects[K];
  const told = rule.tell([{ subject: whole, details: judgement.details }]);
  expect(told.summary).toMatch(/^[A-Zb].{20,400}\.$/s);
  expect(told.summary).not.toMatch(/undefined|null|NaN|Infinity/);
  expect(parseQuery(rule.evidence(whole)).problems).toBeUndefined();
  expect(rule.subject(whole)).toBeTruthy();
}
