import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { hashId } from "../../lib/db/hash";
import { listJournal } from "../../lib/db/journal";
import { findPolicyAt, findPolicyInForce, getPolicyVersion, listPolicyVersions } from "../../lib/db/policy";
import { listRules } from "../../lib/db/rule";
import { confirmRule } from "../../lib/govern/confirm-rule";
import { publishPolicy } from "../../lib/govern/publish-policy";
import type { Actor, Role } from "../../lib/model/role";
import { readPolicyEditPage } from "../../lib/report/policy-edit-page";
import { readPolicyPage } from "../../lib/report/policy-page";
import { readPolicyVersionPage } from "../../lib/report/policy-version-page";
import { wouldBeAllowed } from "../../lib/report/would-be-allowed";
import { useDatabase } from "./database";

const database = useDatabase();
const as = (role: Role): Actor => ({ id: role, name: `the ${role}`, role, teams: ["*"] });
const account = "owner: payments, reason: Card charging, review: 90d";
const charges = (more = ""): string =>
  `  - { id: charges, from: { service: billing }, to: { host: api.payments.example, port: 443${more} }, ${account} }`;
const mirror = `  - { id: mirror, to: { host: mirror.packages.example, port: 443 }, ${account} }`;
const file = (...rules: string[]): string => `version: 1\nunlisted: deny\nrules:\n${rules.join("\n")}\n`;

test("nobody but who may publish publishes, and nothing that cannot be read", async () => {
  const { db } = database;
  for (const role of ["engineer", "legal", "auditor"] as const)
    await expect(publishPolicy(db, as(role), { yaml: file(charges()) })).rejects.toMatchObject({ code: "forbidden" });
  await expect(publishPolicy(db, as("ciso"), { yaml: `${file(charges())}  - { id: b, prot: 1 }\n` })).rejects.toMatchObject({
    code: "invalid",
    at: { line: 5, column: 14 },
    detail: expect.stringMatching(/^Line 5, column 14 \(rule b\): A rule has no key "prot"/),
  });
  await expect(publishPolicy(db, as("ciso"), { yaml: file(`  - { id: all, to: { port: 443 }, ${account} }`) })).rejects.toMatchObject({
    code: "invalid",
    detail: expect.stringContaining("It allows every caller every destination."),
  });
  await expect(publishPolicy(db, as("ciso"), { yaml: file("  - { id: a, to: { host: a.b.example, port: 443 } }") })).rejects.toMatchObject({
    code: "invalid",
    at: { field: "acknowledged" },
  });
  expect(await listPolicyVersions(db)).toEqual([]);
  expect(await findPolicyInForce(db)).toBeUndefined();
  expect(await findPolicyAt(db, new Date())).toBeNull();
});

test("versions follow one another, with rules, journal and mark; the first holds from the beginning", async () => {
  const { db } = database;
  expect(await publishPolicy(db, as("ciso"), { yaml: file(charges()), note: "First", base: 0 })).toMatchObject({ version: 1, isNew: true });
  expect(await publishPolicy(db, as("ciso"), { yaml: file(charges()) })).toMatchObject({ version: 1, isNew: false });
  await expect(publishPolicy(db, as("admin"), { yaml: file(mirror), base: 0 })).rejects.toMatchObject({
    code: "conflict",
    at: { newest: 1 },
  });
  expect(await publishPolicy(db, as("admin"), { yaml: file(charges(), mirror), base: 1 })).toMatchObject({ version: 2 });
  expect(await listPolicyVersions(db)).toMatchObject([
    { version: 2, note: null, publishedBy: "the admin", rules: 2 },
    { version: 1, note: "First", publishedBy: "the ciso", rules: 1 },
  ]);
  const [first, second] = [await getPolicyVersion(db, 1), await getPolicyVersion(db, 2)];
  expect((await findPolicyAt(db, new Date(0)))?.version).toBe(1);
  expect((await findPolicyAt(db, new Date(second.publishedAt.getTime() - 1)))?.version).toBe(1);
  expect((await findPolicyAt(db, second.publishedAt))?.version).toBe(2);
  expect(second.publishedAt.getTime()).toBeGreaterThan(first.publishedAt.getTime());
  await expect(getPolicyVersion(db, 99)).rejects.toMatchObject({ code: "not-found" });
  await expect(getPolicyVersion(db, Number.NaN)).rejects.toMatchObject({ code: "not-found" });
  expect(
    await db.prisma.policyRule.findMany({
      where: { version: 2 },
      orderBy: { index: "asc" },
      select: { ruleId: true, matches: true, reviewDays: true },
    }),
  ).toEqual([
    { ruleId: "charges", matches: "billing → api.payments.example, port 443", reviewDays: 90 },
    { ruleId: "mirror", matches: "any caller → mirror.packages.example, port 443", reviewDays: 90 },
  ]);
  const { entries } = await listJournal(db, { action: "policy." }, { limit: 10 });
  expect(entries.map((e) => [e.subject, e.actorName, e.after])).toEqual([
    ["policy:2", "the admin", { version: 2, rules: 2, added: ["mirror"], removed: [], changed: [], accepted: {} }],
    ["policy:1", "the ciso", { version: 1, note: "First", rules: 1, added: ["charges"], removed: [], changed: [], accepted: {} }],
  ]);
  expect((await db.prisma.mark.findMany({ where: { kind: "policy" }, orderBy: { at: "asc" } })).map((m) => m.label)).toEqual([
    "Policy 1: First",
    "Policy 2",
  ]);
});

