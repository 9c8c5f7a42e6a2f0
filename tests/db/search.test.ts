import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { FoundRecord } from "../../lib/db/found-record";
import { pageSql, searchRecords } from "../../lib/db/search";
import { countFacets, countOverTime, facetFields } from "../../lib/db/search-count";
import { everything as everyone } from "../../lib/model/scope";
import { and, has, isEverything, not, or, type Query, where } from "../../lib/query/ast";
import { fieldIds } from "../../lib/query/fields";
import { parseQuery } from "../../lib/query/parse";
import { toPredicate } from "../../lib/query/predicate";
import { printQuery } from "../../lib/query/print";
import { useDatabase } from "./database";
import { estateEnd, estateStart, makeEstate } from "./estate";

const store = useDatabase();
const period = { from: estateStart, to: estateEnd };
let everyRecord: FoundRecord[] = [];

const q = (text: string): Query => {
  const parsed = parseQuery(text);
  if (!parsed.query) throw new Error(`${text}: ${parsed.problems[0]?.message}`);
  return parsed.query;
};

async function findAll(query: Query, limit = 50, scope = everyone, within = period): Promise<FoundRecord[]> {
  const out: FoundRecord[] = [];
  for (let after: string | undefined, pages = 0; pages < 100; pages++) {
    const page = await searchRecords(store.db, scope, { query, period: within }, { limit, ...(after && { after }) });
    out.push(...page.records);
    expect(page.searchedFrom).toBeUndefined();
    if (!page.next) return out;
    after = page.next;
  }
  throw new Error("The pages do not end.");
}

beforeAll(async () => {
  await makeEstate(store.db, 400);
  everyRecord = await findAll(q(""), 1000);
});

test("every record is there, once, newest first", () => {
  expect(everyRecord).toHaveLength(400);
  expect(new Set(everyRecord.map((r) => r.id)).size).toBe(400);
  for (let i = 1; i < everyRecord.length; i++) expect(everyRecord[i]!.time).toBeLessThanOrEqual(everyRecord[i - 1]!.time);
  expect(everyRecord.some((r) => r.facts.twin)).toBe(true);
});

const conditions = [
  "service:billing",
  'service:"search api"',
  "environment:prod*",
  "team:payments",
  "host:*.storage.example",
  "host:a_b*",
  'host:"100%.odd.example"',
  "host:*%*",
  "domain:storage.example",
  "dst:203.0.113.0/24",
  "dst:(api.vendor.example OR 2001:db8::/32)",
  "dst:*113*",
  "ip:203.0.113.7",
  "src:10.0.0.0/8",
  "src:2001:db8::/32",
  "dport:(443 OR 8443)",
  "dport:<100",
  "sport:>=32768",
  "verdict:denied",
  "outcome:(violation OR blocked)",
  "action:none",
  "rule:storage_*",
  "policy:1",
  "protocol:udp",
  "app:dns",
  "method:POST",
  "path:/v1/*",
  "url:*upload*",
  "status:5xx",
  "status:404",
  "status:500..503",
  "status:(2xx OR 4xx)",
  "attempt:>0",
  "attempt:0",
  "answered:false",
  "answered:true",
  "tls:<1.2",
  "tls:1.3",
  "proof:contradicted",
  "country:(US OR CN)",
  "operator:DE",
  "asn:AS64500",
  "bytes:>1mb",
  "bytes_out:500",
  "bytes_in:0",
  "duration:>2s",
  "duration:<=2s",
  "job:nightly*",
  "run:run-1",
  "kind:request",
  "direction:inbound",
  "source:edge-proxy",
  "format:squid",
  "import:2",
  "session:CHhAvVGS1DHFjwGM9",
  "agent:curl*",
  "has:trace",
  "has:dst",
  "twin:false",
  "twin:true",
  "sample:true",
  "upload",
  "report_",
  "203.0.113.0/24",
  "10.1.2.3",
  'host:"a\u0000b"',
];

