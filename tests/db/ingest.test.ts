import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, openDb } from "../../lib/db/client";
import { findRawLine } from "../../lib/db/raw-block";
import { applyRetention } from "../../lib/db/retention";
import { verifyRollUps } from "../../lib/db/roll-up";
import type { Source } from "../../lib/db/source";
import { type ImportAnswer, importLog } from "../../lib/ingest/import-log";
import { settle } from "../../lib/ingest/settle";
import { addSource } from "./add-source";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const NOW = Date.UTC(2026, 10, 20, 12);
const DAY = 86_400_000;

const sourceOf = async (name: string, format: string, more: Partial<Source> = {}): Promise<Source> =>
  (await addSource(database.db, name, format, more)).source;

async function* once(body: string | Buffer): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body);
  // Cut at odd places, as a network does.
  for (let i = 0; i < bytes.length; i += 7001) yield bytes.subarray(i, i + 7001);
}

const send = (source: Source, body: string | Buffer, more: { key?: string; receivedAt?: number } = {}): Promise<ImportAnswer> =>
  importLog(database.db, { source, maxBytes: 64 * 1024 * 1024, receivedAt: NOW, ...more }, once(body));

const count = async (sqlText: string): Promise<number> => Number((await database.db.pool.query(sqlText)).rows[0].n);

const flow = (at: number, src: string, dst: string, port: number, bytes: number, action = "ACCEPT"): string =>
  `2 123456789010 eni-0a1b2c3d4e5f60718 ${src} ${dst} 40000 ${port} 6 10 ${bytes} ${Math.floor(at / 1000)} ${Math.floor(at / 1000) + 60} ${action} OK`;

let flows: Source;
beforeAll(async () => {
  flows = await sourceOf("flows", "aws-vpcflow");
  await database.db.prisma.policyVersion.create({
    data: {
      version: 1,
      publishedAt: new Date(0),
      publishedBy: "test",
      yaml: `version: 1
unlisted: deny
rules:
  - id: payments
    to: { host: api.payments.example, port: 443 }
    owner: payments-team
    reason: Card charging
    review: 90d
  - id: archive
    to: { cidr: 198.51.100.0/28 }
    owner: data-team
    reason: Backups
    review: 90d
`,
    },
  });
  await database.db.prisma.workloadMapping.create({
    data: { by: "cidr", value: "10.1.0.0/16", service: "billing", environment: "production", team: "payments" },
  });
});

test("a body is in whole, once, with an account that balances", async () => {
  const lines = [
    flow(NOW - DAY, "10.1.0.5", "198.51.100.3", 443, 5000),
    flow(NOW - DAY + 1000, "10.1.0.5", "203.0.113.9", 443, 700),
    flow(NOW - DAY + 2000, "10.1.0.6", "203.0.113.9", 443, 700, "REJECT"),
    "2 123456789010 eni-0a1b2c3d4e5f60718 - - - - - - - 1763500000 1763500060 - NODATA",
    "this is no flow log line at all",
    flow(Date.UTC(1999, 0, 1), "10.1.0.5", "203.0.113.9", 443, 1),
  ];
  const body = `${lines.join("\n")}\n`;
  const account = await send(flows, body);
  expect(account).toMatchObject({ lines: 6, used: 3, connections: 3, duplicates: 0, skipped: 1, rejected: 2 });
  const again = await send(flows, gzipSync(body));
  expect(again).toEqual({ ...account, repeated: true });
  expect(await count("select count(*) as n from connection")).toBe(3);
  const { rows } = await database.db.pool.query('select line, "offset"::int, reason, masked from reject order by line');
  expect(rows).toMatchObject([
    { line: 5, offset: lines.slice(0, 4).join("\n").length + 1 },
    { line: 6, reason: "time is before 2000" },
  ]);
  const hours = await database.db.pool.query(
    "select w.service, h.verdict, h.outcome, sum(h.count)::int as n from traffic_hour h join workload w on w.id = h.workload_id group by 1, 2, 3 order by 2, 3",
  );
  expect(hours.rows).toEqual([
    { service: "billing", verdict: "allowed", outcome: "conforming", n: 1 },
    { service: "billing", verdict: "denied", outcome: "blocked", n: 1 },
    { service: "billing", verdict: "denied", outcome: "violation", n: 1 },
  ]);
});

test("the same key with another body is a conflict, and changes nothing", async () => {
  await send(flows, `${flow(NOW - 5000, "10.1.0.5", "203.0.113.77", 443, 1)}\n`, { key: "k1" });
  const before = await count("select count(*) as n from connection");
  await expect(send(flows, `${flow(NOW - 4000, "10.1.0.5", "203.0.113.77", 443, 1)}\n`, { key: "k1" })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await count("select count(*) as n from connection")).toBe(before);
});

