import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const waybill = path.join(import.meta.dirname, "waybill");
const run = (args: readonly string[], input = "") => spawnSync(waybill, args, { input, encoding: "utf8" });
const records = (format: string, lines: readonly unknown[], as = "ecs"): Record<string, unknown>[] =>
  run(
    ["normalize", "--format", format, "--as", as, "--records"],
    lines.map((l) => (typeof l === "string" ? l : JSON.stringify(l))).join("\n"),
  )
    .stdout.trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const connection = {
  ts: 1772323200.5,
  uid: "C1",
  "id.orig_h": "10.1.2.3",
  "id.orig_p": 1,
  "id.resp_h": "203.0.113.1",
  "id.resp_p": 443,
  proto: "tcp",
  conn_state: "SF",
};

test("one answer a record, in order, whatever the record is", () => {
  const answers = records("zeek-conn", [
    { record: connection },
    { record: JSON.stringify(connection, null, 2) },
    "no json",
    { other: 1 },
    { record: "" },
    { record: { ...connection, ts: "never" } },
    { record: "#close\t2026" },
    { record: `${JSON.stringify(connection)}\n${JSON.stringify({ ...connection, uid: "C2" })}\n` },
    { record: JSON.stringify(connection) },
  ]);
  expect(answers).toHaveLength(9);
  expect(answers[0]).toMatchObject({ source: { ip: "10.1.2.3" } });
  expect(answers[1]).toEqual(answers[0]);
  for (const i of [2, 3, 5]) expect(answers[i]).toHaveProperty("rejected");
  expect(answers[6]).toHaveProperty("skipped");
  expect(answers[7]).toMatchObject({ more: 1, event: { id: "C1" } });
  expect(answers[8]).toEqual(answers[0]);
});

test("a header above its row belongs to the record, and to no other", () => {
  const header = `#fields\t${Object.keys(connection).join("\t")}`;
  const row = Object.values(connection).join("\t");
  const [both, alone] = records("zeek-conn", [{ record: `${header}\n${row}` }, { record: row }]);
  expect(both).toMatchObject({ destination: { ip: "203.0.113.1" } });
  expect(alone).toHaveProperty("rejected");
});

test("options of a record count for that record", () => {
  const line = 'date=2026-03-01 time=01:00:00 logid="0000000013" type="traffic" subtype="forward" srcip=10.1.2.3 dstip=203.0.113.1 proto=6';
  const [east, utc] = records("fortinet-fortigate", [{ record: line, options: { timezone: "+01:00" } }, { record: line }]);
  expect(east?.["@timestamp"]).toBe("2026-03-01T00:00:00.000Z");
  expect(utc?.["@timestamp"]).toBe("2026-03-01T01:00:00.000Z");
});

test("a time of receipt on the command line holds for every record, whatever it says of its own", () => {
  const record = "Mar  1 09:00:05 gw kernel: IN=eth0 OUT=eth1 SRC=10.1.2.3 DST=203.0.113.1 PROTO=TCP SPT=51000 DPT=443";
  const input = JSON.stringify({ record, options: { receivedAt: "2024-06-01T00:00:00Z" } });
  const year = (...args: string[]) =>
    JSON.parse(run(["normalize", "--format", "iptables", "--as", "ecs", "--records", ...args], input).stdout)["@timestamp"].slice(0, 4);
  expect(year()).toBe("2024");
  expect(year("--received-at", "2026-06-01T00:00:00Z")).toBe("2026");
});

test("a record whose value holds a line break is one line; rows that follow each other are not", () => {
  const line = (target: string) =>
    `192.0.2.1:40000 [01/Mar/2026:09:00:05.250] www app/srv1 0/0/1/20/21 200 512 - - ---- 1/1/0/0/0 0/0 "POST ${target} HTTP/1.1"`;
  const [broken, two] = records("haproxy", [{ record: line("\n/a/b?c=d") }, { record: `${line("/a")}\n${line("/b")}` }]);
  expect(broken).toMatchObject({ http: { request: { method: "POST" } }, url: { path: "/a/b", query: "c=d" } });
  expect(broken).not.toHaveProperty("more");
  expect(two).toMatchObject({ url: { path: "/a" }, more: 1 });
});

test("a file, plain or gzip, with its account", () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "normalize-")), "conn.log.gz");
  writeFileSync(file, gzipSync(`${JSON.stringify(connection)}\nnot a row\n`));
  const { status, stdout, stderr } = run(["normalize", "--format", "zeek-conn", file]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ kind: "connection", srcIp: "10.1.2.3" });
  expect(stderr).toMatch(/^2 lines: 1 used, 0 skipped, 1 rejected, the first at line 2: /);
});

test.each([
  [["nope"], 2, /no command "nope"/],
  [["normalize", "--bogus"], 2, /Unknown option '--bogus'/],
  [["normalize"], 2, /--format is needed/],
  [["normalize", "--format", "nope"], 2, /no format "nope"/],
  [["normalize", "--format", "auto", "--as", "xml"], 2, /--as is one of/],
  [["normalize", "--format", "zeek-conn", "/no/such/file"], 1, /no such file/],
  [["normalize", "--format", "auto"], 1, /not known for certain|empty/],
])("waybill %j ends with %i", (args, code, message) => {
  const { status, stdout, stderr } = run(args, "hello\n");
  expect(status).toBe(code);
  expect(stdout).toBe("");
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
});
