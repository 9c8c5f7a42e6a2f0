import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { systemActor } from "../../lib/access/system";
import { requestAudit } from "../../lib/audit/request-audit";
import { rules } from "../../lib/audit/rules/index";
import { runAudit } from "../../lib/audit/run-audit";
import { findAuditRun } from "../../lib/db/audit-run";
import { listBaselines } from "../../lib/db/baseline";
import { findingId, listFindings } from "../../lib/db/finding";
import { hashId } from "../../lib/db/hash";
import { runTasks } from "../../lib/db/task";
import { everything } from "../../lib/model/scope";
import { useDatabase } from "./database";

const database = useDatabase();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 18, 12);

interface Row {
  at: number;
  service?: string;
  team?: string;
  host?: string;
  ip?: string;
  source?: string;
  kind?: string;
  proof?: string;
  verdict?: string;
  action?: string;
  outcome?: string;
  count?: number;
  out?: number;
  in?: number;
  retries?: number;
  s2?: number;
  s4?: number;
  retryable?: number;
  weak?: number;
  app?: string;
  port?: number;
  country?: string;
}

/** Roll-up rows as ingest writes them. */
async function traffic(rows: readonly Row[]): Promise<void> {
  const { db } = database;
  for (const r of rows) {
    const service = r.service ?? "billing";
    const workload = hashId(service);
    const source = await db.prisma.source.upsert({
      where: { name: r.source ?? "edge" },
      create: { name: r.source ?? "edge", format: "squid", lastRecordAt: new Date(now) },
      update: {},
    });
    await sql`insert into workload (id, service, environment, team) values (${workload}::int8, ${service}, 'production', ${r.team ?? "payments"}) on conflict do nothing`.execute(
      db.sql,
    );
    const key = hashId(workload, source.id, r.kind, r.host, r.ip, r.proof, r.app, r.country, r.port);
    await sql`insert into traffic_key (workload_id, id, source_id, kind, direction, host, host_origin, ip, port, protocol, application, proof, country, operator_country)
      values (${workload}::int8, ${key}::int8, ${source.id}, ${r.kind ?? "request"}, 'outbound', ${r.ip ? null : (r.host ?? "api.vendor.example")}, 'sni', ${r.ip ?? null}::inet,
        ${r.port ?? 443}, 'tcp', ${r.app ?? "tls"}, ${r.proof ?? "consistent"}, ${r.country ?? null}, ${r.country ?? null}) on conflict do nothing`.execute(
      db.sql,
    );
    const hour = new Date(Math.floor(r.at / HOUR) * HOUR);
    await sql`select ensure_month_partition('traffic_hour', ${hour}::date)`.execute(db.sql);
    const count = r.count ?? 1;
    await sql`insert into traffic_hour (workload_id, hour, traffic_key_id, policy_version, rule, verdict, action, outcome, kind, count, bytes_out, bytes_in,
        packets_out, packets_in, status_2xx, status_3xx, status_4xx, status_5xx, retryable, retries, unanswered, weak_tls, duration_ms, first_seen, last_seen)
      values (${workload}::int8, ${hour}, ${key}::int8, 0, -1, ${r.verdict ?? "allowed"}, ${r.action ?? "allowed"}, ${r.outcome ?? "conforming"}, ${r.kind ?? "request"},
        ${count}, ${r.out ?? 1000 * count}, ${r.in ?? 2000 * count}, 0, 0, ${r.s2 ?? count}, 0, ${r.s4 ?? 0}, 0, ${r.retryable ?? 0}, ${r.retries ?? 0}, 0, ${r.weak ?? 0}, 0,
        ${new Date(r.at)}, ${new Date(r.at + 60_000)})`.execute(db.sql);
  }
}

const hours = (n: number, row: (i: number) => Row): Row[] =>
  Array.from({ length: n }, (_, i) => ({ ...row(i), at: now - (i + 25) * HOUR }));

