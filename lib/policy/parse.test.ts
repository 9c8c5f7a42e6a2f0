import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePolicy } from "./parse";

const policy = (...rules: string[]): string => `version: 1\nunlisted: deny\nrules:\n${rules.join("\n")}\n`;
const told = (yaml: string): string[] => parsePolicy(yaml).problems.map((p) => `${p.line}:${p.column} ${p.code}`);

test("the example of the language", () => {
  const { policy: read, problems } = parsePolicy(`version: 1
unlisted: report
groups:
  card-services: { service: [billing-*, group:tills] }
  tills: { service: checkout }
geo:
  - { id: personal, from: { data: [personal] }, regions: [EEA, ch, "ADEQUATE:EU"], owner: legal }
rules:
  - id: billing-card-charges
    from:
      service: group:card-services
      environment: [production]
      tags: { pci: "true" }
      except: { service: billing-sandbox }
    to:   { host: [API.payments.example., "**.cards.example"], port: [443, 8000-8100, 8101], protocol: TCP, asn: [AS64500, 64501] }
    kind: api
    owner: payments-team
    reason: Card charging
    ticket: SEC-1042
    proof: consistent
    review: 90d
    mode: report
    until: 2030-01-31
    priority: 10
  - { id: mirror, to: { cidr: ["::ffff:192.0.2.0/120", 2001:DB8::/32, 198.51.100.7], port: 443 }, effect: deny }
`);
  expect(problems).toEqual([]);
  const [first, second] = read!.rules.map(({ places: _, ...rule }) => rule);
  expect(first).toEqual({
    id: "billing-card-charges",
    from: {
      service: ["billing-*", "checkout"],
      environment: ["production"],
      tags: [{ key: "pci", values: ["true"] }],
      except: [{ service: ["billing-sandbox"] }],
    },
    to: {
      host: ["api.payments.example", "**.cards.example"],
      port: [
        { first: 443, last: 443 },
        { first: 8000, last: 8101 },
      ],
      protocol: ["tcp"],
      asn: [64500, 64501],
    },
    effect: "allow",
    kind: "api",
    owner: "payments-team",
    reason: "Card charging",
    ticket: "SEC-1042",
    proof: "consistent",
    review: 90,
    mode: "report",
    until: "2030-01-31",
    priority: 10,
  });
  expect(second!.to.cidr).toEqual(["192.0.2.0/24", "2001:db8::/32", "198.51.100.7/32"]);
  expect(read!.unlisted).toBe("report");
  expect(read!.geo[0]).toMatchObject({
    id: "personal",
    from: { data: ["personal"] },
    regions: ["EEA", "CH", "adequate:eu"],
    owner: "legal",
  });
});

test("an error on line 12 is told with line 12, what was expected, and the rule", () => {
  const yaml = policy(
    "  - id: first\n    to: { host: a.b.example, port: 443 }",
    "  - id: second\n    from:\n      service: billing\n    to:\n      host: c.d.example\n      port: 443\n      prot: tcp",
  );
  expect(parsePolicy(yaml)).toEqual({
    problems: [
      {
        severity: "error",
        code: "unknown-key",
        line: 12,
        column: 7,
        rule: "second",
        message: '`to` has no key "prot". Known: host, cidr, region, port, protocol, asn.',
        fix: "Write `port`.",
      },
    ],
  });
});

