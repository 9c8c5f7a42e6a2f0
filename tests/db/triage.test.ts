import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { findingId, listFindingHistory, saveFindings } from "../../lib/db/finding";
import { recordMark } from "../../lib/govern/record-mark";
import { triageFinding } from "../../lib/govern/triage-finding";
import type { Actor } from "../../lib/model/role";
import { useDatabase } from "./database";

const database = useDatabase();
const now = Date.UTC(2026, 10, 18, 12);
const erin: Actor = { id: randomUUID(), name: "Erin", role: "engineer", teams: ["payments"] };
const cleo: Actor = { id: randomUUID(), name: "Cleo", role: "ciso", teams: [] };
const id = (subject: string) => findingId("weak-tls", subject);

beforeEach(async () => {
  const { db } = database;
  await sql`truncate finding, person, mark restart identity cascade`.execute(db.sql);
  const found = ["a", "b", "c"].map((subject) => ({
    rule: "weak-tls",
    subject,
    title: "Cleartext or old TLS",
    summary: `${subject} spoke plain HTTP.`,
    severity: "medium" as const,
    firstSeen: new Date(now - 3_600_000),
    lastSeen: new Date(now - 3_600_000),
    service: "billing",
    team: subject === "c" ? "search" : "payments",
    details: {},
    evidence: "app:http",
    sample: false,
  }));
  await db.prisma.$transaction((tx) => saveFindings(tx, found));
  for (const p of [erin, cleo])
    await db.prisma.person.create({ data: { id: p.id, name: p.name, email: `${p.name}@corp.example`, role: p.role, teams: [...p.teams] } });
});

const finding = (subject: string) => database.db.prisma.finding.findUniqueOrThrow({ where: { id: id(subject) } });
const triage = (actor: Actor, input: Record<string, unknown>) => triageFinding(database.db, actor, input, now);

test("each decision is in the finding and in its history, with who and why", async () => {
  await triage(erin, { act: "acknowledge", ids: [id("a")] });
  await triage(erin, { act: "comment", ids: [id("a")], reason: "The mirror has no TLS." });
  await triage(erin, { act: "assign", ids: [id("a")], assignee: erin.id });
  await triage(erin, { act: "accept", ids: [id("a")], reason: "Until the move", until: "2026-12-01" });
  expect(await finding("a")).toMatchObject({
    status: "accepted",
    assignee: "Erin",
    statusBy: "Erin",
    statusReason: "Until the move",
    acceptedUntil: new Date("2026-12-02T00:00:00Z"),
  });
  await triage(erin, { act: "reopen", ids: [id("a")] });
  await triage(erin, { act: "resolve", ids: [id("a")], reason: "Moved" });
  expect(await finding("a")).toMatchObject({ status: "resolved", acceptedUntil: null, statusAt: new Date(now) });
  const history = await listFindingHistory(database.db, id("a"));
  expect(history.map((e) => e.action).sort()).toEqual(
    ["accept", "acknowledge", "assign", "comment", "reopen", "resolve"].map((a) => `finding.${a}`).sort(),
  );
  expect(history.every((e) => e.actorName === "Erin")).toBe(true);
});

test("many at once; what is so already stays and gets no entry", async () => {
  expect(await triage(cleo, { act: "acknowledge", ids: [id("a")] })).toEqual({ changed: 1 });
  const entries = (await listFindingHistory(database.db, id("a"))).length;
  expect(await triage(cleo, { act: "acknowledge", ids: [id("a"), id("b"), id("c"), id("c")] })).toEqual({ changed: 2 });
  expect(await listFindingHistory(database.db, id("a"))).toHaveLength(entries);
  expect(await listFindingHistory(database.db, id("b"))).toHaveLength(1);
});

test("an engineer touches their teams' findings only; then none of the others changes either", async () => {
  await expect(triage(erin, { act: "resolve", ids: [id("a"), id("c")] })).rejects.toThrow("not your team's");
  expect((await finding("a")).status).toBe("open");
});

test("an auditor changes nothing", async () => {
  await expect(triage({ ...cleo, role: "auditor" }, { act: "resolve", ids: [id("a")] })).rejects.toThrow("finding:triage");
});

test("it is assigned to somebody who can see it and act", async () => {
  await expect(triage(cleo, { act: "assign", ids: [id("c")], assignee: erin.id })).rejects.toThrow("does not see findings of search");
  await expect(triage(cleo, { act: "assign", ids: [id("c")], assignee: randomUUID() })).rejects.toThrow("no such person");
  await triage(cleo, { act: "assign", ids: [id("c")], assignee: cleo.id });
  await triage(cleo, { act: "assign", ids: [id("c")], assignee: null });
  expect((await finding("c")).assignee).toBeNull();
});

test.each([
  [{ act: "accept", until: "2026-12-01" }, "reason"],
  [{ act: "accept", reason: "x", until: "2026-11-17" }, "past"],
  [{ act: "accept", reason: "x", until: "2028-01-01" }, "a year at most"],
  [{ act: "accept", reason: "x", until: "tomorrow" }, "until"],
  [{ act: "comment", reason: "  " }, "reason"],
  [{ act: "explode" }, "act"],
  [{ act: "resolve", ids: [] }, "ids"],
  [{ act: "resolve", ids: ["../../etc"] }, "ids"],
])("%j is refused with the field", async (input, field) => {
  await expect(triage(cleo, { ids: [id("a")], ...input })).rejects.toThrow(field);
});

test("a deploy mark is noted with its entry, and refused where its time makes no sense", async () => {
  const { db } = database;
  expect(await recordMark(db, erin, { label: "billing 4.2.0", service: "billing" }, { now })).toEqual({ id: 1, at: new Date(now) });
  await expect(recordMark(db, erin, { label: "x", at: "2030-01-01T00:00:00Z" }, { now })).rejects.toThrow("at:");
  await expect(recordMark(db, erin, { label: "x\u0007" }, { now })).rejects.toThrow("label");
  await expect(recordMark(db, cleo, { label: "x" }, { now })).rejects.toThrow("run:manage");
  expect(await db.prisma.mark.findMany()).toMatchObject([{ kind: "deploy", label: "billing 4.2.0", service: "billing" }]);
  expect(await db.prisma.journal.count({ where: { action: "mark.create" } })).toBe(1);
});
