import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { listDestinations } from "../../lib/db/destination";
import { packLines } from "../../lib/db/raw-block";
import { Problem } from "../../lib/model/problem";
import type { Actor } from "../../lib/model/role";
import { everything as everyone } from "../../lib/model/scope";
import { parseView } from "../../lib/query/view";
import { type ExportKind, exportConnections } from "../../lib/report/export-connections";
import { readQuestion } from "../../lib/report/question";
import { readRawLine, readRecord } from "../../lib/report/read-record";
import { completeConnections, searchConnections } from "../../lib/report/search-connections";
import { destinationCallers } from "../../lib/report/views/destination-callers";
import { destinationList } from "../../lib/report/views/destination-list";
import { destinationObservations } from "../../lib/report/views/destination-observations";
import { useDatabase } from "./database";
import { estateEnd, estateStart, makeEstate } from "./estate";

const store = useDatabase();
const actor = (role: Actor["role"], ...teams: string[]): Actor => ({ id: `the-${role}`, name: `The ${role}`, role, teams });
const admin = actor("admin", "*");
const engineer = actor("engineer", "payments");
const range = { from: new Date(estateStart).toISOString(), to: new Date(estateEnd).toISOString() };
const everything = { query: { kind: "and", of: [] } as const, period: { from: estateStart, to: estateEnd } };
const journal = () => store.db.prisma.journal.findMany({ orderBy: { id: "asc" } });

beforeAll(async () => {
  await makeEstate(store.db, 300, 11);
  // One block with a formula and a bidi mark in it, as a hostile client may write.
  const lines = Array.from({ length: 300 }, (_, i) => `line ${i + 1} =cmd|' /C calc'!A0 \u202Eabc`);
  const day = new Date(estateEnd).toISOString().slice(0, 10);
  await store.db.pool.query("select ensure_day_partition('raw_block', $1::date)", [day]);
  await store.db.prisma.rawBlock.create({
    data: { day: new Date(day), importId: 1, firstLine: 1, lastLine: 300, data: Uint8Array.from(await packLines(lines.join("\n"))) },
  });
  await store.db.pool.query("update connection set src_user = '=HYPERLINK(\"x\")', url = E'@sum,\"a\"\\n' where line = 1");
});

async function recordsOf(who: Actor, text = ""): Promise<string[]> {
  const view = parseView({ q: text, ...range });
  const { bytes } = await exportConnections(store.db, who, "ndjson", view, estateEnd);
  const files = unzip(Buffer.concat(await collect(bytes)));
  return files["connections.ndjson"]!.trimEnd().split("\n");
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const out: Uint8Array[] = [];
  for await (const piece of bytes) out.push(piece);
  return out;
}

/** By the central directory, as every reader of archives does. */
function unzip(archive: Buffer): Record<string, string> {
  const out: Record<string, string> = {};
  let at = archive.readUInt32LE(archive.length - 6);
  for (let left = archive.readUInt16LE(archive.length - 12); left > 0; left--) {
    const [packed, size, name] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24), archive.readUInt16LE(at + 28)];
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26);
    const content = inflateRawSync(archive.subarray(start, start + packed));
    expect(content.length).toBe(size);
    out[archive.toString("utf8", at + 46, at + 46 + name)] = content.toString("utf8");
    at += 46 + name;
  }
  return out;
}

