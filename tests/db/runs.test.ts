import { beforeAll, expect, test } from "vitest";
import { listRuns } from "../../lib/db/run-list";
import type { Actor, Role } from "../../lib/model/role";
import { everything } from "../../lib/model/scope";
import { getEngineerSummary } from "../../lib/report/engineer-summary";
import { readRunPage } from "../../lib/report/run-page";
import { engineerChanges } from "../../lib/report/views/engineer-changes";
import { useDatabase } from "./database";
import { type Call, makeRun, makeSources } from "./runs";

const database = useDatabase();
const as = (role: Role, ...teams: string[]): Actor => ({ id: role, name: role, role, teams: teams.length > 0 ? teams : ["*"] });
const night = (day: number): string => `2026-11-${String(day).padStart(2, "0")}T01:10:00Z`;
/** When every run is over. */
const later = Date.parse("2026-11-21T00:00:00Z");
const archive: Call = { host: "archive.vendor.example", method: "PUT", path: "/vault/{id}", count: 18, bytesOut: 5_000_000 };
const usual: Call[] = [
  { path: "/v1/items", count: 40, durationMs: 4000, bytesOut: 40_000 },
  { path: "/v1/pages", count: 20, durationMs: 2000, bytesOut: 20_000 },
  { path: "/v1/upload", method: "POST", count: 5, durationMs: 500, bytesOut: 200_000 },
];

const ids: Record<string, string> = {};
beforeAll(async () => {
  const { db } = database;
  await makeSources(db);
  for (const day of [10, 11, 12, 13])
    ids[day] = await makeRun(db, { job: "export", name: `export-${day}`, at: night(day) }, [...usual, archive]);
  // Two nights without the archive, and on the second everything else goes wrong as well.
  ids[14] = await makeRun(db, { job: "export", name: "export-14", at: night(14) }, usual);
  ids[15] = await makeRun(db, { job: "export", name: "export-15", at: night(15), exitCode: 3 }, [
    { path: "/v1/items", count: 30, durationMs: 40_000, bytesOut: 30_000 },
    { path: "/v1/pages", count: 15, durationMs: 1500, bytesOut: 15_000 },
    { path: "/v1/pages", count: 5, durationMs: 500, bytesOut: 5_000, statusClass: 5, attempt: 1 },
    { path: "/v1/upload", method: "POST", count: 5, durationMs: 500, bytesOut: 9_000_000 },
    { host: "paste.elsewhere.example", path: "/new", count: 1, verdict: "denied", outcome: "violation" },
    // The flow log saw the same calls: they count once.
    { kind: "connection", count: 7, bytesOut: 900_000 },
    { kind: "query", verdict: "unjudged", outcome: "not-left", count: 2 },
  ]);
});

test("a run against those before it: what is missing, new, failing, slower and bigger comes first", async () => {
  const page = await readRunPage(database.db, as("engineer"), ids[15]!, undefined, later);
  expect(page.against?.externalId).toBe("export-14");
  expect(page.calls.map((c) => [c.marks.join(), c.method, c.host, c.path, c.now?.count ?? 0, c.before?.count ?? 0])).toEqual([
    ["missing", "PUT", "archive.vendor.example", "/vault/{id}", 0, 0],
    ["new", "GET", "paste.elsewhere.example", "/new", 1, 0],
    ["failing", "GET", "api.vendor.example", "/v1/pages", 20, 20],
    ["slower", "GET", "api.vendor.example", "/v1/items", 30, 40],
    ["bigger", "POST", "api.vendor.example", "/v1/upload", 5, 5],
  ]);
  const [missing, fresh, failing] = page.calls;
  expect(missing).toMatchObject({ wholeHost: true, usual: { runs: 4, of: 5, last: 1 } });
  expect(fresh).toMatchObject({ wholeHost: true, usual: { runs: 0, of: 5 } });
  expect(failing!.now).toMatchObject({ failed: 5, retries: 5, maxAttempt: 1, statuses: [0, 0, 15, 0, 0, 5] });
});

test("a call that several logs saw counts once, and the page names what each saw", async () => {
  const page = await readRunPage(database.db, as("engineer"), ids[15]!, undefined, later);
  expect(page.run).toMatchObject({
    connections: 56,
    denied: 1,
    retries: 5,
    bytesOut: 30_000 + 15_000 + 5_000 + 9_000_000 + 1000,
    exitCode: 3,
  });
  expect(page.sightings.map((s) => [s.source, s.kind, s.records, s.withPath, s.judged])).toEqual([
    ["batch-proxy", "request", 56, 56, true],
    ["flow-logs", "connection", 7, 0, true],
    ["flow-logs", "query", 2, 0, false],
  ]);
});

test("a chosen run is compared with alone", async () => {
  const page = await readRunPage(database.db, as("engineer"), ids[14]!, ids[13], later);
  expect([page.isChosen, page.against?.externalId]).toEqual([true, "export-13"]);
  expect(page.calls.map((c) => [c.marks.join(), c.path, c.before?.count])).toEqual([
    ["missing", "/vault/{id}", 18],
    ["", "/v1/items", 40],
    ["", "/v1/pages", 20],
    ["", "/v1/upload", 5],
  ]);
});

test("a run of another job, or of itself, is no run to compare with", async () => {
  const other = await makeRun(database.db, { job: "other", name: "other-1", at: night(9) }, usual);
  for (const against of [other, ids[14]!, "no id", "99999999999999999999"])
    expect((await readRunPage(database.db, as("engineer"), ids[14]!, against, later)).isChosen).toBe(false);
});