describe("a search finds what its predicate holds for", () => {
  test.each(conditions.flatMap((c) => [`-${c}`, `twin:false ${c}`]))("%s", async (text) => {
    const query = q(text);
    const expected = everyRecord.filter((r) => toPredicate(query)(r.facts));
    expect((await findAll(query, 1000)).map((r) => r.id)).toEqual(expected.map((r) => r.id));
  });

  test("whatever the query, the page size and the period", async () => {
    const leaf = fc.oneof(
      fc.constantFrom(...conditions).map(q),
      fc.constantFrom(...fieldIds).map(has),
      fc.constantFrom("DE", "US").map((text) => where("country", { kind: "exact", text })),
    );
    const { node } = fc.letrec<{ node: Query }>((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((of) => and(...of)),
        fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((of) => or(...of)),
        tie("node")
          .filter((n) => !isEverything(n))
          .map(not),
      ),
    }));
    const moment = fc.integer({ min: estateStart, max: estateEnd });
    await fc.assert(
      fc.asyncProperty(
        node,
        fc.boolean(),
        fc.integer({ min: 7, max: 60 }),
        fc.tuple(moment, moment),
        async (any, twinless, limit, [a, b]) => {
          const query = twinless ? and(q("twin:false"), any) : any;
          const within = { from: Math.min(a, b), to: Math.max(a, b) };
          const expected = everyRecord.filter((r) => r.time >= within.from && r.time < within.to && toPredicate(query)(r.facts));
          expect(
            (await findAll(query, limit, everyone, within)).map((r) => r.id),
            printQuery(query),
          ).toEqual(expected.map((r) => r.id));
        },
      ),
      { numRuns: 100 },
    );
  });
});

test("no condition of the list is idle", () => {
  for (const text of conditions.filter((c) => !c.includes("\0") && !["policy:1", "has:dst"].includes(c))) {
    const n = everyRecord.filter((r) => toPredicate(q(text))(r.facts)).length;
    expect(n, text).toBeGreaterThan(0);
    expect(n, text).toBeLessThan(everyRecord.length);
  }
});

test("an engineer finds the records of their teams and no others", async () => {
  const teams = { teams: ["payments"] };
  const found = await findAll(q(""), 1000, teams);
  expect(found.map((r) => r.id)).toEqual(everyRecord.filter((r) => r.facts.team === "payments").map((r) => r.id));
  const { total } = await countOverTime(store.db, teams, { query: q("twin:false"), period }, "UTC");
  expect(total).toBe(sum(everyRecord.filter((r) => r.facts.team === "payments" && !r.facts.twin)));
  expect(await findAll(q(""), 1000, { teams: [] })).toEqual([]);
  const [facet] = await countFacets(store.db, teams, { query: q("twin:false"), period }, ["team"]);
  expect(facet!.values.map((v) => v.value)).toEqual(["payments"]);
});

const sum = (records: readonly FoundRecord[]): number => records.reduce((n, r) => n + r.count, 0);