test.each([
  ["", ["1:1 empty"]],
  ["# nothing\n", ["1:1 empty"]],
  ["just text", ["1:1 wrong-type"]],
  ["version: 2\nrules: []", ["1:10 bad-version"]],
  ["rules: []", ["1:1 missing"]],
  ["version: 1", ["1:1 missing"]],
  ["version: 1\nrules: {}", ["2:1 wrong-type"]],
  ["version: 1\nrules: []\nrules: []", ["3:1 duplicate-key"]],
  ["version: 1\nrules:\n\t- a", ["3:1 yaml"]],
  ["version: 1\nrules: []\n---\nversion: 1", ["3:1 yaml"]],
  [policy("  - to: { host: a.example }"), ["4:5 missing"]],
  [policy("  - { id: a b }"), ["4:11 bad-id"]],
  [policy("  - { id: 7 }"), ["4:11 wrong-type"]],
  [policy("  - { id: a }", "  - { id: a }"), ["5:11 duplicate-id"]],
  [policy("  - just text"), ["4:5 wrong-type"]],
  [policy("  - { id: a, owner: }"), ["4:21 wrong-type"]],
  [policy("  - { id: a, kind: apis }"), ["4:20 bad-value"]],
  [policy("  - { id: a, mode: report }"), ["4:20 report-without-end"]],
  [policy("  - { id: a, mode: report, effect: deny, until: 2030-01-01 }"), ["4:20 report-deny"]],
  [policy("  - { id: a, until: 2030-02-30 }"), ["4:21 bad-day"]],
  [policy("  - { id: a, until: 2030-01-01T12:00:00Z }"), ["4:21 bad-day"]],
  [policy("  - { id: a, review: 93d }"), ["4:22 review-too-long"]],
  [policy("  - { id: a, review: 12 weeks }"), ["4:22 bad-review"]],
  [policy("  - { id: a, priority: 1.5 }"), ["4:24 bad-value"]],
  [policy("  - { id: a, proof: contradicted }"), ["4:21 bad-value"]],
  [policy("  - { id: a, from: billing }"), ["4:20 wrong-type"]],
  [policy("  - { id: a, from: { service: [] } }"), ["4:22 empty"]],
  [policy("  - { id: a, from: { service: [x, 5] } }"), ["4:35 wrong-type"]],
  [policy("  - { id: a, from: { except: {} } }"), ["4:30 empty"]],
  [policy("  - { id: a, from: { tags: [a] } }"), ["4:28 wrong-type"]],
  [policy("  - { id: a, from: { service: group:none } }"), ["4:31 unknown-group"]],
  [policy("  - { id: a, to: { host: bücher.example } }"), ["4:26 bad-host"]],
  [policy("  - { id: a, to: { host: https://a.example/ } }"), ["4:26 bad-host"]],
  [policy("  - { id: a, to: { host: 192.0.2.1 } }"), ["4:26 bad-host"]],
  [policy('  - { id: a, to: { host: "a.*.example" } }'), ["4:26 bad-host"]],
  [policy('  - { id: a, to: { host: "**" } }'), ["4:26 bad-host"]],
  [policy('  - { id: a, to: { host: "***.a.example" } }'), ["4:26 bad-host"]],
  [policy("  - { id: a, to: { host: *.a.example } }"), ["4:26 alias"]],
  [policy("  - { id: a, to: { cidr: 192.0.2.1/24 } }"), ["4:26 host-bits"]],
  [policy("  - { id: a, to: { cidr: 192.0.2.0/33 } }"), ["4:26 bad-cidr"]],
  [policy("  - { id: a, to: { region: Europe } }"), ["4:28 bad-region"]],
  [policy("  - { id: a, to: { region: UK } }"), ["4:28 bad-region"]],
  [policy("  - { id: a, to: { port: 70000 } }"), ["4:26 bad-port"]],
  [policy("  - { id: a, to: { port: 90-80 } }"), ["4:26 bad-port"]],
  [policy("  - { id: a, to: { port: any } }"), ["4:26 bad-port"]],
  [policy("  - { id: a, to: { protocol: https } }"), ["4:30 bad-protocol"]],
  [policy("  - { id: a, to: { asn: 0 } }"), ["4:25 bad-asn"]],
  ["version: 1\nrules: []\ngroups: { a: { service: group:b }, b: { service: group:a } }", ["3:50 group-cycle"]],
  ["version: 1\nrules: []\ngroups: { a: { service: x, host: y.example } }", ["3:28 group-kind"]],
  ["version: 1\nrules: []\ngeo: [{ id: a }]", ["3:7 missing"]],
])("%j", (yaml, problems) => {
  expect(told(yaml)).toEqual(problems);
  expect(parsePolicy(yaml).policy).toBeUndefined();
});