async function audit(input: { from?: string; to?: string; rules?: string[] } = {}, at = now) {
  const { id } = await requestAudit(database.db, systemActor, input, at);
  const outcome = await runAudit(database.db, id);
  const run = (await findAuditRun(database.db, id))!;
  expect(run.error).toBeNull();
  return { id, run, outcome: outcome! };
}
const findings = async () => (await listFindings(database.db, everything, {})).findings;

beforeEach(async () => {
  await sql`truncate traffic_hour, traffic_key, workload, source, import, finding, baseline, audit_run, task, webhook, outbox, policy_version, mark restart identity cascade`.execute(
    database.db.sql,
  );
});

test("what left although the policy denies it is one finding, once, with the filter that lists it", async () => {
  await traffic([
    { at: now - 3 * HOUR, host: "paste.example", verdict: "denied", outcome: "violation", count: 3, out: 7_000_000 },
    { at: now - 2 * HOUR, host: "paste.example", verdict: "denied", outcome: "violation", count: 2, out: 1_000_000 },
    { at: now - 2 * HOUR, host: "api.vendor.example" },
  ]);
  const { run } = await audit({ rules: ["unlisted-destination"] });
  expect(run.counts).toEqual({ "unlisted-destination": { pass: 1, fail: 1, unknown: 0, missing: {}, findings: 1 } });
  const [finding, ...more] = await findings();
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    id: findingId("unlisted-destination", "billing (production) → paste.example"),
    status: "open",
    service: "billing",
    environment: "production",
    team: "payments",
    count: 1,
    firstSeen: new Date(now - 3 * HOUR),
    lastSeen: new Date(now - 2 * HOUR + 60_000),
    evidence: "service:billing environment:production host:paste.example outcome:violation",
  });
  expect(finding!.summary).toContain("5 times");
  expect(finding!.summary).toContain("8.0 MB");

  await audit({ rules: ["unlisted-destination"] });
  expect(await findings()).toMatchObject([{ id: finding!.id, count: 2, status: "open", firstSeen: finding!.firstSeen }]);
});

test("a source that sees the same traffic again is not added to it", async () => {
  const row = { at: now - 3 * HOUR, host: "paste.example", verdict: "denied", outcome: "violation", count: 3, out: 7_000_000 };
  await traffic([row, { ...row, source: "sensor", kind: "connection" }]);
  await audit({ rules: ["unlisted-destination"] });
  expect((await findings())[0]!.details).toMatchObject({ connections: 3, sources: ["edge", "sensor"] });
});

test("what cannot be judged is counted with the field that is missing, and is no pass", async () => {
  await traffic([
    { at: now - HOUR, ip: "203.0.113.7", verdict: "unknown", outcome: "unexplained", proof: "unknown" },
    { at: now - HOUR, proof: "claimed" },
  ]);
  const { run } = await audit({ rules: ["unlisted-destination", "contradicted-name"] });
  expect(run.counts["unlisted-destination"]).toMatchObject({ pass: 1, unknown: 1, missing: { host: 1 } });
  expect(run.counts["contradicted-name"]).toMatchObject({ pass: 0, unknown: 2, missing: { host: 1, dnsAnswer: 1 } });
});

test("a burst of blocked attempts is held against the hours before it, and names the deploy", async () => {
  await traffic([
    ...hours(40, () => ({ at: 0, host: "api.vendor.example" })),
    { at: now - 2 * HOUR + 600_000, host: "new.vendor.example", verdict: "denied", action: "denied", outcome: "blocked", count: 60 },
  ]);
  await database.db.prisma.mark.create({
    data: { at: new Date(now - 2 * HOUR), kind: "deploy", label: "billing 4.2.0", service: "billing" },
  });
  await audit({ rules: ["default-deny-hits"] });
  const [finding] = await findings();
  expect(finding).toMatchObject({ rule: "default-deny-hits", subject: "billing (production) → new.vendor.example" });
  expect(finding!.summary).toContain("10 minutes after billing 4.2.0");
});

