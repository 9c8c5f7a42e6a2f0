import { expect, test } from "vitest";
import { systemActor } from "../../lib/access/system";
import { findSource, type Source } from "../../lib/db/source";
import { listSampledSources, listSources } from "../../lib/db/source-health";
import { listSourceHours } from "../../lib/db/source-hour";
import { importLog } from "../../lib/ingest/import-log";
import type { Actor } from "../../lib/model/role";
import { parseQuery } from "../../lib/query/parse";
import { countConnections } from "../../lib/report/search-connections";
import { readSourceList } from "../../lib/report/source-list";
import { readSourcePage } from "../../lib/report/source-page";
import { cisoActivity } from "../../lib/report/views/ciso-activity";
import { addSource } from "./add-source";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const HOUR = 3_600_000;
// Receipts are stamped by the database's clock, so the records are of now as well.
const NOW = Math.floor(Date.now() / HOUR) * HOUR;

const sourceOf = async (name: string, format: string, more: Partial<Source> = {}): Promise<Source> =>
  (await addSource(database.db, name, format, more)).source;
const send = (source: Source, body: string, receivedAt = Date.now()) =>
  importLog(
    database.db,
    { source, maxBytes: 1e8, receivedAt },
    (async function* () {
      yield Buffer.from(body);
    })(),
  );
const flow = (at: number, status = "OK"): string => {
  const start = Math.floor(at / 1000);
  const rest = status === "OK" ? "10.6.0.5 203.0.113.9 40000 443 6 10 500" : "- - - - - - -";
  return `2 123456789010 eni-0a1b2c3d4e5f60718 ${rest} ${start} ${start + 60} ${status === "OK" ? "ACCEPT" : "-"} ${status}\n`;
};
const hoursBack = (from: number, to: number): number[] => Array.from({ length: from - to }, (_, i) => NOW - (from - i) * HOUR);

test("no traffic is not no data: NODATA is told, SKIPDATA is a loss, an hour of neither is a gap", async () => {
  const { db } = database;
  const source = await sourceOf("flows", "aws-vpcflow");
  const quiet = NOW - 5 * HOUR;
  const missing = NOW - 8 * HOUR;
  const lost = NOW - 10 * HOUR;
  const body = hoursBack(10 * 24, 0)
    .filter((at) => at !== missing)
    .map((at) =>
      at === quiet ? flow(at, "NODATA") + flow(at + 600_000, "NODATA") : flow(at) + (at === lost ? flow(at + 600_000, "SKIPDATA") : ""),
    )
    .join("");
  const account = await send(source, body);
  expect(account).toMatchObject({ skipped: 3, rejected: 0 });
  const told = new Map((await listSourceHours(db, source.id, NOW - 24 * HOUR, NOW)).map((h) => [h.hour, h]));
  expect(told.get(quiet)).toMatchObject({ connections: 0, quiet: 2, lost: 0 });
  expect(told.get(lost)).toMatchObject({ connections: 1, quiet: 0, lost: 1 });
  expect(told.has(missing)).toBe(false);

  const page = await readSourcePage(db, systemActor, source, NOW + HOUR);
  expect(page.gaps).toEqual([
    { from: missing, to: missing + HOUR, source: "flows", kind: "silent" },
    { from: lost, to: lost + HOUR, source: "flows", kind: "lost" },
  ]);
  expect(page).toMatchObject({ quiet: 2, lost: 1 });
  expect(page.hours.gaps?.map((g) => [g.from, g.reason])).toEqual([
    [lost, "Records lost, says flows"],
    [missing, "Hours without a record from flows"],
  ]);
  expect(page.hours.series[0]!.values.reduce((sum: number, v) => sum + (v ?? 0), 0)).toBe(7 * 24 - 3);

  const { missed } = await readSourceList(db, systemActor, NOW + HOUR);
  expect(missed.get(source.id)?.size).toBe(1);
});

test("the homes' charts are hatched where a source of their workloads had none, and only then", async () => {
  const { db } = database;
  const ask = (team?: string) =>
    cisoActivity.answer(db, systemActor, {
      period: { from: NOW - 24 * HOUR, to: NOW },
      now: NOW + HOUR,
      ...(team === undefined ? {} : { team }),
    });
  expect((await ask()).answer.gaps?.map((g) => g.reason)).toContain("Hours without a record from flows");
  // Its workloads are of no team.
  expect((await ask("")).answer.gaps?.length).toBeGreaterThan(0);
  expect((await ask("payments")).answer.gaps).toEqual([]);
});