test.each([
  [policy("  - { id: a, to: { host: bücher.example } }"), "Write `xn--bcher-kva.example`."],
  [policy("  - { id: a, to: { host: *.a.example } }"), 'Write "*.a.example".'],
  [policy("  - { id: a, to: { cidr: 192.0.2.1/24 } }"), "Write 192.0.2.0/24."],
  [policy("  - { id: a, to: { cidr: 2001:db8::1/32 } }"), "Write 2001:db8::/32."],
  [policy("  - { id: a, ticket: 1042 }"), 'Write "1042" in quotes.'],
  [policy("  - { id: a, onwer: x }"), "Write `owner`."],
])("%j comes with its fix", (yaml, fix) => expect(parsePolicy(yaml).problems[0]!.fix).toBe(fix));

test("a longer review is accepted where the installation allows it", () => {
  const yaml = policy("  - { id: a, review: 180d }");
  expect(parsePolicy(yaml, { maxReviewDays: 200 }).policy?.rules[0]?.review).toBe(180);
});

describe("hostile files end soon, with a problem", () => {
  const rules = (n: number): string => policy(...Array.from({ length: n }, (_, i) => `  - { id: r${i} }`));
  test.each([
    ["aliases of aliases", `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]`, "anchor"],
    ["deep lists", "[".repeat(100_000), "too-deep"],
    ["deep lists that close", `${"[".repeat(20_000)}${"]".repeat(20_000)}`, "too-deep"],
    ["deep anchors", "[&a ".repeat(20_000), "anchor"],
    ["deep dashes", "- ".repeat(50_000), "too-deep"],
    ["deep keys", Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"), "too-deep"],
    ["nine million bytes", "#".repeat(9_000_000), "too-large"],
    ["a million keys", Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join("\n"), "unknown-key"],
    ["one bracket for ever", "]".repeat(20_000), "yaml"],
    ["a name of ten thousand labels", policy(`  - { id: a, to: { host: "**.${"a.".repeat(10_000)}example" } }`), "too-long"],
    ["a prototype for a key", policy("  - { id: a, __proto__: { effect: deny } }"), "unknown-key"],
    ["tags of a prototype", policy("  - { id: a, from: { tags: { __proto__: 5 } } }"), "wrong-type"],
    ["more rules than there may be", rules(100_001), "too-many-rules"],
  ])(
    "%s",
    (_, yaml, code) => {
      const { policy: read, problems } = parsePolicy(yaml);
      expect(read).toBeUndefined();
      expect(problems.length).toBeLessThanOrEqual(101);
      expect(problems.map((p) => p.code)).toContain(code);
    },
    30_000,
  );

  test("a chain of groups as long as the file, and groups that double", () => {
    const chain = Array.from({ length: 3000 }, (_, i) => `  g${i}: { service: [s${i}, group:g${i + 1}] }`).join("\n");
    const yaml = `version: 1\ngroups:\n${chain}\n  g3000: { service: last }\nrules: []\n`;
    expect(told(yaml)).toEqual([expect.stringMatching(/group-too-large$/)]);
    const cycle = yaml.replace("service: last", "service: group:g0");
    expect(told(cycle)).toEqual([expect.stringMatching(/group-cycle$/)]);
  }, 30_000);

  test("no text makes it throw", () => {
    const piece = fc.constantFrom(
      "version: 1\n",
      "rules:\n",
      "  - id: a\n",
      "    to: {",
      " host: ",
      "x.example",
      "}",
      "]",
      "[",
      "\n",
      "*a",
      "&a",
      "!t",
      "- ",
      "? ",
      ": ",
      "|",
      '"',
      "'",
      "\t",
      "\u0000",
      "\ud800",
      "groups:",
      "{",
      ",",
      "#",
      "---",
      "%",
      "443",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece, { maxLength: 40 }).map((p) => p.join("")),
        ),
        (text) => {
          const { policy: read, problems } = parsePolicy(text);
          expect(read === undefined).toBe(problems.some((p) => p.severity === "error"));
          for (const p of problems) expect([p.line >= 1, p.column >= 1, p.line <= text.split("\n").length]).toEqual([true, true, true]);
        },
      ),
      { numRuns: 3000 },
    );
  }, 60_000);
});
