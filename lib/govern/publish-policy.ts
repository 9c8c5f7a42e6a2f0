import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { findNewestPolicy, lockPolicy, ruleHash, savePolicyVersion } from "../db/policy";
import { findSetting } from "../db/setting";
import type { Policy, PolicyProblem } from "../model/policy";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { lintPolicy } from "../policy/lint";
import { DEFAULT_MAX_REVIEW_DAYS, parsePolicy, readPublished } from "../policy/parse";

const shape = z.strictObject({
  yaml: z.string(),
  note: z.string().trim().max(500, "is at most 500 characters").optional(),
  /** The version the file was written against, 0 for none; the newest, whichever it is, when absent. */
  base: z.int().min(0).optional(),
  /** The warnings of the lint were seen and are accepted. */
  acknowledged: z.boolean().default(false),
});

export interface Published {
  version: number;
  /** False where the newest version already says the same. */
  isNew: boolean;
  remarks: PolicyProblem[];
}

/** Puts a policy in force from now on. What was judged before keeps its verdict. */
export async function publishPolicy(db: Db, actor: Actor, input: unknown): Promise<Published> {
  guard(actor, "policy:publish");
  const { yaml, note, base, acknowledged } = parse(shape, input);
  const { policy, remarks } = check(yaml, await maxReviewDays(db), acknowledged);
  return db.prisma.$transaction(
    async (tx) => {
      await lockPolicy(tx);
      const newest = await findNewestPolicy({ prisma: tx });
      if (base !== undefined && base !== (newest?.version ?? 0))
        throw new Problem(
          "conflict",
          `${newest ? `Version ${newest.version} was published by ${newest.publishedBy} meanwhile` : "There is no version yet"}; yours was written against version ${base}. Take its changes over first.`,
          {
            newest: newest?.version ?? 0,
          },
        );
      if (newest?.yaml === yaml) return { version: newest.version, isNew: false, remarks };
      // Versions must not share an instant: each record has exactly one in force.
      const publishedAt = new Date(Math.max(Date.now(), newest ? newest.publishedAt.getTime() + 1 : 0));
      const version = await savePolicyVersion(tx, { yaml, policy, note: note || undefined, publishedAt, publishedBy: actor.name }, newest);
      await tx.mark.create({ data: { at: publishedAt, kind: "policy", label: `Policy ${version}${note ? `: ${note}` : ""}` } });
      await writeJournal(tx, actor, {
        action: "policy.publish",
        subject: `policy:${version}`,
        before: newest && { version: newest.version },
        after: {
          version,
          note,
          rules: policy.rules.length,
          ...changes(newest ? readPublished(newest.yaml) : undefined, policy),
          accepted: codes(remarks),
        },
      });
      return { version, isNew: true, remarks };
    },
    // 100,000 rules are some seconds of inserts.
    { timeout: 60_000 },
  );
}

/** Longest review that this installation allows, days. */
export async function maxReviewDays(db: Db): Promise<number> {
  const value = await findSetting(db.prisma, "policy.maxReviewDays");
  return typeof value === "number" && value > 0 ? value : DEFAULT_MAX_REVIEW_DAYS;
}

function check(yaml: string, maxReviewDays: number, acknowledged: boolean): { policy: Policy; remarks: PolicyProblem[] } {
  const { policy, problems } = parsePolicy(yaml, { maxReviewDays });
  if (!policy) throw refusal(problems);
  const remarks = lintPolicy(policy, { now: Date.now() });
  const errors = remarks.filter((r) => r.severity === "error");
  if (errors.length > 0) throw refusal(errors);
  const warnings = remarks.filter((r) => r.severity === "warning");
  if (warnings.length > 0 && !acknowledged)
    throw new Problem(
      "invalid",
      `The lint has ${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}, the first on line ${warnings[0]!.line}: ${warnings[0]!.message} Accept them to publish.`,
      {
        field: "acknowledged",
      },
    );
  return { policy, remarks };
}

function refusal(errors: readonly PolicyProblem[]): Problem {
  const { line, column, message, fix, rule } = errors[0]!;
  const more = errors.length > 1 ? ` And ${errors.length - 1} more.` : "";
  const where = rule ? ` (rule ${rule})` : "";
  return new Problem("invalid", `Line ${line}, column ${column}${where}: ${message}${fix ? ` ${fix}` : ""}${more}`, {
    field: "yaml",
    line,
    column,
  });
}

/** Ids, so that the journal tells what a publish did without holding the file. */
function changes(before: Policy | undefined, after: Policy): { added: string[]; removed: string[]; changed: string[] } {
  const old = new Map(before?.rules.map((r) => [r.id, ruleHash(r)]));
  const now = new Map(after.rules.map((r) => [r.id, ruleHash(r)]));
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !now.has(id)),
    changed: [...now].filter(([id, hash]) => old.has(id) && old.get(id) !== hash).map(([id]) => id),
  };
}

const codes = (remarks: readonly PolicyProblem[]): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const { code } of remarks.filter((r) => r.severity === "warning")) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries(counts);
};
