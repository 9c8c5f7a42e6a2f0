import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { systemActor } from "../../lib/access/system";
import { requestAudit } from "../../lib/audit/request-audit";
import { runAudit } from "../../lib/audit/run-audit";
import { packLines, unpackLines } from "../../lib/db/raw-block";
import { insertSource, makeSourceToken } from "../../lib/db/source";
import { exportRegister } from "../../lib/govern/export-register";
import { receive } from "../../lib/ingest/receive";
import type { KeptValues } from "../../lib/model/kept-values";
import type { Actor } from "../../lib/model/role";
import { parseView } from "../../lib/query/view";
import { exportConnections, exportKinds } from "../../lib/report/export-connections";
import { exportEvidence } from "../../lib/report/export-evidence";
import { registerCsv } from "../../lib/report/export-register-csv";
import { getRegister } from "../../lib/report/legal-summary";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";
import { unzip } from "./unzip";

useStateDir();
const database = useDatabase();
// The receiver stamps what it takes in with the clock; the lines' own times must not lie outside what is kept.
const NOW = Math.floor(Date.now() / 3_600_000) * 3_600_000;

/** Deterministic, so that a failure names the same line again. */
let seed = 7;
const next = (n: number): number => {
  seed = (seed * 1103515245 + 12345) % 2 ** 31;
  return seed % n;
};
const first = ["Quillon", "Maribeth", "Thaddeus", "Xanthe", "Ignatius", "Philippa", "Barnaby", "Seraphine"];
const last = ["Harrowgate", "Pemberly", "Vanterpool", "Winterbourne", "Oakenshaw", "Featherby", "Lockhartly", "Mossgrave"];
const planted: string[] = [];
const plant = (text: string): string => {
  planted.push(text);
  return text;
};
const name = (): string => plant(`${first[next(8)]}.${last[next(8)]}${planted.length}`);
const host = (): string => plant(`LAPTOP-${last[next(8)]!.toUpperCase()}${planted.length}`);
const secret = (): string => plant(`s3cr3t${next(2 ** 30).toString(36)}Zq${planted.length}`);
const mail = (): string => plant(`${first[next(8)]}.${last[next(8)]}${planted.length}@corp.example`);
const id = (): string => plant(`${next(2 ** 30).toString(16)}${next(2 ** 30).toString(16)}f${planted.length}`);

const at = (i: number): number => NOW / 1000 - 3600 + i;
const iso = (i: number): string => new Date(at(i) * 1000).toISOString();
const json = (o: unknown): string => JSON.stringify(o);

/** Lines as their writers write them, with people and secrets wherever such logs carry them. */
const lines: Record<string, (i: number) => string> = {
  squid: (i) =>
    `${at(i)}.123    245 10.1.0.9 TCP_MISS/200 5120 GET http://u:${secret()}@api.vendor.example/v1/users/${name()}/orders/${id()}?token=${secret()}&mail=${mail()} ${name()} HIER_DIRECT/203.0.113.7 text/html`,
  "zeek-http": (i) =>
    json({
      ts: at(i),
      uid: `C${i}abc`,
      "id.orig_h": "10.1.0.9",
      "id.orig_p": 40000,
      "id.resp_h": "203.0.113.7",
      "id.resp_p": 80,
      method: "GET",
      host: "api.vendor.example",
      uri: `/download/${id()}?session=${secret()}`,
      referrer: `http://intranet.example/people/${name()}?q=${secret()}`,
      user_agent: `agent/1.0 (${mail()})`,
      username: name(),
      password: secret(),
      status_code: 200,
    }),
  "suricata-eve": (i) =>
    json({
      timestamp: iso(i).replace("Z", "+0000"),
      flow_id: i,
      event_type: "http",
      src_ip: "10.1.0.9",
      src_port: 40000,
      dest_ip: "203.0.113.7",
      dest_port: 80,
      proto: "TCP",
      http: {
        hostname: "api.vendor.example",
        url: `/account/${name()}?key=${secret()}`,
        http_user_agent: "curl/8",
        http_refer: `http://a.example/?sid=${secret()}`,
        http_method: "GET",
        protocol: "HTTP/1.1",
        status: 200,
        length: 10,
      },
    }),
  "fortinet-fortigate": (i) =>
    `date=${iso(i).slice(0, 10)} time=${iso(i).slice(11, 19)} devname="fw1" logid="0317013312" type="utm" subtype="webfilter" eventtype="ftgd_allow" level="notice" vd="root" eventtime=${at(i)}000000000 tz="+0000" policyid=1 sessionid=${i} user="${name()}" unauthuser="${name()}" srcname="${host()}" srcip=10.1.0.9 srcport=40000 dstip=203.0.113.7 dstport=443 proto=6 service="HTTPS" hostname="api.vendor.example" action="passthrough" reqtype="referral" url="/me/${id()}?auth=${secret()}" referralurl="https://b.example/x?code=${secret()}" sentbyte=10 rcvdbyte=10 msg="URL belongs to an allowed category"`,
  envoyproxy: (i) =>
    `[${iso(i)}] "GET /v1/customers/${name()}/cards/${id()}?api_key=${secret()} HTTP/1.1" 200 - 10 20 5 4 "10.1.0.9" "client/2 ${mail()}" "c6bffe02-1f38-4a93-9d7c-2ff3a4e5d001" "api.vendor.example" "203.0.113.7:443"`,
  "azure-firewall": (i) =>
    json({
      time: iso(i),
      resourceId: "/SUBSCRIPTIONS/0/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.NETWORK/AZUREFIREWALLS/FW",
      category: "AZFWApplicationRule",
      properties: {
        Protocol: "HTTPS",
        SourceIp: "10.1.0.9",
        SourcePort: 40000,
        DestinationPort: 443,
        Fqdn: "api.vendor.example",
        TargetUrl: `api.vendor.example/files/${id()}?sig=${secret()}`,
        Action: "Allow",
        Rule: "r",
        IsTlsInspected: true,
      },
    }),
};

