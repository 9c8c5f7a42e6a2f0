import fc from "fast-check";
import { expect, test } from "vitest";
import { formatIpv4 } from "../model/address";
import { and, everything, has, isEverything, not, or, type Query, type Value, where } from "./ast";
import { type FieldId, fieldIds, fieldOf } from "./fields";
import { parseQuery } from "./parse";
import { printQuery } from "./print";

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom("api.example", "OR", "a b", 'q"q', "-x", "src:1", "*", "(", "\\"),
);
const nonEmpty = (parts: readonly string[]): boolean => parts.some((p) => p !== "");
const exact = text.map((t): Value => ({ kind: "exact", text: t }));
const glob = fc.array(fc.string({ maxLength: 5 }), { minLength: 2, maxLength: 4 }).map((parts): Value => ({ kind: "glob", parts }));
const n = fc.oneof(
  fc.nat(),
  fc.nat(200).map((k) => k * 1000),
  fc.nat(9).map((k) => k * 3_600_000),
);
const numbers = fc.oneof(
  n.map((min): Value => ({ kind: "range", min, max: min })),
  n.map((min): Value => ({ kind: "range", min, above: true })),
  n.map((min): Value => ({ kind: "range", min })),
  n.map((max): Value => ({ kind: "range", max, below: true })),
  n.map((max): Value => ({ kind: "range", max })),
  fc.tuple(n, n).map(([a, b]): Value => ({ kind: "range", min: Math.min(a, b), max: Math.max(a, b) })),
);
const prefix = fc.oneof(
  fc.nat(0xffffff).map((a): Value => ({ kind: "prefix", text: formatIpv4(0xc0000000 + a) })),
  fc.integer({ min: 1, max: 8 }).map((l): Value => ({ kind: "prefix", text: `192.0.2.0/${32 - l}` })),
  fc.constantFrom<Value>({ kind: "prefix", text: "2001:db8::/32" }, { kind: "prefix", text: "2001:db8::1" }),
);

function valueFor(field: FieldId): fc.Arbitrary<Value> {
  const { type, values } = fieldOf(field);
  switch (type) {
    case "text":
      return fc.oneof(exact, glob);
    case "destination":
      return fc.oneof(prefix, fc.constant<Value>({ kind: "glob", parts: ["", ".example"] }));
    case "address":
      return prefix;
    case "country":
      return fc.constantFrom<Value>({ kind: "exact", text: "DE" }, { kind: "exact", text: "US" });
    case "flag":
      return fc.boolean().map((is): Value => ({ kind: "flag", is }));
    case "choice":
      return fc.constantFrom(...values!).map((t): Value => ({ kind: "exact", text: t }));
    case "version":
      return fc
        .tuple(fc.constantFrom(...values!), fc.constantFrom("", "<", "<=", ">", ">=" as const))
        .map(([t, op]): Value => (op === "" ? { kind: "exact", text: t } : { kind: "order", op, text: t }));
    default:
      return numbers;
  }
}

const leaf: fc.Arbitrary<Query> = fc.oneof(
  fc
    .constantFrom(...fieldIds)
    .chain((field) => fc.array(valueFor(field), { minLength: 1, maxLength: 3 }).map((values) => where(field, ...values))),
  fc.constantFrom(...fieldIds).map(has),
  text.map((t): Query => ({ kind: "text", value: { kind: "exact", text: t } })),
  fc
    .array(fc.string({ maxLength: 5 }), { minLength: 2, maxLength: 4 })
    .filter(nonEmpty)
    .map((parts): Query => ({ kind: "text", value: { kind: "glob", parts } })),
);

const queries: fc.Arbitrary<Query> = fc.letrec<{ node: Query }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("node"), { maxLength: 4 }).map((of) => and(...of.filter((q) => !isEverything(q)))),
    fc.array(tie("node"), { minLength: 1, maxLength: 4 }).map((of) => or(...of)),
    tie("node")
      .filter((q) => !isEverything(q))
      .map(not),
  ),
})).node;

