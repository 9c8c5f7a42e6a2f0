import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { listJournal, writeJournal } from "../../lib/db/journal";
import type { Actor, Role } from "../../lib/model/role";
import { exportEvidence } from "../../lib/report/export-evidence";
import { useDatabase } from "./database";
import { estateEnd, estateStart, makeEstate } from "./estate";
import { useStateDir } from "./state-dir";
import { unzip } from "./unzip";

useStateDir();
const database = useDatabase();
const as = (role: Role): Actor => ({ id: role, name: `Name of ${role}`, role, teams: ["*"] });
const q = { period: { from: estateStart, to: Date.now() + 3_600_000 } };
const options = { zone: "Europe/Berlin", now: estateEnd, app: "0.0.0" };

beforeAll(async () => {
  const { db } = database;
  await makeEstate(db, 400);
  await db.prisma.$transaction((tx) =>
    writeJournal(tx, as("admin"), {
      action: "person.create",
      subject: "person:1",
      after: { name: "Nadia Ferrand", email: "nadia@corp.example", note: "asked by lena.l@corp.example" },
    }),
  );
  await db.prisma.finding.create({
    data: {
      id: "f1",
      rule: "weak-tls",
      subject: "=HYPERLINK(1)",
      title: "Clear text",
      summary: 'He said "no",\r\nand went',
      severity: "medium",
      firstSeen: new Date(estateStart + 1000),
      lastSeen: new Date(estateStart + 2000),
      evidence: "proof:claimed",
      assignee: "Erin Engineer",
    },
  });
});

async function take(actor: Actor) {
  const { name, bytes } = await exportEvidence(database.db, actor, { ...q }, options);
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  const files = unzip(Buffer.concat(parts));
  return { name, files, manifest: JSON.parse(files.get("manifest.json")!.toString()) };
}

const rowsOf = (csv: Buffer): number =>
  csv
    .toString()
    .replace(/"(?:[^"]|"")*"/g, "")
    .split("\r\n").length - 2;

test("the manifest tells of each file what the file is: rows, bytes and digest", async () => {
  const { name, files, manifest } = await take(as("auditor"));
  expect(name).toMatch(/^evidence-2026-11-15-to-\d{4}-\d\d-\d\d\.zip$/);
  expect([...files.keys()]).toEqual([
    "connections-by-hour.csv",
    "findings.csv",
    "policy-rules.csv",
    "imports.csv",
    "journal.csv",
    "manifest.json",
  ]);
  expect(manifest.files).toHaveLength(5);
  for (const told of manifest.files) {
    const file = files.get(told.name)!;
    expect(told).toMatchObject({ bytes: file.length, sha256: createHash("sha256").update(file).digest("hex"), rows: rowsOf(file) });
  }
  expect(manifest).toMatchObject({ zone: "Europe/Berlin", app: "Waybill 0.0.0", role: "auditor", filter: { team: "all" }, leftOut: [] });
  expect(manifest.from).toBe(new Date(estateStart).toISOString());
});

test("the hours add up to what the homes count: judged, one kind of observation per workload", async () => {
  const { files } = await take(as("auditor"));
  const [head, ...lines] = files.get("connections-by-hour.csv")!.toString().trimEnd().split("\r\n");
  const column = head!.split(",").indexOf("count");
  const counted = lines.reduce((sum, line) => sum + Number(line.split(",")[column]), 0);
  const { rows } = await database.db.pool.query(
    `with judged as (select * from traffic_hour where verdict <> 'unjudged' and kind in ('request', 'connection')),
       richest as (select workload_id, min(kind) as kind from judged group by 1)
     select sum(count)::int as n from judged join richest using (workload_id, kind)`,
  );
  expect(counted).toBe(rows[0].n);
  expect(counted).toBeGreaterThan(100);
  expect(head!.startsWith("hour,hour Europe/Berlin,service,")).toBe(true);
  expect(lines[0]).toMatch(/^2026-11-1\dT\d\d:00:00\.000Z,2026-11-1\dT\d\d:00:00\.000\+01:00,/);
});

test("no cell is a formula, and no name or address of a person leaves", async () => {
  const { files, manifest } = await take(as("auditor"));
  expect(files.get("findings.csv")!.toString()).toContain(`'=HYPERLINK(1)`);
  expect(files.get("findings.csv")!.toString()).toContain(`"He said ""no"",\r\nand went"`);
  for (const [name, file] of files)
    for (const word of ["Nadia", "corp.example", "Erin", "Name of"]) expect([name, file.includes(word)]).toEqual([name, false]);
  // The same person is the same word everywhere.
  const word = manifest.exportedBy as string;
  expect(files.get("journal.csv")!.toString()).toContain(`,${word},auditor,evidence.export,`);
});

test("the journal knows of it before and after, with the digests", async () => {
  await take(as("ciso"));
  const { entries } = await listJournal(database.db, { action: "evidence." }, { limit: 2 });
  expect(entries.map((e) => [e.action, e.actorRole])).toEqual([
    ["evidence.export-done", "ciso"],
    ["evidence.export", "ciso"],
  ]);
  expect(JSON.stringify(entries[0]!.after)).toMatch(/"sha256": ?"[0-9a-f]{64}"/);
});

test("without the grant for the journal the pack says what it leaves out; without the one for evidence there is none", async () => {
  const { files, manifest } = await take(as("ciso"));
  expect(files.has("journal.csv")).toBe(false);
  expect(manifest.leftOut).toEqual(["journal.csv: it needs the grant journal:read"]);
  const before = await database.db.prisma.journal.count();
  for (const role of ["engineer", "legal"] as const) await expect(take(as(role))).rejects.toMatchObject({ code: "forbidden" });
  expect(await database.db.prisma.journal.count()).toBe(before);
});
