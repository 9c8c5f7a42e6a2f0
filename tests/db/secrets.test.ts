import fs from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, expect, test, vi } from "vitest";
import { insertSource, makeSourceToken, type Source } from "../../lib/db/source";
import { importLog } from "../../lib/ingest/import-log";
import { useDatabase } from "./database";
import { useStateDir } from "./state-dir";

useStateDir();
const database = useDatabase();
const NOW = Date.UTC(2026, 10, 20, 12);

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
      timestamp: new Date(at(i) * 1000).toISOString().replace("Z", "+0000"),
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
    `date=2026-11-20 time=11:00:${String(i % 60).padStart(2, "0")} devname="fw1" logid="0317013312" type="utm" subtype="webfilter" eventtype="ftgd_allow" level="notice" vd="root" eventtime=${at(i)}000000000 tz="+0000" policyid=1 sessionid=${i} user="${name()}" unauthuser="${name()}" srcname="${host()}" srcip=10.1.0.9 srcport=40000 dstip=203.0.113.7 dstport=443 proto=6 service="HTTPS" hostname="api.vendor.example" action="passthrough" reqtype="referral" url="/me/${id()}?auth=${secret()}" referralurl="https://b.example/x?code=${secret()}" sentbyte=10 rcvdbyte=10 msg="URL belongs to an allowed category"`,
  envoyproxy: (i) =>
    `[2026-11-20T11:00:${String(i % 60).padStart(2, "0")}.000Z] "GET /v1/customers/${name()}/cards/${id()}?api_key=${secret()} HTTP/1.1" 200 - 10 20 5 4 "10.1.0.9" "client/2 ${mail()}" "c6bffe02-1f38-4a93-9d7c-2ff3a4e5d001" "api.vendor.example" "203.0.113.7:443"`,
  "azure-firewall": (i) =>
    json({
      time: new Date(at(i) * 1000).toISOString(),
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

async function addSource(format: string): Promise<Source> {
  const { tokenHash, tokenHint } = makeSourceToken();
  const source = await database.db.prisma.$transaction((tx) =>
    insertSource(tx, {
      name: `s-${format}`,
      format,
      options: {},
      tags: {},
      unmasked: false,
      keepInternal: false,
      silentAfter: 60,
      createdBy: "test",
      tokenHash,
      tokenHint,
    }),
  );
  return source!;
}

const spoken: string[] = [];
vi.spyOn(console, "error").mockImplementation((...args) => void spoken.push(args.join(" ")));
vi.spyOn(console, "log").mockImplementation((...args) => void spoken.push(args.join(" ")));
afterAll(() => vi.restoreAllMocks());

test("a thousand planted names and secrets rest nowhere", async () => {
  for (const [format, line] of Object.entries(lines)) {
    const source = await addSource(format);
    const body = Array.from({ length: 48 }, (_, i) => (i % 6 === 5 ? broken(i) : line(i))).join("\n");
    const account = await importLog(
      database.db,
      { source, maxBytes: 1e8, receivedAt: NOW },
      (async function* () {
        yield Buffer.from(body);
      })(),
    );
    expect(account, format).toMatchObject({ lines: 48, used: 40, rejected: 8 });
  }
  expect(planted.length).toBeGreaterThanOrEqual(1000);

  const places: [string, string][] = [["output of the program", spoken.join("\n")]];
  const { rows: tables } = await database.db.pool.query<{ t: string }>("select tablename as t from pg_tables where schemaname = 'public'");
  for (const { t } of tables) {
    const { rows } = await database.db.pool.query<{ r: string }>(`select x::text as r from "${t}" x`);
    places.push([t, rows.map((r) => r.r).join("\n")]);
  }
  const blocks = await database.db.prisma.rawBlock.findMany();
  expect(blocks.length).toBe(6);
  places.push(["raw blocks, opened", blocks.map((b) => gunzipSync(b.data).toString("utf8")).join("\n")]);
  const state = process.env.WAYBILL_STATE_DIR!;
  for (const file of fs.readdirSync(state, { recursive: true, withFileTypes: true }))
    if (file.isFile()) places.push([file.name, fs.readFileSync(path.join(file.parentPath, file.name), "latin1")]);

  const found: string[] = [];
  for (const [place, text] of places) {
    const lower = text.toLowerCase();
    for (const p of planted) {
      if (lower.includes(p.toLowerCase())) found.push(`${place}: ${p}`);
      // bytea is shown as hex, so a value at rest in clear would show there.
      else if (lower.includes(Buffer.from(p).toString("hex"))) found.push(`${place} (bytes): ${p}`);
    }
  }
  expect(found).toEqual([]);
});

test("what is not personal is still there", async () => {
  const { rows } = await database.db.pool.query(
    "select distinct k.host, e.path from connection c join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id join endpoint e on e.id = c.endpoint_id where e.path like '/v1/%' order by 2",
  );
  expect(rows).toEqual([
    { host: "api.vendor.example", path: "/v1/customers/{id}/cards/{id}" },
    { host: "api.vendor.example", path: "/v1/users/{id}/orders/{id}" },
  ]);
  const block = gunzipSync((await database.db.prisma.rawBlock.findFirstOrThrow({ orderBy: { importId: "asc" } })).data).toString("utf8");
  expect(block).toContain("TCP_MISS/200");
  expect(block).toMatch(/user-[\w-]{16}/);
});