test("a truncated gzip and a binary body name the place and keep nothing", async () => {
  const imports = await count("select count(*) as n from import");
  const whole = gzipSync(Array.from({ length: 20_000 }, (_, i) => flow(NOW - i * 1000, "10.1.0.5", "203.0.113.78", 443, i)).join("\n"));
  await expect(send(flows, whole.subarray(0, whole.length - 40))).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(/ends early, at byte \d+/),
  });
  await expect(send(flows, Buffer.from([0x89, 0x50, 0, 1, 2, 3]))).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringContaining("byte 2 is NUL"),
  });
  expect(await count("select count(*) as n from import")).toBe(imports);
  expect(await count("select count(*) as n from connection where dst_ip = '203.0.113.78'")).toBe(0);
});

test("a Parquet file is counted by its rows, and its records are those of its rows as lines", async () => {
  const tables = await sourceOf("tables", "auto");
  const fixture = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, "../fixtures/aws-vpcflow", name));
  const account = await send(tables, fixture("rows.gzip.parquet"));
  expect(account).toMatchObject({ lines: 41, used: 40, connections: 40, duplicates: 0, skipped: 1, rejected: 0 });
  expect(await send(tables, fixture("rows.gzip.parquet"))).toEqual({ ...account, repeated: true });
  const lines = await send(await sourceOf("lines", "aws-vpcflow"), fixture("rows.ndjson"));
  const columns = "time, src_port, src_ip, dst_ip, bytes_out, bytes_in, action, twin, line";
  const recordsOf = async (id: number) =>
    (await database.db.pool.query(`select ${columns} from connection where import_id = $1 order by line`, [id])).rows;
  expect(await recordsOf(account.import)).toEqual(await recordsOf(lines.import));
  const cut = fixture("rows.zstd.parquet").subarray(0, 4000);
  await expect(send(tables, cut)).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("does not end as one") });
});

test("a JSON array is its elements: the same records as lines, its rejects with their places", async () => {
  const conn = await sourceOf("conn", "zeek-conn");
  const element = (i: number) => ({
    ...{ ts: (NOW - i * 1000) / 1000, uid: `CJson${i}`, "id.orig_h": "10.1.0.9", "id.orig_p": 40_000 + i, "id.resp_h": "203.0.113.90" },
    ...{ "id.resp_p": 443, proto: "tcp", duration: 1.5, orig_bytes: 100, resp_bytes: 200, conn_state: "SF" },
  });
  const list = Array.from({ length: 3000 }, (_, i) => element(i));
  const body = JSON.stringify(
    [...list.slice(0, 10), { ts: "none" }, ...list.slice(10), "no record", { deep: JSON.parse("[".repeat(40) + "]".repeat(40)) }],
    null,
    1,
  );
  const account = await send(conn, body);
  expect(account).toMatchObject({ lines: 3003, used: 3000, skipped: 0, rejected: 3 });
  expect(await send(conn, gzipSync(body))).toMatchObject({ repeated: true });
  const rejects = await database.db.pool.query('select line, "offset"::int as at, reason from reject where import_id = $1 order by line', [
    account.import,
  ]);
  expect(rejects.rows).toMatchObject([
    { line: 11, at: body.indexOf('{\n  "ts": "none"') },
    { line: 3002, at: body.indexOf('"no record"') },
    { line: 3003, reason: "element is nested deeper than 32" },
  ]);
  const lines = await sourceOf("conn-lines", "zeek-conn");
  const plain = await send(lines, list.map((e) => JSON.stringify(e)).join("\n"));
  const records = async (id: number) =>
    (
      await database.db.pool.query(
        "select time, src_ip, src_port, dst_ip, bytes_out, bytes_in, duration_ms, session_id, verdict, outcome from connection where import_id = $1 order by session_id",
        [id],
      )
    ).rows;
  const of = await records(account.import);
  expect(of.length).toBe(3000);
  expect(of).toEqual(await records(plain.import));
});

test("roll-ups equal the records", async () => {
  const lines: string[] = [];
  for (let i = 0; i < 30_000; i++)
    lines.push(
      flow(
        NOW - ((i * 7919) % (3 * DAY)),
        `10.${i % 3}.0.${i % 50}`,
        `203.0.113.${i % 200}`,
        [443, 80, 22][i % 3]!,
        i,
        i % 17 === 0 ? "REJECT" : "ACCEPT",
      ),
    );
  await send(flows, lines.join("\n"));
  expect(await verifyRollUps(database.db, new Date(NOW - 10 * DAY), new Date(NOW + DAY))).toEqual([]);
  expect(await count("select sum(count) as n from traffic_hour")).toBe(await count("select count(*) as n from connection where not twin"));
});

