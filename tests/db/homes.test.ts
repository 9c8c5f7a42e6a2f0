import { beforeAll, expect, test } from "vitest";
import { listDenied } from "../../lib/db/trouble";
import type { Actor } from "../../lib/model/role";
import { getCisoSummary } from "../../lib/report/ciso-summary";
import { getLegalSummary } from "../../lib/report/legal-summary";
import { readQuestion } from "../../lib/report/question";
import type { Question } from "../../lib/report/view";
import { cisoActivity } from "../../lib/report/views/ciso-activity";
import { cisoBlocked } from "../../lib/report/views/ciso-blocked";
import { cisoUnits } from "../../lib/report/views/ciso-units";
import { views } from "../../lib/report/views/index";
import { legalMap } from "../../lib/report/views/legal-map";
import { useDatabase } from "./database";
import { estateEnd, makeEstate } from "./estate";

const use = useDatabase();
const admin: Actor = { id: "admin", name: "Admin", role: "admin", teams: [] };
// A new object each time: answers are kept as long as their question lives.
const asked = (more: Partial<Question> = {}): Question => ({ ...readQuestion({ from: "now-5d", to: "now" }, estateEnd).question, ...more });

beforeAll(() => makeEstate(use.db, 800));

interface Fact {
  workload: string;
  team: string | null;
  environment: string | null;
  kind: string;
  outcome: string;
  count: number;
  bytes: number;
}

/** Every judged roll-up row of the period as it lies there, and the counting rule applied by hand. */
async function counted(q: Question): Promise<Fact[]> {
  const { rows } = await use.db.pool.query<Fact>(
    `select h.workload_id::text as workload, w.team, w.environment, h.kind::text, h.outcome::text, h.count::float8, h.bytes_out::float8 as bytes
     from traffic_hour h join workload w on w.id = h.workload_id where h.hour >= $1 and h.hour < $2 and h.verdict <> 'unjudged'`,
    [new Date(q.period.from), new Date(q.period.to)],
  );
  const richest = (workload: string) => (rows.some((r) => r.workload === workload && r.kind === "request") ? "request" : "connection");
  return rows.filter((r) => r.kind === richest(r.workload));
}

const sum = (facts: Fact[], outcomes: string[], of: "count" | "bytes" = "count"): number =>
  facts.filter((f) => outcomes.includes(f.outcome)).reduce((s, f) => s + f[of], 0);
const left = ["conforming", "reported", "violation", "unexplained"];

test("the sentence's numbers are those of the roll-ups, one kind of observation a workload", async () => {
  const q = asked();
  const facts = await counted(q);
  const summary = await getCisoSummary(use.db, admin, q);
  expect(summary.left.count).toBe(sum(facts, left));
  expect(summary.left.count).toBeGreaterThan(0);
  expect(summary.blocked.count).toBe(sum(facts, ["blocked"]));
  expect(summary.conformity).toBeCloseTo(sum(facts, ["conforming"]) / sum(facts, ["conforming", "reported", "violation"]), 12);
  expect(summary.culprits.count).toBe(sum(facts, ["reported", "violation"]));
});

test("what was denied is every denied activity by who made it, once", async () => {
  const q = asked();
  const denied = (await counted(q)).filter((f) => ["violation", "blocked", "false-reject"].includes(f.outcome));
  const { rows, total, rowsInAll } = await listDenied(use.db, { teams: null }, q, 100_000);
  expect(rows).toHaveLength(rowsInAll);
  expect(total).toBe(denied.reduce((s, f) => s + f.count, 0));
  const bySubject = (of: { subject: string; count: number }[]): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const { subject, count } of of) sums[subject] = (sums[subject] ?? 0) + count;
    return sums;
  };
  expect(bySubject(rows.map((r) => ({ subject: `${r.workloadId} ${r.outcome}`, count: r.count })))).toEqual(
    bySubject(denied.map((f) => ({ subject: `${f.workload} ${f.outcome}`, count: f.count }))),
  );
});

test("what is drawn over time adds up to the same, in connections and in bytes", async () => {
  for (const [measure, of] of [
    ["connections", "count"],
    ["bytes", "bytes"],
  ] as const) {
    const q = asked({ params: { measure } });
    const facts = await counted(q);
    const { answer } = await cisoActivity.answer(use.db, admin, q);
    for (const s of answer.series) expect(s.values.reduce<number>((a, v) => a + (v ?? 0), 0)).toBe(sum(facts, [s.id], of));
    const { answer: stopped } = await cisoBlocked.answer(use.db, admin, q);
    for (const s of stopped.series) expect(s.values.reduce<number>((a, v) => a + (v ?? 0), 0)).toBe(sum(facts, [s.id], of));
  }
});

test("each unit's conformity is its own", async () => {
  const q = asked();
  const facts = await counted(q);
  const { answer } = await cisoUnits.answer(use.db, admin, q);
  answer.rows.forEach((team, r) => {
    answer.columns.forEach((environment, c) => {
      const own = facts.filter((f) => (f.team ?? "no team") === team && (f.environment ?? "no environment") === environment);
      const judged = sum(own, ["conforming", "reported", "violation"]);
      expect(answer.cells[r]![c]).toEqual(judged === 0 ? null : expect.closeTo(sum(own, ["conforming"]) / judged, 12));
    });
  });
});

test("a team's question counts only that team", async () => {
  const q = asked({ team: "payments" });
  const facts = (await counted(q)).filter((f) => f.team === "payments");
  expect((await getCisoSummary(use.db, admin, q)).left.count).toBe(sum(facts, left));
});

test("a million blocked attempts change no conformity", async () => {
  const before = await getCisoSummary(use.db, admin, asked());
  await use.db.pool.query("update traffic_hour set count = count + 1000000 where outcome = 'blocked'");
  const after = await getCisoSummary(use.db, admin, asked());
  expect(after.blocked.count).toBeGreaterThan(before.blocked.count);
  expect(after.conformity).toBe(before.conformity);
  expect(after.left.count).toBe(before.left.count);
});

test("the map's bytes are those that left, and what no database places is shown as unknown", async () => {
  const q = asked();
  const facts = await counted(q);
  const { answer } = await legalMap.answer(use.db, admin, q);
  expect(answer.countries.reduce((s, c) => s + (c.value ?? 0), 0)).toBeCloseTo(sum(facts, left, "bytes"), 3);
  const summary = await getLegalSummary(use.db, admin, q);
  expect(summary.withoutBasis).toBe(summary.destinations);
});

test("every view refuses a role without its permission before it reads", async () => {
  const nobody = { ...admin, role: "guest" as never };
  for (const view of views)
    await expect(async () => view.answer(use.db, nobody, asked({ params: { host: "api.vendor.example" } })), view.id).rejects.toMatchObject(
      {
        code: "forbidden",
      },
    );
});