test("what is printed reads as what it was", () => {
  fc.assert(
    fc.property(queries, (query) => {
      const printed = printQuery(query);
      fc.pre(printed.length <= 4096);
      const parsed = parseQuery(printed);
      expect(parsed.problems, printed).toBeUndefined();
      expect(parsed.query).toEqual(query);
    }),
    { numRuns: 3000 },
  );
});

test("any text is a query or has a problem inside the text", () => {
  const scrap = fc.constantFrom(
    "a",
    "host:",
    "dport:",
    "(",
    ")",
    "-",
    '"',
    "\\",
    " OR ",
    " AND ",
    "NOT ",
    "*",
    "5xx",
    ":",
    ">",
    "10.0.0.0/8",
    " ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(scrap, { maxLength: 12 }).map((s) => s.join("")),
      ),
      (written) => {
        const { query, problems } = parseQuery(written);
        if (query) expect(parseQuery(printQuery(query)).query).toEqual(query);
        else {
          expect(problems.length).toBeGreaterThan(0);
          for (const p of problems) {
            expect(p.from).toBeGreaterThanOrEqual(0);
            expect(p.to).toBeGreaterThan(p.from);
            expect(p.to).toBeLessThanOrEqual(written.length);
          }
        }
      },
    ),
    { numRuns: 3000 },
  );
});

test.each([
  ["dst:api.example", "dst:api.example"],
  ["-verdict:allowed", "-verdict:allowed"],
  ["dport:(443 OR 8443)", "dport:(443 OR 8443)"],
  ["bytes:>1mb", "bytes:>1mb"],
  ["bytes:>1048576", "bytes:>1048576"],
  ["src:10.0.0.0/8", "src:10.0.0.0/8"],
  ["src:2001:DB8::/32", "src:2001:db8::/32"],
  ["country:(us OR CN)", "country:(US OR CN)"],
  ["has:sni", "has:sni"],
  ["has:(sni OR tls)", "has:sni OR has:tls"],
  ["host:*.s3.example", "host:*.s3.example"],
  ["status:5xx", "status:5xx"],
  ["status:(404 OR 5xx)", "status:(404 OR 5xx)"],
  ["duration:>2s", "duration:>2s"],
  ["duration:1500", "duration:1500ms"],
  ["asn:AS64500", "asn:64500"],
  ["NOT twin:true", "-twin:true"],
  ["a AND (b OR -c)", "a (b OR -c)"],
  ["a b OR c", "(a b) OR c"],
  ['url:"https://api.example/a?b=*"', 'url:"https://api.example/a?b=*"'],
  ["url:https://api.example/*", "url:https://api.example/*"],
  ["user:", undefined],
  ["  ", ""],
])("%s is printed %s", (written, printed) => {
  const { query } = parseQuery(written);
  expect(query && printQuery(query)).toBe(printed);
});

test.each([
  ["dport:https", 6, 11, undefined],
  ["hots:api.example", 0, 4, "host"],
  ["verdict:deny", 8, 12, undefined],
  ["src:10.1.2.3/8", 4, 14, "10.0.0.0/8"],
  ["host:(a b)", 8, 9, undefined],
  ["(a OR b", 0, 1, undefined],
  ["a)", 1, 2, undefined],
  ["a OR", 3, 4, undefined],
  ['host:"a', 5, 7, '"a"'],
  ["status:9xx", 7, 10, undefined],
  ["bytes:5..1", 6, 10, "1..5"],
  ["https://api.example/", 0, 5, undefined],
])("%s has its problem at %i to %i", (written, from, to, fix) => {
  const { problems } = parseQuery(written);
  expect(problems?.[0]).toMatchObject({ from, to });
  expect(problems?.[0]?.fix).toBe(fix);
});

test("an empty query is everything", () => {
  expect(parseQuery("").query).toEqual(everything);
});

test("nesting and length have an end", () => {
  expect(parseQuery(`${"(".repeat(60)}a${")".repeat(60)}`).problems?.[0]?.message).toContain("nest");
  expect(parseQuery(`${"-".repeat(4000)}a`).query ?? "deep").toBeTruthy();
  expect(parseQuery("a ".repeat(3000)).problems?.[0]?.message).toContain("4096");
});