test("DNS answers that come late end as those that came in time", async () => {
  const resolver = await sourceOf("resolver", "zeek-dns");
  const at = NOW - 2 * DAY;
  const dns = `{"ts":${at / 1000 - 3},"uid":"C1","id.orig_h":"10.1.9.9","id.orig_p":5353,"id.resp_h":"10.0.0.2","id.resp_p":53,"proto":"udp","query":"api.payments.example","qtype_name":"A","rcode_name":"NOERROR","answers":["192.0.2.44"],"TTLs":[120]}\n`;
  await send(flows, `${flow(at, "10.1.9.9", "192.0.2.44", 443, 10)}\n`);
  const verdict = async (ip: string) =>
    (
      await database.db.pool.query(
        "select c.verdict, k.host, k.proof from connection c join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id where c.src_ip = $1 and k.kind = 'connection'",
        [ip],
      )
    ).rows;
  expect(await verdict("10.1.9.9")).toEqual([{ verdict: "denied", host: null, proof: "unknown" }]);
  await send(resolver, dns);
  expect(await count("select count(*) as n from task where kind = 'settle'")).toBe(1);
  const done = await settle(database.db, { since: at - 3_600_000, until: at + 3_600_000 }, NOW);
  expect(done.changed).toBe(1);
  expect(await verdict("10.1.9.9")).toEqual([{ verdict: "allowed", host: "api.payments.example", proof: "consistent" }]);
  expect(await verifyRollUps(database.db, new Date(NOW - 10 * DAY), new Date(NOW + DAY))).toEqual([]);
  // In order: the same.
  await send(resolver, dns.replaceAll("10.1.9.9", "10.1.9.10").replaceAll("C1", "C2"));
  await send(flows, `${flow(at, "10.1.9.10", "192.0.2.44", 443, 10)}\n`);
  expect(await verdict("10.1.9.10")).toEqual(await verdict("10.1.9.9"));
  expect((await settle(database.db, { since: at - 3_600_000, until: at + 3_600_000 }, NOW)).changed).toBe(0);
});

test("a mapping made later attributes again", async () => {
  await send(flows, `${flow(NOW - DAY, "10.77.0.1", "198.51.100.3", 443, 10)}\n`);
  const service = async () =>
    (
      await database.db.pool.query(
        "select w.service, w.provisional from connection c join workload w on w.id = c.workload_id where c.src_ip = '10.77.0.1'",
      )
    ).rows;
  expect(await service()).toEqual([{ service: "10.77.0.1", provisional: true }]);
  await database.db.prisma.workloadMapping.create({
    data: { by: "cidr", value: "10.77.0.0/24", service: "reports", environment: "production", team: "data" },
  });
  await settle(database.db, { since: NOW - DAY - 3_600_000, until: NOW - DAY + 3_600_000 }, NOW);
  expect(await service()).toEqual([{ service: "reports", provisional: false }]);
  expect(await verifyRollUps(database.db, new Date(NOW - 10 * DAY), new Date(NOW + DAY))).toEqual([]);
});

afterAll(async () => {
  expect(await count("select count(*) as n from import where lines <> used + duplicates + skipped + rejected")).toBe(0);
});

test("lines rest as long as the records they made, a block as long as its newest, and leave nothing to vacuum", async () => {
  const source = await sourceOf("growing old", "aws-vpcflow");
  const old = NOW - 40 * DAY;
  const ageing = await send(source, `${flow(old, "10.1.0.8", "198.51.100.2", 443, 100)}\n`, { key: "old" });
  const both = [flow(old, "10.1.0.8", "198.51.100.2", 443, 200), flow(NOW - DAY, "10.1.0.8", "198.51.100.2", 443, 300)];
  const mixed = await send(source, both.join("\n"), { key: "mixed" });
  expect(await findRawLine(database.db, ageing.import, 1)).toBeDefined();
  const dropped = await applyRetention(database.db, { recordDays: 30, rollupDays: 400 }, new Date(NOW));
  const day = new Date(old).toISOString().slice(0, 10).replaceAll("-", "");
  expect(dropped).toEqual(expect.arrayContaining([`connection_${day}`, `raw_block_${day}`]));
  expect(await findRawLine(database.db, ageing.import, 1)).toBeUndefined();
  expect(await count(`select count(*) as n from connection where import_id = ${ageing.import}`)).toBe(0);
  expect((await findRawLine(database.db, mixed.import, 2))?.text).toBe(both[1]);
  expect(await count(`select count(*) as n from connection where import_id = ${mixed.import}`)).toBe(1);
});

test("more batches at once than connections wait for each other's end, and none for ever", async () => {
  const source = await sourceOf("crowded", "aws-vpcflow");
  const few = openDb(database.url, 3);
  try {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => {
        // Each with days of its own: partitions are made on another connection than the batch's.
        const lines = Array.from({ length: 3 }, (_, n) => flow(NOW - (3 * i + n) * DAY, "10.1.0.9", "198.51.100.2", 443, 1 + n));
        return importLog(few, { source, key: `crowd-${i}`, maxBytes: 1e6, receivedAt: NOW }, once(lines.join("\n")));
      }),
    );
    expect(answers.map((a) => a.used)).toEqual(new Array(8).fill(3));
  } finally {
    await closeDb(few);
  }
});
