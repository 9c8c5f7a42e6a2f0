import { createHash } from "node:crypto";
import { endOfDay, type Policy, type Rule } from "../model/policy";
import { Problem } from "../model/problem";
import { ruleContent } from "../policy/content";
import { readPublished } from "../policy/parse";
import { matchesOf } from "../policy/words";
import type { Db } from "./client";
import type { PolicyVersion } from "./generated/prisma/client";
import type { Tx } from "./journal";

export interface PolicyHead {
  version: number;
  note: string | null;
  publishedAt: Date;
  publishedBy: string;
  sample: boolean;
  rules: number;
}

/** Newest first. */
export async function listPolicyVersions(db: Db, limit = 200): Promise<PolicyHead[]> {
  const rows = await db.prisma.policyVersion.findMany({
    orderBy: { version: "desc" },
    take: limit,
    select: { version: true, note: true, publishedAt: true, publishedBy: true, sample: true, _count: { select: { rules: true } } },
  });
  return rows.map(({ _count, ...head }) => ({ ...head, rules: _count.rules }));
}

/** @throws {Problem} not-found */
export async function getPolicyVersion(db: Db, version: number): Promise<PolicyVersion> {
  const row = Number.isInteger(version) && version < 2 ** 31 ? await db.prisma.policyVersion.findUnique({ where: { version } }) : null;
  if (!row) throw new Problem("not-found", `There is no version ${version} of the policy.`, { version });
  return row;
}

/** The versions right before and after one. */
export async function findNeighbours(db: Db, version: number): Promise<{ before?: PolicyVersion; after?: PolicyVersion }> {
  const around = await db.prisma.policyVersion.findMany({ where: { version: { in: [version - 1, version + 1] } } });
  return { before: around.find((v) => v.version < version), after: around.find((v) => v.version > version) };
}

export const findNewestPolicy = (db: { prisma: Pick<Tx, "policyVersion"> }): Promise<PolicyVersion | null> =>
  db.prisma.policyVersion.findFirst({ orderBy: { version: "desc" } });

/** The version in force at a time; the first holds from the beginning of time. */
export async function findPolicyAt(db: Db, at: Date): Promise<PolicyVersion | null> {
  const last = await db.prisma.policyVersion.findFirst({ where: { publishedAt: { lte: at } }, orderBy: { version: "desc" } });
  return last ?? db.prisma.policyVersion.findFirst({ orderBy: { version: "asc" } });
}

export interface PolicyDraft {
  yaml: string;
  policy: Policy;
  note?: string;
  publishedAt: Date;
  publishedBy: string;
  sample?: boolean;
}

/** Writes the next version and its rules. Publishers wait for one another until the transaction ends. */
export async function savePolicyVersion(tx: Tx, draft: PolicyDraft, previous: { version: number } | null): Promise<number> {
  const version = (previous?.version ?? 0) + 1;
  const { yaml, note, publishedAt, publishedBy, sample } = draft;
  await tx.policyVersion.create({ data: { version, yaml, note, publishedAt, publishedBy, sample } });
  await tx.policyRule.createMany({ data: draft.policy.rules.map((rule, index) => ({ version, index, ...columnsOf(rule) })) });
  return version;
}

/** Held until the end of the transaction: two people who publish at once get two versions, one after the other. */
export async function lockPolicy(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('waybill.policy'))`;
}

function columnsOf(rule: Rule) {
  const { id, owner, reason, ticket, kind, mode, effect, until, review, proof } = rule;
  return {
    ruleId: id,
    owner,
    reason,
    ticket,
    kind,
    mode,
    effect,
    // The instant it ends: the first that is no longer part of the day.
    until: until ? new Date(endOfDay(until)) : null,
    reviewDays: review,
    proof,
    // In full: what changed between two versions is told from it.
    matches: matchesOf(rule, Number.POSITIVE_INFINITY),
  };
}

/** Equal for two rules exactly when they allow or deny the same. */
export const ruleHash = (rule: Rule): string => createHash("sha256").update(ruleContent(rule)).digest("hex");

export interface Confirmation {
  at: Date;
  by: string;
  note: string | null;
}

/** The last confirmation of each rule as it stands now, and whether there are only ones of what it was before. */
export async function findConfirmations(
  db: Db,
  rules: readonly Rule[],
): Promise<Map<string, { last?: Confirmation; isOutdated: boolean }>> {
  const hashes = new Map(rules.map((r) => [r.id, ruleHash(r)]));
  const rows = await db.prisma.ruleConfirmation.findMany({
    where: { ruleId: { in: [...hashes.keys()] } },
    orderBy: { confirmedAt: "desc" },
  });
  const found = new Map<string, { last?: Confirmation; isOutdated: boolean }>();
  for (const row of rows) {
    const known = found.get(row.ruleId) ?? { isOutdated: false };
    if (row.content !== hashes.get(row.ruleId)) known.isOutdated ||= known.last === undefined;
    else known.last ??= { at: row.confirmedAt, by: row.confirmedBy, note: row.note };
    found.set(row.ruleId, known);
  }
  return found;
}

export async function insertConfirmation(tx: Tx, rule: Rule, at: Date, by: string, note?: string): Promise<void> {
  await tx.ruleConfirmation.create({ data: { ruleId: rule.id, content: ruleHash(rule), confirmedAt: at, confirmedBy: by, note } });
}

/** The newest version and its rules; undefined before the first publish. */
export async function findPolicyInForce(db: {
  prisma: Pick<Tx, "policyVersion">;
}): Promise<{ row: PolicyVersion; policy: Policy } | undefined> {
  const row = await findNewestPolicy(db);
  const policy = row ? readPublished(row.yaml) : undefined;
  return row && policy ? { row, policy } : undefined;
}