describe("counts agree with the list", () => {
  const periods = [
    period,
    { from: estateStart + 3_700_000, to: estateEnd - 50_000_000 },
    { from: estateStart + 1_000_000, to: estateStart + 2_000_000 },
  ];
  test.each(["twin:false", "", "upload", ...conditions.filter((c) => !c.startsWith("twin")).map((c) => `twin:false ${c}`)])(
    "%s",
    async (text) => {
      const query = q(text);
      // The last ends in an hour of which nothing is later, as "until now" does.
      for (const p of [...periods, { from: estateStart + 1_000_000, to: everyRecord[0]!.time + 1 }]) {
        const records = everyRecord.filter((r) => r.time >= p.from && r.time < p.to && toPredicate(query)(r.facts));
        const histogram = await countOverTime(store.db, everyone, { query, period: p }, "Europe/Berlin");
        expect(histogram.certainty).toBe("exact");
        expect(histogram.total).toBe(sum(records));
        expect(histogram.series.flatMap((s) => s.values).reduce((a, b) => a + b, 0)).toBe(histogram.total);
        const violations = records.filter((r) => r.facts.outcome === "violation");
        expect((histogram.series.find((s) => s.outcome === "violation")?.values ?? []).reduce((a, b) => a + b, 0)).toBe(sum(violations));
      }
    },
  );

  test("facets, each without its own condition", async () => {
    const query = q("twin:false country:US -outcome:blocked");
    const facets = await countFacets(store.db, everyone, { query, period }, facetFields, 2);
    expect(facets.map((f) => f.field)).toEqual(facetFields);
    for (const facet of facets) {
      const own = q(
        facet.field === "country"
          ? "twin:false -outcome:blocked"
          : facet.field === "outcome"
            ? "twin:false country:US"
            : "twin:false country:US -outcome:blocked",
      );
      const records = everyRecord.filter((r) => toPredicate(own)(r.facts));
      const counts = new Map<string | null, number>();
      for (const r of records) {
        const value = r.facts[facet.field];
        const name = value === undefined ? null : String(value);
        counts.set(name, (counts.get(name) ?? 0) + r.count);
      }
      const expected = [...counts.values()].sort((a, b) => b - a);
      expect(
        facet.values.map((v) => v.count),
        facet.field,
      ).toEqual(expected.slice(0, 2));
      for (const v of facet.values) expect(counts.get(v.value)).toBe(v.count);
      expect(facet.other ?? { values: 0, count: 0 }).toEqual({
        values: Math.max(0, expected.length - 2),
        count: expected.slice(2).reduce((a, b) => a + b, 0),
      });
    }
  });

  test("what time does not allow is counted at most, and says so", async () => {
    const histogram = await countOverTime(store.db, everyone, { query: q("twin:false path:/v1/*"), period }, "UTC", 0);
    expect(histogram.certainty).toBe("at-most");
    expect(histogram.total).toBeGreaterThan(sum(everyRecord.filter((r) => toPredicate(q("twin:false path:/v1/*"))(r.facts))));
    const page = await searchRecords(store.db, everyone, { query: q("path:/v1/*"), period }, { limit: 10, budgetMs: 0 });
    expect(page).toEqual({ records: [], next: `t${period.to}`, searchedFrom: period.to });
  });
});

describe("the plan", () => {
  const plan = async (text: string, ranges: { from: number; to: number }[]) => {
    const compiled = pageSql(everyone, q(text), ranges, undefined, 101).compile(store.db.sql);
    const { rows } = await store.db.pool.query(`explain (format json) ${compiled.sql}`, [...compiled.parameters]);
    return JSON.stringify(rows[0]["QUERY PLAN"]);
  };
  const day = (t: number) => `connection_${new Date(t).toISOString().slice(0, 10).replaceAll("-", "")}`;
  const HOUR = 3_600_000;

  test("reads the partitions of its hours and no others, whatever the filter", async () => {
    const noon = estateStart + 24 * HOUR;
    for (const text of ["", "outcome:violation", "path:/v1/*", "-service:billing"]) {
      const read = new Set(
        (
          await plan(text, [
            { from: noon, to: noon + HOUR },
            { from: noon - 3 * HOUR, to: noon - 2 * HOUR },
          ])
        ).match(/connection_2026\d{4}/g),
      );
      expect(read, text).toEqual(new Set([day(noon)]));
    }
  });

  test("joins what its filter needs before the page is cut, the rest after", async () => {
    type Node = { "Node Type": string; "Subplan Name"?: string; "Relation Name"?: string; Plans?: Node[] };
    const nodes = (n: Node): Node[] => [n, ...(n.Plans ?? []).flatMap(nodes)];
    const [{ Plan: root }] = JSON.parse(await plan("dport:443", [{ from: estateStart, to: estateStart + HOUR }])) as [{ Plan: Node }];
    const page = nodes(root).find((n) => n["Subplan Name"] === "CTE page");
    expect(page?.["Node Type"]).toBe("Limit");
    const read = new Set(nodes(page!).flatMap((n) => n["Relation Name"] ?? []));
    expect(read).toEqual(new Set(["traffic_key", day(estateStart)]));
  });
});