describe("an export", () => {
  test.each<[ExportKind, string]>([
    ["csv", "connections.csv"],
    ["ndjson", "connections.ndjson"],
    ["ocsf", "connections.ocsf.ndjson"],
  ])("as %s is whole, with its manifest, and in the journal", async (kind, name) => {
    const view = parseView({ q: "outcome:violation", tz: "Europe/Berlin", ...range });
    const { bytes } = await exportConnections(store.db, admin, kind, view, estateEnd);
    const files = unzip(Buffer.concat(await collect(bytes)));
    const found = await searchConnections(
      store.db,
      admin,
      { ...everything, query: (await import("../../lib/query/parse")).parseQuery("outcome:violation").query! },
      { limit: 1000 },
    );
    const manifest = JSON.parse(files["manifest.json"]!);
    expect(manifest).toMatchObject({
      kind,
      filter: "outcome:violation twin:false",
      from: range.from,
      to: range.to,
      zone: "Europe/Berlin",
      teams: "all",
    });
    expect(manifest.rows).toBe(found.records.length);
    expect(manifest.files).toEqual([
      {
        name,
        rows: manifest.rows,
        bytes: Buffer.byteLength(files[name]!),
        sha256: createHash("sha256").update(files[name]!).digest("hex"),
      },
    ]);
    expect(files[name]!.split(kind === "csv" ? "\r\n" : "\n").length - 1).toBe(manifest.rows + (kind === "csv" ? 1 : 0));
    const entries = (await journal()).slice(-2);
    expect(entries.map((e) => [e.action, e.actorId])).toEqual([
      ["connection.export", "the-admin"],
      ["connection.export-done", "the-admin"],
    ]);
    expect(entries[1]!.after).toMatchObject({ rows: manifest.rows });
  });

  test("gives a spreadsheet no formula", async () => {
    const view = parseView({ q: 'user:"=HYPERLINK(\\"x\\")" twin:(true OR false)', ...range });
    const { bytes } = await exportConnections(store.db, admin, "csv", view, estateEnd);
    const csv = unzip(Buffer.concat(await collect(bytes)))["connections.csv"]!;
    expect(csv).toContain('"\'=HYPERLINK(""x"")"');
    expect(csv).toContain('"\'@sum,""a""\n"');
    expect(csv).not.toMatch(/(^|,|")[=+@-][A-Za-z]/m);
  });

  test("holds an engineer's own teams and no more", async () => {
    const own = (await recordsOf(engineer)).map((line) => JSON.parse(line));
    expect(own.length).toBeGreaterThan(0);
    expect(new Set(own.map((r) => r.team))).toEqual(new Set(["payments"]));
    expect((await recordsOf(admin)).length).toBeGreaterThan(own.length);
  });

  test("of a filter that cannot be read is refused and not journaled", async () => {
    const before = (await journal()).length;
    await expect(exportConnections(store.db, admin, "csv", parseView({ q: "hots:a", ...range }), estateEnd)).rejects.toMatchObject({
      code: "invalid",
    });
    expect((await journal()).length).toBe(before);
  });

  test("pages over every record once, however many share a moment", async () => {
    const lines = await recordsOf(admin, "twin:(true OR false)");
    expect(lines.length).toBe(300);
    expect(new Set(lines.map((l) => JSON.parse(l).id)).size).toBe(300);
  });
});

describe("a record", () => {
  const search = async (who: Actor, text: string) => {
    const { parseQuery } = await import("../../lib/query/parse");
    return (await searchConnections(store.db, who, { ...everything, query: parseQuery(text).query! }, { limit: 1000 })).records;
  };

  test("comes with its reason, its line's place and the other records of its activity", async () => {
    const [record] = await search(admin, "session:CHhAvVGS1DHFjwGM9 import:1");
    const read = await readRecord(store.db, admin, record!.id);
    expect(read.record.id).toBe(record!.id);
    expect(read.record.source.name).toBe("edge-proxy");
    expect(read.reason.verdict).toBe(record!.facts.verdict);
    expect(read.reason.text).not.toBe("");
    expect(read.observations.every((o) => o.id !== record!.id)).toBe(true);
    expect(JSON.stringify(read)).not.toContain("yaml");
  });

  test("other records of the activity share its session within a minute", async () => {
    const all = await search(admin, "has:session twin:(true OR false)");
    const together = all.find((r) => all.some((o) => o !== r && Math.abs(o.time - r.time) < 60_000))!;
    const { observations } = await readRecord(store.db, admin, together.id);
    expect(observations.length).toBeGreaterThan(0);
    for (const o of observations)
      expect(Math.abs(o.time - together.time)).toBeLessThanOrEqual(60_000 + Number(together.facts.duration ?? 0));
  });

  test("of another team is not there for an engineer, as one that never was", async () => {
    const other = (await search(admin, "team:discovery"))[0]!;
    await expect(readRecord(store.db, engineer, other.id)).rejects.toMatchObject({ code: "not-found" });
    await expect(readRawLine(store.db, engineer, other.id)).rejects.toMatchObject({ code: "not-found" });
    await expect(readRecord(store.db, engineer, "1_2_3_4_5")).rejects.toBeInstanceOf(Problem);
    await expect(readRecord(store.db, engineer, "nonsense")).rejects.toMatchObject({ code: "not-found" });
  });

  test("gives its own line; reading another team's is journaled, one's own is not", async () => {
    const own = (await search(engineer, "import:1"))[0]!;
    const before = (await journal()).length;
    const line = await readRawLine(store.db, engineer, own.id);
    const number = Number(own.id.split("_")[3]);
    expect(line).toMatchObject({ firstLine: 1, lastLine: 300, text: expect.stringContaining(`line ${number} =cmd`) });
    expect((await journal()).length).toBe(before);
    await readRawLine(store.db, actor("auditor"), own.id);
    expect((await journal()).at(-1)).toMatchObject({
      action: "connection.read-raw",
      subject: `connection:${own.id}`,
      actorRole: "auditor",
    });
  });

  test("is journaled when another team's is opened, whoever may read all; one's own is not", async () => {
    const own = (await search(engineer, "import:1"))[0]!;
    const before = (await journal()).length;
    expect((await readRecord(store.db, engineer, own.id)).journaled).toBe(false);
    expect((await journal()).length).toBe(before);
    for (const role of ["legal", "ciso", "auditor", "admin"] as const) {
      expect((await readRecord(store.db, actor(role, "*"), own.id)).journaled).toBe(true);
      expect((await journal()).at(-1)).toMatchObject({
        action: "connection.read",
        subject: `connection:${own.id}`,
        actorRole: role,
        after: { import: 1, team: "payments" },
      });
    }
    expect((await journal()).length).toBe(before + 4);
    await expect(readRecord(store.db, actor("legal"), "1_2_3_4_5")).rejects.toMatchObject({ code: "not-found" });
    expect((await journal()).length).toBe(before + 4);
  });

  test("keeps its line from roles that do not read lines", async () => {
    const record = (await search(admin, "import:1"))[0]!;
    await expect(readRawLine(store.db, actor("legal"), record.id)).rejects.toMatchObject({ code: "forbidden" });
    expect((await readRecord(store.db, actor("legal"), record.id)).raw).toBe("denied");
  });

  test("whose line has gone says so", async () => {
    const record = (await search(admin, "import:2"))[0]!;
    expect(await readRawLine(store.db, admin, record.id)).toBeUndefined();
  });
});

test("completion offers what is there and in scope, most frequent first", async () => {
  const all = await completeConnections(store.db, admin, everything, "service", "");
  expect(all.map((v) => v.value)).toContain("Search API");
  expect(all.map((v) => v.count)).toEqual([...all.map((v) => v.count)].sort((a, b) => b - a));
  expect((await completeConnections(store.db, admin, everything, "service", "SEA")).map((v) => v.value)).toEqual(["Search API"]);
  expect((await completeConnections(store.db, engineer, everything, "service", "")).map((v) => v.value)).toEqual(["billing"]);
  expect(await completeConnections(store.db, admin, everything, "host", "100%")).toHaveLength(1);
  expect(await completeConnections(store.db, admin, everything, "nonsense", "")).toEqual([]);
});

test("destinations count an activity once for each caller", async () => {
  const { question } = readQuestion(range, estateEnd);
  const { rows, total } = await listDestinations(store.db, everyone, question, { grain: "host", limit: 100 });
  expect(total).toBe(rows.length);
  const { rows: kept } = await store.db.pool.query<{ name: string; count: number }>(`
    with h as (select t.workload_id, coalesce(k.host, host(k.ip)) as name, t.kind, sum(t.count)::float8 as n from traffic_hour t
      join traffic_key k on k.workload_id = t.workload_id and k.id = t.traffic_key_id where t.verdict <> 'unjudged' and t.kind in ('request', 'connection') group by 1, 2, 3)
    select name, sum(n) as count from h where name is not null and kind = (select min(kind) from h i where i.workload_id = h.workload_id and i.name = h.name) group by 1`);
  expect(Object.fromEntries(rows.map((r) => [r.name, r.count]))).toEqual(Object.fromEntries(kept.map((r) => [r.name, r.count])));
  expect(rows.filter((r) => r.isAddress).every((r) => /^[\d.:a-f]+$/.test(r.name))).toBe(true);
});

test("the pages of destinations answer", async () => {
  const { question } = readQuestion({ ...range, host: "files.storage.example" }, estateEnd);
  const list = await destinationList.answer(store.db, engineer, question);
  expect(list.answer.rows.length).toBeGreaterThan(0);
  const callers = await destinationCallers.answer(store.db, engineer, question);
  expect(new Set(callers.answer.rows.map((r) => r.cells["team"]))).toEqual(new Set(["payments"]));
  for (const row of callers.answer.rows) expect(row.link).toContain("host%3Afiles.storage.example");
  const seen = await destinationObservations.answer(store.db, admin, question);
  expect(seen.answer.rows.some((r) => String(r.cells["kind"]).startsWith("query"))).toBe(true);
});
