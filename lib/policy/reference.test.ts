import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { endpointKinds, groupKinds } from "../model/policy";
import { nameProofs } from "../model/verdict";
import { lintPolicy } from "./lint";
import { parsePolicy } from "./parse";
import { regionSets } from "./regions";

const reference = readFileSync("docs/reference/policy.md", "utf8");
const howTo = readFileSync("docs/how-to/write-a-policy.md", "utf8");
const yamlIn = (text: string): string[] => [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((m) => m[1]!);

test("the examples of the documents can be published as they stand", () => {
  const examples = [...yamlIn(reference), ...yamlIn(howTo)];
  expect(examples.length).toBeGreaterThanOrEqual(2);
  for (const yaml of examples) {
    const { policy, problems } = parsePolicy(yaml);
    expect(problems).toEqual([]);
    expect(lintPolicy(policy!)).toEqual([]);
  }
});

test("the reference names every remark of the lint, every kind, proof, group and region set", () => {
  const sources = readdirSync("lib/policy").filter((f) => /^lint.*\.ts$/.test(f) && !f.endsWith(".test.ts"));
  const codes = sources.flatMap((f) =>
    [...readFileSync(`lib/policy/${f}`, "utf8").matchAll(/say\(\s*rule,\s*[^,]+,\s*["`]([a-z-]+)["`]/g)].map((m) => m[1]!),
  );
  expect(codes.length).toBeGreaterThan(15);
  const words = [
    ...codes,
    "no-owner",
    "no-reason",
    "unlisted-report",
    ...endpointKinds,
    ...groupKinds,
    ...nameProofs.slice(0, 4),
    ...regionSets.map((r) => r.name),
  ];
  for (const word of words) expect(reference, word).toContain(`\`${word}\``);
});

test("region sets are dated, sourced and of real countries", () => {
  for (const { countries, asOf, source } of regionSets) {
    expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(source.length).toBeGreaterThan(10);
    expect(new Set(countries).size).toBe(countries.length);
    for (const c of countries) expect(new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(c), c).toBeDefined();
  }
  expect(
    regionSets.find((r) => r.name === "EU")!.countries.filter((c) => !["AX", "GF", "GP", "MF", "MQ", "RE", "YT"].includes(c)),
  ).toHaveLength(27);
});