test("bandwidth is learned from past windows only, and what was learned can be read", async () => {
  const week = (k: number): Row => ({ at: now - HOUR - k * 7 * DAY, out: 30e6, in: 30e6 });
  await traffic([
    ...[1, 2, 3, 4].flatMap((k) => [week(k), { ...week(k), at: week(k).at - HOUR }]),
    { at: now - HOUR, out: 600e6, in: 60e6 },
  ]);
  const { run } = await audit({ rules: ["bandwidth-above-baseline"] });
  expect(run.counts["bandwidth-above-baseline"]).toMatchObject({ fail: 1, findings: 1 });
  const subject = "billing (production) → api.vendor.example";
  const learned = await listBaselines(database.db, "bandwidth-above-baseline", subject);
  expect(learned).toHaveLength(1);
  // Four weeks have an hour like it: the window itself, 660 MB, is not among them.
  expect(learned[0]).toMatchObject({
    subject: `${subject} · edge request`,
    bucket: 59,
    median: 60e6,
    mad: 0,
    samples: 4,
    until: new Date(now - HOUR),
  });
});

test("uploads over days that no hour gives away", async () => {
  const steady = Array.from({ length: 28 }, (_, i): Row => ({ at: now - (i + 4) * DAY, out: 1e6, in: 1e6 }));
  const leak = [0, 1, 2].flatMap((d) => [1, 2, 3, 4].map((h): Row => ({ at: now - d * DAY - h * HOUR, out: 5e6, in: 1e5 })));
  await traffic([...steady, ...leak]);
  await audit({ rules: ["slow-exfiltration", "bandwidth-above-baseline"] });
  expect(await findings()).toMatchObject([{ rule: "slow-exfiltration", details: { out: 60e6, newDestination: false } }]);
});

test("a retry storm by attempt numbers", async () => {
  await traffic([{ at: now - 2 * HOUR, count: 900, retries: 850, retryable: 880, s2: 20, s4: 880 }]);
  await audit({ rules: ["retry-storm"] });
  expect(await findings()).toMatchObject([{ rule: "retry-storm", details: { amplification: 18, repeats: 850 } }]);
});

test("countries are held against the geo rules that bind the workload's data", async () => {
  const { db } = database;
  const yaml = "version: 1\nunlisted: deny\ngeo:\n  - id: personal-data\n    from: { data: [personal] }\n    regions: [EEA]\nrules: []\n";
  await db.prisma.policyVersion.create({ data: { version: 1, yaml, publishedAt: new Date(now), publishedBy: "x" } });
  await traffic([
    { at: now - HOUR, country: "SG" },
    { at: now - HOUR, host: "b.example", country: "DE" },
    { at: now - HOUR, host: "c.example" },
    { at: now - HOUR, service: "search", country: "SG" },
  ]);
  await db.prisma.dataRegister.create({ data: { service: "billing", classes: ["personal"], purpose: "Invoices", updatedBy: "x" } });
  const { run } = await audit({ rules: ["unapproved-country"] });
  expect(run.counts["unapproved-country"]).toMatchObject({ pass: 1, fail: 1, unknown: 2, missing: { countries: 1, classes: 1 } });
  expect((await findings())[0]!.summary).toContain("Singapore");

  // The register speaks where nothing can be seen, and only there.
  const entry = { role: "processor", basis: "scc", updatedBy: "x" };
  await db.prisma.recipientRegister.createMany({
    data: [
      { ...entry, host: "c.example", recipient: "C Inc.", countries: ["IE", "US"] },
      { ...entry, host: "b.example", recipient: "B Inc.", countries: ["US"] },
    ],
  });
  await audit({ rules: ["unapproved-country"] });
  const stated = (await findings()).filter((f) => f.subject.includes("c.example"));
  expect(stated).toMatchObject([{ subject: expect.stringMatching(/ in US$/), details: { countriesFrom: "recipient register" } }]);
  expect(stated[0]!.summary).toContain("as the recipient register says");
  expect(stated[0]!.evidence).not.toContain("country:");
  expect((await findings()).some((f) => f.subject.includes("b.example"))).toBe(false);
  await db.prisma.recipientRegister.deleteMany();
  await db.prisma.dataRegister.deleteMany();
});