/** What no parser reads, with the same in it. */
const broken = (i: number): string =>
  [
    `garbage ${name()} said password=${secret()} to ${mail()}`,
    `${at(i)}.1 12 not-an-address TCP_MISS/2x0 1 GET http://h.example/?t=${secret()} ${name()} HIER_DIRECT/- -`,
    `{"ts": ${at(i)}, "username": "${name()}", "uri": "/?k=${secret()}"`,
  ][i % 3]!;

/** Token of a new source. */
async function addSource(format: string, name = `s-${format}`, keeps: Partial<KeptValues> = {}): Promise<string> {
  const { token, tokenHash, tokenHint } = makeSourceToken();
  await database.db.prisma.$transaction((tx) =>
    insertSource(tx, {
      name,
      format,
      options: {},
      tags: {},
      keepQueries: false,
      keepUsers: false,
      keepInternal: false,
      silentAfter: 60,
      createdBy: "test",
      ...keeps,
      ...(keeps.keepQueries && { keepQueriesReason: "the tests look for it" }),
      ...(keeps.keepUsers && { keepUsersReason: "the tests look for it" }),
      tokenHash,
      tokenHint,
    }),
  );
  return token;
}

type Place = [name: string, text: string];

/** Everything that the server says, by whatever way. */
const spoken: string[] = [];
for (const name of ["log", "info", "warn", "error", "debug"] as const)
  vi.spyOn(console, name).mockImplementation((...args) => void spoken.push(args.map(String).join(" ")));
beforeEach(() => {
  // Vitest itself writes between the tests.
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => spoken.push(String(text)) > 0);
});
afterAll(() => vi.restoreAllMocks());