test("the first run has nothing to be held against; one that has not ended misses nothing", async () => {
  const { db } = database;
  expect((await readRunPage(db, as("engineer"), ids[10]!, undefined, later)).calls.every((c) => c.marks.length === 0)).toBe(true);
  await makeRun(db, { job: "import", name: "import-1", at: night(10) }, [...usual, archive]);
  const running = await makeRun(db, { job: "import", name: "import-2", at: night(11), ended: false }, usual);
  expect((await readRunPage(db, as("engineer"), running, undefined, later)).calls.flatMap((c) => c.marks)).toEqual([]);
});

test("a run known from logs alone misses nothing until it had the time that its job takes", async () => {
  const { db } = database;
  for (const day of [1, 2, 3])
    await makeRun(db, { job: "build", name: `build-${day}`, at: night(day), loggedMinutes: 30 }, [...usual, archive]);
  const last = await makeRun(db, { job: "build", name: "build-4", at: night(4), loggedMinutes: 5 }, usual);
  const q = (minutes: number) => ({ period: { from: Date.parse(night(4)), to: Date.parse(night(4)) + minutes * 60_000 } });
  const missingAt = async (minutes: number) => (await getEngineerSummary(db, as("engineer"), q(minutes))).missing.map((m) => m.endpoint);
  const page = await readRunPage(db, as("engineer"), last, undefined, q(12).period.to);
  expect([page.isComplete, page.calls.flatMap((c) => c.marks)]).toEqual([false, []]);
  expect(await missingAt(12)).toEqual([]);
  expect((await readRunPage(db, as("engineer"), last, undefined, later)).calls.flatMap((c) => c.marks)).toEqual(["missing"]);
  expect(await missingAt(45)).toEqual(["archive.vendor.example"]);
  // Asked later about the same quarter of an hour, it is over.
  const asked = await getEngineerSummary(db, as("engineer"), { ...q(12), now: later });
  expect(asked.missing.map((m) => m.job)).toEqual(["build"]);
});

test("few calls that come and go by chance are missed by none; a host whose paths differ each run is compared as one", async () => {
  const { db } = database;
  for (const [i, count] of [1, 4, 2, 6, 1, 3].entries())
    await makeRun(db, { job: "train", name: `train-${i}`, at: night(10 + i) }, [
      ...usual,
      { path: "/part/a", count },
      ...[1, 2, 3].map((n) => ({ host: "packages.vendor.example", path: `/pkg-${i}-${n}`, count: 1 })),
    ]);
  const last = await makeRun(db, { job: "train", name: "train-9", at: night(19) }, [
    ...usual,
    ...[1, 2, 3].map((n) => ({ host: "packages.vendor.example", path: `/pkg-9-${n}`, count: 1 })),
  ]);
  const page = await readRunPage(db, as("engineer"), last, undefined, later);
  expect(page.calls.flatMap((c) => c.marks)).toEqual([]);
  expect(page.calls.find((c) => c.host === "packages.vendor.example")).toMatchObject({
    paths: 3,
    path: null,
    now: { count: 3 },
    before: { count: 3 },
  });
  expect(page.varied.map((c) => c.path).sort()).toEqual(["/pkg-9-1", "/pkg-9-2", "/pkg-9-3"]);
});

test("where the log holds no URL the endpoint is the host alone", async () => {
  const { db } = database;
  const id = await makeRun(db, { job: "flow", name: "flow-1", at: night(12) }, [{ kind: "connection", count: 3 }]);
  const page = await readRunPage(db, as("engineer"), id, undefined, later);
  expect(page.calls.map((c) => [c.method, c.host, c.path, c.now?.count])).toEqual([[null, "api.vendor.example", null, 3]]);
});

test("a run of another team is not there, on its page, in the list and on the home", async () => {
  const { db } = database;
  await expect(readRunPage(db, as("engineer", "payments"), ids[15]!, undefined, later)).rejects.toMatchObject({ code: "not-found" });
  expect((await listRuns(db, { teams: ["payments"] }, {}, { limit: 50 })).runs).toEqual([]);
  const q = { period: { from: Date.parse(night(15)), to: Date.parse(night(16)) } };
  expect((await getEngineerSummary(db, as("engineer", "payments"), { ...q })).runs.runs).toBe(0);
  await expect(engineerChanges.answer(db, as("legal"), { ...q })).rejects.toMatchObject({ code: "forbidden" });
});

test("the home tells of the job that no longer calls a host, and of the run that failed", async () => {
  const q = { period: { from: Date.parse(night(15)), to: Date.parse(night(15)) + 3_600_000 } };
  const summary = await getEngineerSummary(database.db, as("engineer", "data"), q);
  expect(summary.missing).toEqual([{ job: "export", endpoint: "archive.vendor.example", href: `/runs/${ids[15]}` }]);
  expect(summary.runs.failed).toBe(1);
  const { answer } = await engineerChanges.answer(database.db, as("engineer", "data"), q);
  expect(answer.rows.filter((r) => r.link === `/runs/${ids[15]}`).map((r) => r.cells["change"])).toEqual([
    "Missing",
    "New",
    "Failing",
    "Slower",
    "Bigger",
  ]);
});

test("pages of runs hold each run once, newest first", async () => {
  const { db } = database;
  const all = (await listRuns(db, everything, {}, { limit: 500 })).runs.map((r) => r.id);
  const seen: string[] = [];
  for (let after: { startedAt: Date; id: string } | undefined; ; ) {
    const page = await listRuns(db, everything, {}, { after, limit: 4 });
    seen.push(...page.runs.map((r) => r.id));
    if (!page.next) break;
    after = page.next;
  }
  expect(all.length).toBeGreaterThan(12);
  expect(seen).toEqual(all);
});