test("names that DNS contradicts, plain HTTP and old TLS", async () => {
  await traffic([
    {
      at: now - HOUR,
      host: "updates.example",
      kind: "handshake",
      verdict: "unjudged",
      action: "none",
      outcome: "not-left",
      proof: "contradicted",
    },
    { at: now - HOUR, host: "old.example", kind: "handshake", verdict: "unjudged", action: "none", outcome: "not-left", weak: 1 },
    { at: now - HOUR, host: "plain.example", app: "http", port: 80 },
  ]);
  await audit({ rules: ["contradicted-name", "weak-tls"] });
  expect((await findings()).map((f) => `${f.rule} ${f.subject}`).sort()).toEqual([
    "contradicted-name billing (production) → updates.example",
    "weak-tls billing (production) → old.example",
    "weak-tls billing (production) → plain.example",
  ]);
});

test("a rule is overdue by the last confirmation of what it says now", async () => {
  const { db } = database;
  const rule = (version: number, ruleId: string, matches: string, owner: string | null) => ({
    version,
    index: ruleId.length,
    ruleId,
    owner,
    reason: "r",
    mode: "enforce",
    effect: "allow",
    reviewDays: 90,
    matches,
  });
  for (const [version, ago] of [
    [1, 200],
    [2, 10],
  ] as const)
    await db.prisma.policyVersion.create({ data: { version, yaml: "", publishedAt: new Date(now - ago * DAY), publishedBy: "x" } });
  await db.prisma.policyRule.createMany({
    data: [
      rule(1, "old", "a to b", "team"),
      rule(2, "old", "a to b", "team"),
      rule(1, "confirmed", "a to c", "team"),
      rule(2, "confirmed", "a to c", "team"),
      rule(1, "widened", "a to d", "team"),
      rule(2, "widened", "a to anything", "team"),
      rule(2, "nobody", "a to e", null),
    ],
  });
  await db.prisma.ruleConfirmation.create({
    data: { ruleId: "confirmed", content: "c", confirmedAt: new Date(now - 30 * DAY), confirmedBy: "x" },
  });
  const { run } = await audit({ rules: ["rule-overdue-or-ownerless"] });
  expect(run.counts["rule-overdue-or-ownerless"]).toMatchObject({ pass: 2, fail: 2 });
  const found = await findings();
  expect(found.map((f) => f.subject).sort()).toEqual(["rule nobody", "rule old"]);
  expect(found.find((f) => f.subject === "rule old")!.summary).toContain("110 days ago");
});

test("a silent source; one of the sample is silent only inside the sample's own period", async () => {
  const { db } = database;
  const source = (name: string, sample: boolean, ago: number) =>
    db.prisma.source.create({ data: { name, sample, format: "squid", silentAfter: 1440, lastRecordAt: new Date(now - ago * HOUR) } });
  await source("live", false, 1);
  await source("gone", false, 50);
  await source("sample-end", true, 500);
  await source("sample-gone", true, 560);
  await db.prisma.source.create({ data: { name: "never", format: "squid" } });
  await db.prisma.source.create({
    data: { name: "off", format: "squid", disabledAt: new Date(now), lastRecordAt: new Date(now - 90 * HOUR) },
  });
  const { run } = await audit({ rules: ["silent-source"] });
  expect(run.counts["silent-source"]).toMatchObject({ pass: 2, fail: 2, unknown: 1, missing: { lastRecordAt: 1 } });
  expect((await findings()).map((f) => [f.subject, f.sample])).toEqual(
    expect.arrayContaining([
      ["source gone", false],
      ["source sample-gone", true],
    ]),
  );
});