/** As the route of the receiver answers: status and body. */
async function post(name: string, token: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<[number, string]> {
  const request = new Request(`http://localhost/api/ingest/${name}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: typeof body === "string" ? body : new Uint8Array(body),
  });
  const answer = await receive(database.db, request, name);
  return [answer.status, await answer.text()];
}

/** Tables, raw blocks, files and output. */
async function atRest(): Promise<Place[]> {
  const places: Place[] = [["output of the program", spoken.join("\n")]];
  const { rows: tables } = await database.db.pool.query<{ t: string }>("select tablename as t from pg_tables where schemaname = 'public'");
  for (const { t } of tables) {
    const { rows } = await database.db.pool.query<{ r: string }>(`select x::text as r from "${t}" x`);
    places.push([t, rows.map((r) => r.r).join("\n")]);
  }
  const blocks = await database.db.prisma.rawBlock.findMany();
  expect(blocks.length).toBe(6);
  places.push(["raw blocks, opened", (await Promise.all(blocks.map(async (b) => String(await unpackLines(b.data))))).join("\n")]);
  const state = process.env.WAYBILL_STATE_DIR!;
  for (const file of fs.readdirSync(state, { recursive: true, withFileTypes: true }))
    if (file.isFile()) places.push([file.name, fs.readFileSync(path.join(file.parentPath, file.name), "latin1")]);
  return places;
}

const q = { period: { from: NOW - 7_200_000, to: NOW + 3_600_000 } };
const auditor: Actor = { id: "auditor", name: "Ari Auditor", role: "auditor", teams: [] };

/** Every file that can be taken out of the app, archives opened: each member is a place. */
async function exported(): Promise<Place[]> {
  const { db } = database;
  const places: Place[] = [];
  const open = async (what: string, { name, bytes }: { name: string; bytes: AsyncGenerator<Uint8Array> }) => {
    const parts: Uint8Array[] = [];
    for await (const part of bytes) parts.push(part);
    for (const [member, content] of unzip(Buffer.concat(parts))) places.push([`${what}/${member}`, `${name}\n${content.toString("utf8")}`]);
  };
  const view = parseView({ from: new Date(q.period.from).toISOString(), to: new Date(q.period.to).toISOString() });
  for (const kind of exportKinds) await open(kind, await exportConnections(db, auditor, kind, view, NOW));
  await open("evidence", await exportEvidence(db, auditor, { ...q }, { zone: "UTC", now: NOW, app: "0.0.0" }));
  const rows = await getRegister(db, auditor, { ...q });
  await exportRegister(db, auditor, { from: new Date(q.period.from).toISOString(), to: new Date(q.period.to).toISOString(), rows });
  places.push(["register.csv", registerCsv(rows)]);
  return places;
}

function leaksIn(places: readonly Place[], secrets: readonly string[] = planted): string[] {
  const found: string[] = [];
  for (const [place, text] of places) {
    const lower = text.toLowerCase();
    for (const p of secrets) {
      if (lower.includes(p.toLowerCase())) found.push(`${place}: ${p}`);
      // bytea is shown as hex, so a value at rest in clear would show there.
      else if (lower.includes(Buffer.from(p).toString("hex"))) found.push(`${place} (bytes): ${p}`);
    }
  }
  return found;
}

test("a thousand planted names and secrets rest nowhere", async () => {
  for (const [format, line] of Object.entries(lines)) {
    const token = await addSource(format);
    const body = Array.from({ length: 48 }, (_, i) => (i % 6 === 5 ? broken(i) : line(i))).join("\n");
    const [status, text] = await post(`s-${format}`, token, body);
    expect([format, status]).toEqual([format, 200]);
    expect(JSON.parse(text), format).toMatchObject({ lines: 48, used: 40, rejected: 8 });
  }
  expect(planted.length).toBeGreaterThanOrEqual(1000);
  expect(leaksIn(await atRest())).toEqual([]);
});

test("nor do they leave in an export, whatever its kind", async () => {
  const { id } = await requestAudit(database.db, systemActor, { from: "now-1d" }, NOW + 3_600_000);
  await runAudit(database.db, id);
  const places = await exported();
  expect(places.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      "csv/connections.csv",
      "ndjson/connections.ndjson",
      "ocsf/connections.ocsf.ndjson",
      "evidence/connections-by-hour.csv",
      "evidence/findings.csv",
      "evidence/journal.csv",
      "evidence/manifest.json",
      "register.csv",
    ]),
  );
  // A file that held nothing would hold no secret either.
  for (const name of [
    "csv/connections.csv",
    "ndjson/connections.ndjson",
    "ocsf/connections.ocsf.ndjson",
    "evidence/connections-by-hour.csv",
    "register.csv",
  ])
    expect(places.find(([n]) => n === name)![1].match(/vendor\.example/g)?.length, name).toBeGreaterThan(0);
  expect(leaksIn(places)).toEqual([]);
  expect(leaksIn(await atRest())).toEqual([]);
});

test("nor does what goes wrong quote them, to the sender or in the log", async () => {
  const { db } = database;
  const token = await addSource("auto");
  const body = Array.from({ length: 20 }, (_, i) => lines["squid"]!(i)).join("\n");
  const answers = [
    await post("s-auto", secret(), body),
    await post(name(), token, body),
    await post("s-auto", token, Array.from({ length: 20 }, (_, i) => broken(i)).join("\n")),
    await post("s-auto", token, gzipSync(body).subarray(0, 300), { "content-encoding": "gzip" }),
    await post("s-auto", token, body, { "waybill-cursor": secret() }),
  ];
  expect(answers.map(([status]) => status)).toEqual([401, 403, 415, 400, 400]);
  // Our own mistake: the database refuses the rows, and would show them in its message.
  await db.pool.query("alter table connection add constraint refused check (src_ip is null) not valid");
  const before = spoken.length;
  const [status, text] = await post("s-auto", token, body);
  await db.pool.query("alter table connection drop constraint refused");
  expect(status).toBe(500);
  expect(spoken.slice(before).join("\n")).toContain(JSON.parse(text).reference);
  // What the sender called the source itself may be named to them, and to nobody else.
  const places: Place[] = [...answers, [status, text] as const].map(([s, t], i) => [`answer ${i}, ${s}`, t]);
  expect(leaksIn(places.filter(([place]) => place !== "answer 1, 403"))).toEqual([]);
  expect(leaksIn(await atRest())).toEqual([]);
  expect(leaksIn(await exported())).toEqual([]);
});

test("what is not personal is still there", async () => {
  const { rows } = await database.db.pool.query(
    "select distinct k.host, e.path from connection c join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id join endpoint e on e.id = c.endpoint_id where e.path like '/v1/%' order by 2",
  );
  expect(rows).toEqual([
    { host: "api.vendor.example", path: "/v1/customers/{id}/cards/{id}" },
    { host: "api.vendor.example", path: "/v1/users/{id}/orders/{id}" },
  ]);
  const block = String(await unpackLines((await database.db.prisma.rawBlock.findFirstOrThrow({ orderBy: { importId: "asc" } })).data));
  expect(block).toContain("TCP_MISS/200");
  expect(block).toMatch(/user-[\w-]{16}/);
});

test("a secret that did get in is found in every place that shows it", async () => {
  const { db } = database;
  const leak = "leak3d-s3cr3t-zq0";
  await db.pool.query("update connection set url = 'http://x.example/?token=' || $1", [leak]);
  await db.pool.query("update traffic_key set host = 'x.' || $1 || '.example', domain = $1 || '.example'", [leak]);
  await db.pool.query("update finding set summary = $1", [leak]);
  await db.pool.query("update raw_block set data = $1", [await packLines(leak)]);
  await db.pool.query("update dns_answer set name = $1", [leak]);
  fs.writeFileSync(path.join(process.env.WAYBILL_STATE_DIR!, "notes"), leak);
  process.stderr.write(`${leak}\n`);
  const found = new Set(
    leaksIn([...(await atRest()), ...(await exported())], [leak]).map((l) => l.split(": ")[0]!.replace(" (bytes)", "")),
  );
  expect([...found].filter((place) => !/^(connection|traffic_key|finding|register_export|raw_block)/.test(place)).sort()).toEqual([
    "csv/connections.csv",
    "evidence/connections-by-hour.csv",
    "evidence/findings.csv",
    "ndjson/connections.ndjson",
    "notes",
    "ocsf/connections.ocsf.ndjson",
    "output of the program",
    "raw blocks, opened",
    "register.csv",
  ]);
});

test.each([
  ["queries", { keepQueries: true }, ["page-value", "48213"]],
  ["users", { keepUsers: true }, ["jane.doe-kept"]],
  ["both", { keepQueries: true, keepUsers: true }, ["page-value", "48213", "jane.doe-kept"]],
  ["neither", {}, []],
])("a source that keeps %s keeps these and nothing else", async (what, keeps, kept) => {
  const { db } = database;
  const token = await addSource("squid", `keeps-${what}`, keeps);
  const line = `${at(0)}.123 245 10.1.0.9 TCP_MISS/200 5120 GET http://u:s3cr3t-own@api.vendor.example/orders/48213?page=page-value&token=s3cr3t-token jane.doe-kept HIER_DIRECT/203.0.113.7 text/html`;
  const [status] = await post(`keeps-${what}`, token, `${line}\n`);
  expect(status).toBe(200);
  const { importId, url, user } = (
    await db.pool.query(
      'select i.id as "importId", c.url, c.src_user as user from connection c join import i on i.id = c.import_id join source s on s.id = i.source_id where s.name = $1',
      [`keeps-${what}`],
    )
  ).rows[0];
  const block = await db.prisma.rawBlock.findFirstOrThrow({ where: { importId } });
  const values = ["page-value", "48213", "jane.doe-kept", "s3cr3t-own", "s3cr3t-token"];
  for (const text of [`${url} ${user}`, String(await unpackLines(block.data))])
    expect(values.filter((v) => text.includes(v))).toEqual(kept);
});