test("two who publish at once get two versions", async () => {
  const { db } = database;
  const versions = await Promise.all(
    ["a", "b", "c"].map((id) =>
      publishPolicy(db, as("ciso"), { yaml: file(charges(), mirror, mirror.replace("mirror,", `${id},`).replace("mirror.", `${id}.`)) }),
    ),
  );
  expect(versions.map((v) => v.version).sort()).toEqual([3, 4, 5]);
  const base = await Promise.allSettled(
    ["x", "y"].map((id) =>
      publishPolicy(db, as("ciso"), {
        base: 5,
        yaml: file(charges(), mirror, mirror.replace("mirror,", `${id},`).replace("mirror.", `${id}.`)),
      }),
    ),
  );
  expect(base.map((b) => b.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a confirmation counts until the rule matches something else", async () => {
  const { db } = database;
  const state = async (id: string) => {
    const { row, policy } = (await findPolicyInForce(db))!;
    const { confirmed, isOutdated, isOverdue, due } = (await listRules(db, row.version, policy, { now: new Date() })).find(
      (r) => r.rule.id === id,
    )!;
    return {
      version: row.version,
      by: confirmed?.by,
      isOutdated,
      isOverdue,
      dueIn: due && Math.round((due.getTime() - Date.now()) / 86_400_000),
    };
  };
  const { version } = await publishPolicy(db, as("ciso"), { yaml: file(charges(), mirror) });
  expect(await state("charges")).toEqual({ version, by: undefined, isOutdated: false, isOverdue: false, dueIn: 90 });
  await expect(confirmRule(db, as("auditor"), { rule: "charges", version })).rejects.toMatchObject({ code: "forbidden" });
  await expect(confirmRule(db, as("engineer"), { rule: "none", version })).rejects.toMatchObject({ code: "not-found" });
  await confirmRule(db, as("engineer"), { rule: "charges", version, note: "Still charged" });
  expect(await state("charges")).toMatchObject({ by: "the engineer", isOutdated: false });

  // Another owner is no other rule; another port is.
  const reowned = file(charges().replace("owner: payments", "owner: finance"), mirror);
  await publishPolicy(db, as("ciso"), { yaml: reowned });
  expect(await state("charges")).toMatchObject({ by: "the engineer", isOutdated: false });
  await confirmRule(db, as("engineer"), { rule: "charges", version });
  await publishPolicy(db, as("ciso"), { yaml: file(charges(", protocol: tcp"), mirror) });
  expect(await state("charges")).toMatchObject({ by: undefined, isOutdated: true });
  await expect(confirmRule(db, as("engineer"), { rule: "charges", version })).rejects.toMatchObject({ code: "conflict" });
  await publishPolicy(db, as("ciso"), { yaml: reowned });
  expect(await state("charges")).toMatchObject({ by: "the engineer", isOutdated: false });
  const { entries } = await listJournal(db, { action: "rule.confirm" }, { limit: 10 });
  expect(entries.map((e) => [e.subject, e.actorName])).toEqual([
    ["rule:charges", "the engineer"],
    ["rule:charges", "the engineer"],
  ]);
});

test("a rule is overdue from its last confirmation, or from when it was first published as it is", async () => {
  const { db } = database;
  const { row, policy } = (await findPolicyInForce(db))!;
  const after = (days: number) => listRules(db, row.version, policy, { now: new Date(Date.now() + days * 86_400_000) });
  expect((await after(89)).map((r) => [r.rule.id, r.isOverdue])).toEqual([
    ["charges", false],
    ["mirror", false],
  ]);
  expect((await after(91)).every((r) => r.isOverdue)).toBe(true);
  await sql`update rule_confirmation set confirmed_at = now() + interval '10 days' where rule_id = 'charges'`.execute(db.sql);
  expect((await after(91)).map((r) => [r.rule.id, r.isOverdue])).toEqual([
    ["charges", false],
    ["mirror", true],
  ]);
});

beforeAll(async () => {
  const { db } = database;
  // One workload seen twice, by a proxy and by a flow log: 7 requests are 9 connections.
  const workload = hashId("billing");
  await sql`insert into workload (id, service, team) values (${workload}::int8, 'billing', 'payments')`.execute(db.sql);
  for (const days of [1, 40]) {
    const hour = new Date(Math.floor((Date.now() - days * 86_400_000) / 3_600_000) * 3_600_000);
    await sql`select ensure_month_partition('traffic_hour', ${hour}::date)`.execute(db.sql);
    for (const [kind, count] of [
      ["request", 7],
      ["connection", 9],
    ] as const)
      await sql`insert into traffic_hour (workload_id, hour, traffic_key_id, kind, policy_version, rule, verdict, action, outcome, count, bytes_out, bytes_in,
          packets_out, packets_in, status_2xx, status_3xx, status_4xx, status_5xx, retryable, retries, unanswered, weak_tls, duration_ms, first_seen, last_seen)
        values (${workload}::int8, ${hour}, ${kind === "request" ? 1 : 2}, ${kind}::observation_kind, ${days === 1 ? 2 : 1}, 0, 'allowed', 'none', 'conforming', ${count}, 0, 0,
          0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ${hour}, ${hour})`.execute(db.sql);
  }
});

test("hits of a rule are counted over its versions, once per activity, and in scope", async () => {
  const { db } = database;
  const { row, policy } = (await findPolicyInForce(db))!;
  const hits = async (teams: string[] | null) =>
    (await listRules(db, row.version, policy, { now: new Date(), scope: { teams } })).map((r) => [
      r.rule.id,
      r.hits,
      r.lastHit !== undefined,
    ]);
  expect(await hits(null)).toEqual([
    ["charges", 7, true],
    ["mirror", 0, false],
  ]);
  expect(await hits(["payments"])).toEqual(await hits(null));
  expect(await hits(["other"])).toEqual([
    ["charges", 0, false],
    ["mirror", 0, false],
  ]);
});

test("would this be allowed: asked of the newest version, with what is known of the workload", async () => {
  const { db } = database;
  const actor = as("auditor");
  const ask = (input: object) => wouldBeAllowed(db, actor, { port: 443, protocol: "tcp", ...input });
  expect(await ask({ service: "billing", destination: "API.payments.example." })).toMatchObject({ verdict: "allowed", rule: "charges" });
  expect(await ask({ service: "billing", destination: "api.payments.example", port: 8443 })).toMatchObject({
    verdict: "denied",
    nearest: [{ rule: "charges", failed: ["port"] }, {}],
  });
  expect(await ask({ destination: "api.payments.example" })).toMatchObject({
    verdict: "unknown",
    nearest: [{ rule: "charges", missing: ["service"] }, {}],
  });
  expect(await ask({ service: "billing", destination: "203.0.113.9" })).toMatchObject({ verdict: "denied" });
  for (const bad of [
    { destination: "" },
    { destination: "no host" },
    { destination: "a.example", port: 70000 },
    { destination: "a.example", port: "443" },
    {},
  ])
    await expect(ask(bad)).rejects.toMatchObject({ code: "invalid" });
  const { version } = await publishPolicy(db, as("ciso"), {
    acknowledged: true,
    yaml: file(
      `  - { id: team, from: { team: payments, tags: { pci: "yes" } }, to: { host: t.partner.example, port: 443 }, proof: proven, ${account} }`,
    ),
  });
  expect(await ask({ service: "billing", destination: "t.partner.example" })).toMatchObject({
    verdict: "denied",
    nearest: [{ rule: "team", failed: ["tags.pci"] }],
    assumed: ["the name is proven", "billing is of team payments"],
    version,
  });
});

test("the pages of the policy say what is in force, and only who may publish gets the editor", async () => {
  const { db } = database;
  const page = await readPolicyPage(db, { ...as("engineer"), teams: ["other"] }, new Date());
  expect(page).toMatchObject({ head: { publishedBy: "the ciso", rules: 1 }, unlisted: "deny", rules: [{ rule: { id: "team" }, hits: 0 }] });
  expect(page!.note).toContain("your teams' workloads");
  for (const role of ["engineer", "legal", "auditor"] as const)
    await expect(readPolicyEditPage(db, as(role), new Date())).rejects.toMatchObject({ code: "forbidden" });
  const edit = await readPolicyEditPage(db, as("ciso"), new Date());
  expect([edit.base, edit.draft === edit.force, edit.history.usage.map(([id]) => id)]).toEqual([page!.head.version, true, ["team"]]);
  const shown = await readPolicyVersionPage(db, as("auditor"), edit.base);
  expect(shown.before?.changes.map((c) => [c.id, c.kind])).toEqual([
    ["team", "added"],
    ["charges", "removed"],
    ["mirror", "removed"],
  ]);
  expect(shown.endedAt).toBeUndefined();
  await expect(readPolicyVersionPage(db, as("auditor"), 4711)).rejects.toMatchObject({ code: "not-found" });
});