test("a source is silent beyond its habit, and rejects beyond its share; lines that were read after all count no more", async () => {
  const { db } = database;
  const source = async (name: string, hours: number[]) => {
    const last = Math.min(...hours);
    const { id } = await db.prisma.source.create({
      data: {
        name,
        format: "squid",
        silentAfter: 10 * 1440,
        lastRecordAt: new Date(now - last * HOUR),
        firstRecordAt: new Date(now - 500 * HOUR),
      },
    });
    await db.prisma.sourceHour.createMany({
      data: hours.map((ago) => ({ sourceId: id, hour: new Date(now - ago * HOUR), connections: 1n, quiet: 0n, lost: 0n })),
    });
    return id;
  };
  const every = (from: number, step: number) => Array.from({ length: Math.floor((500 - from) / step) }, (_, i) => from + i * step);
  await source("steady", every(9, 1));
  await source("nightly", every(9, 24));
  const mixed = await source("mixed", every(1, 1));
  const receipt = (lines: number, rejected: number, replayOf: number | null = null) =>
    db.prisma.import.create({
      data: {
        ...{ sourceId: mixed, key: `k${lines}:${rejected}`, sha256: "x", format: "squid", receivedAt: new Date(now - HOUR), bytes: 1n },
        ...{ lines, rejected, used: lines - rejected, connections: lines - rejected, duplicates: 0, skipped: 0, durationMs: 1, replayOf },
      },
    });
  const first = await receipt(100, 30);
  const names = ["silent-source", "rejecting-source"];
  await audit({ rules: names });
  const told = new Map((await findings()).map((f) => [f.subject, f.summary]));
  expect([...told.keys()].sort()).toEqual(["source mixed", "source steady"]);
  expect(told.get("source steady")).toContain("never silent for longer than");
  expect(told.get("source mixed")).toContain("30 of 100 lines");
  await receipt(28, 0, first.id);
  const { run } = await audit({ rules: names });
  expect(run.counts["rejecting-source"]).toMatchObject({ pass: 1, fail: 0 });
});

test("a resolved finding opens again on new evidence, not on the old; an accepted one stays until its date", async () => {
  const { db } = database;
  const violation = { host: "paste.example", verdict: "denied", outcome: "violation" };
  await traffic([{ ...violation, at: now - 5 * HOUR }]);
  await audit({ rules: ["unlisted-destination"] });
  const settle = (status: "resolved" | "accepted", at: number, acceptedUntil?: number) =>
    db.prisma.finding.updateMany({
      data: { status, statusAt: new Date(at), acceptedUntil: acceptedUntil ? new Date(acceptedUntil) : null },
    });
  const status = async () => (await findings())[0]!.status;

  await settle("resolved", now - 4 * HOUR);
  await audit({ rules: ["unlisted-destination"] });
  expect(await status()).toBe("resolved");
  await traffic([{ ...violation, at: now - 2 * HOUR }]);
  const { outcome } = await audit({ rules: ["unlisted-destination"] });
  expect(outcome.reopened).toHaveLength(1);
  expect(await status()).toBe("open");
  expect(await db.prisma.journal.count({ where: { action: "finding.reopen" } })).toBe(1);

  await settle("accepted", now - 4 * HOUR, now + DAY);
  await audit({ rules: ["unlisted-destination"] });
  expect(await status()).toBe("accepted");
  await settle("accepted", now - 4 * HOUR, now - 3 * HOUR);
  await audit({ rules: ["unlisted-destination"] });
  expect(await status()).toBe("open");
});

test("a finding that no longer fails is left as it is", async () => {
  await traffic([{ at: now - 5 * HOUR, host: "paste.example", verdict: "denied", outcome: "violation" }]);
  await audit();
  const before = (await findings()).find((f) => f.rule === "unlisted-destination");
  await audit({}, now + 3 * DAY);
  expect((await findings()).find((f) => f.rule === "unlisted-destination")).toEqual(before);
});