test("the explorer's counts are hatched where a source that could have told of it had none", async () => {
  const { db } = database;
  const engineer: Actor = { id: "e", name: "Engineer", role: "engineer", teams: ["payments"] };
  const ask = async (q: string, actor: Actor = systemActor, period = { from: NOW - 24 * HOUR, to: NOW }) => {
    const { query } = parseQuery(q);
    return (await countConnections(db, actor, { query: query!, period }, "Europe/Berlin", NOW + HOUR)).gaps;
  };
  const missing = { from: NOW - 8 * HOUR, to: NOW - 7 * HOUR, reason: "Hours without a record from flows" };
  const lost = { from: NOW - 10 * HOUR, to: NOW - 9 * HOUR, reason: "Records lost, says flows" };
  const twoGaps = [lost, missing].map((gap) => expect.objectContaining(gap));
  expect(await ask("")).toEqual(twoGaps);
  expect(await ask("source:flows -verdict:denied")).toEqual(twoGaps);
  // It had none of this, but could have told of it.
  expect(await ask("dport:25")).toEqual(twoGaps);
  for (const q of ["source:another", "-source:flows", "team:payments", "dport:25 (team:payments OR service:x)"])
    expect(await ask(q)).toEqual([]);
  expect(await ask("", engineer)).toEqual([]);
  // Ten minutes of the missing hour are not known either.
  const within = { from: missing.from + 600_000, to: missing.from + 1_200_000 };
  expect((await ask("", systemActor, within)).map((g) => [Math.max(g.from, within.from), g.to, g.reason])).toEqual([
    [within.from, within.to, missing.reason],
  ]);
});

test("rate and lag are those of what arrived lately; an old file that was sent once is not missed afterwards", async () => {
  const { db } = database;
  const now = Date.now();
  const live = await sourceOf("live", "aws-vpcflow");
  const body = Array.from({ length: 600 }, (_, i) => flow(now - (i < 540 ? 60_000 : 1_800_000))).join("");
  await send(live, body, now);
  const old = await sourceOf("old", "aws-vpcflow");
  await send(
    old,
    hoursBack(20 * 24, 12 * 24)
      .map((at) => flow(at))
      .join(""),
  );
  const all = new Map((await listSources(db, new Date(now + 1000))).map((s) => [s.name, s]));
  const health = all.get("live")!;
  expect(health.linesPerMinute).toBe(10);
  expect(health.recordsPerMinute).toBe(10);
  expect(health.lag!.p50).toBeGreaterThanOrEqual(60_000);
  expect(health.lag!.p50).toBeLessThan(100_000);
  expect(health.lag!.p95).toBeGreaterThanOrEqual(1_800_000);
  expect(health.sampling).toBeNull();
  expect((await readSourcePage(db, systemActor, old, now)).gaps).toEqual([]);
});

test("who samples is said to: by the log, by the format, or by the source's owner", async () => {
  const { db } = database;
  const router = await sourceOf("router", "netflow");
  const sampled = (rate: number) =>
    `${JSON.stringify({ type: "NETFLOW_V9", time_flow_start_ns: Date.now() * 1e6, time_flow_end_ns: Date.now() * 1e6, sampling_rate: rate, src_addr: "10.6.1.5", dst_addr: "203.0.113.9", src_port: 40000, dst_port: 443, proto: "TCP", bytes: 100, packets: 2 })}\n`;
  expect(await send(router, sampled(1000) + sampled(100))).toMatchObject({ used: 2 });
  const proxy = await sourceOf("proxy", "squid", { sampling: 10 });
  await send(
    proxy,
    `${(Date.now() / 1000).toFixed(3)} 120 10.6.0.9 TCP_TUNNEL/200 5000 CONNECT api.payments.example:443 - HIER_DIRECT/203.0.113.9 -\n`,
  );
  const all = new Map((await listSources(db)).map((s) => [s.name, s.sampling]));
  expect([all.get("router"), all.get("proxy"), all.get("flows")]).toEqual([1000, 10, null]);
  expect(await listSampledSources(db)).toEqual(["proxy", "router"]);
  const { coverage } = await cisoActivity.answer(db, systemActor, { period: { from: NOW - 24 * HOUR, to: NOW + HOUR } });
  expect(coverage.notes).toContain("proxy, router log a sample: counts are lower bounds");
  expect((await findSource(db.prisma, proxy.id))?.sampling).toBe(10);
});