test("an audit of an older period does not speak over a newer one", async () => {
  await traffic([
    { at: now - 2 * DAY, host: "paste.example", verdict: "denied", outcome: "violation", count: 9 },
    { at: now - HOUR, host: "paste.example", verdict: "denied", outcome: "violation", count: 2 },
  ]);
  await audit({ rules: ["unlisted-destination"] });
  await audit({ from: "now-3d", to: "now-1d", rules: ["unlisted-destination"] });
  const [finding] = await findings();
  expect(finding!.summary).toContain("2 times");
  expect(finding).toMatchObject({ firstSeen: new Date(now - 2 * DAY), lastSeen: new Date(now - HOUR + 60_000) });
});

test("new findings and their message are in one transaction; nothing new, no message", async () => {
  const { db } = database;
  await db.prisma.webhook.create({ data: { name: "soc", url: "https://hooks.example/in", secret: Buffer.from("x") } });
  await db.prisma.webhook.create({
    data: { name: "off", url: "https://hooks.example/in", secret: Buffer.from("x"), disabledAt: new Date() },
  });
  await traffic([{ at: now - HOUR, host: "paste.example", verdict: "denied", outcome: "violation" }]);
  await audit({ rules: ["unlisted-destination"] });
  await audit({ rules: ["unlisted-destination"] });
  const messages = await db.prisma.outbox.findMany();
  expect(messages).toHaveLength(1);
  expect(messages[0]!.body).toMatchObject({
    type: "findings",
    total: 1,
    findings: [{ rule: "unlisted-destination", state: "new", team: "payments" }],
  });
});

test("all rules run by the queue, with progress that only grows", async () => {
  const { db } = database;
  await traffic(hours(30, (i) => ({ at: 0, host: `h${i % 7}.example` })));
  const { id } = await requestAudit(db, { ...systemActor, role: "engineer", id: "e", name: "Erin" }, { from: "now-7d" }, now);
  expect(await findAuditRun(db, id)).toMatchObject({ status: "queued", requestedBy: "Erin" });
  const progress: number[] = [];
  await runTasks(
    db,
    { "audit.run": async (_, input) => void (await runAudit(db, String(input.id), (p) => progress.push(p))) },
    new AbortController().signal,
  );
  const run = (await findAuditRun(db, id))!;
  expect(run).toMatchObject({ status: "done", progress: 1 });
  expect(Object.keys(run.counts).sort()).toEqual(rules.map((r) => r.id).sort());
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
  expect(await runAudit(db, id)).toBeUndefined();
});

test("a parameter that makes no sense fails the run and says which", async () => {
  const { db } = database;
  await db.prisma.setting.create({ data: { key: "audit.parameters", value: { "weak-tls": { minimum: -1 } } } });
  const { id } = await requestAudit(db, systemActor, {}, now);
  await runAudit(db, id);
  expect(await findAuditRun(db, id)).toMatchObject({ status: "failed", error: "weak-tls: minimum must be at least 1." });
  await db.prisma.setting.delete({ where: { key: "audit.parameters" } });
});

test("who may not run audits, and periods that are none, are told so", async () => {
  const { db } = database;
  await expect(requestAudit(db, { ...systemActor, role: "auditor" }, {}, now)).rejects.toThrow("audit:run");
  await expect(requestAudit(db, systemActor, { from: "now+1h", to: "now+2h" }, now)).rejects.toThrow("future");
  await expect(requestAudit(db, systemActor, { from: "now-2y" }, now)).rejects.toThrow("400 days");
  await expect(requestAudit(db, systemActor, { rules: ["no-such-rule"] }, now)).rejects.toThrow("no-such-rule");
  expect(await db.prisma.auditRun.count()).toBe(0);
});
