import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { findPolicyInForce, insertConfirmation, ruleHash } from "../db/policy";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { readPublished } from "../policy/parse";
import { matchesOf } from "../policy/words";

const shape = z.strictObject({
  rule: z.string().min(1, "is needed").max(100),
  /** The version that was on the screen. */
  version: z.int().min(1),
  note: z.string().trim().max(500, "is at most 500 characters").optional(),
});

/** Somebody says that a rule, as it stands, is still needed. It counts until the rule matches something else. */
export async function confirmRule(db: Db, actor: Actor, input: unknown): Promise<{ rule: string; confirmedAt: Date }> {
  guard(actor, "rule:confirm");
  const request = parse(shape, input);
  return db.prisma.$transaction(async (tx) => {
    const force = await findPolicyInForce({ prisma: tx });
    const rule = force?.policy.rules.find((r) => r.id === request.rule);
    if (!force || !rule) throw new Problem("not-found", `The policy in force has no rule ${request.rule}.`, { rule: request.rule });
    if (force.row.version !== request.version && (await hashIn(request.version)) !== ruleHash(rule))
      throw new Problem("conflict", `Rule ${rule.id} was changed by version ${force.row.version} meanwhile. Look at it again.`, {
        rule: rule.id,
      });
    const confirmedAt = new Date();
    await insertConfirmation(tx, rule, confirmedAt, actor.name, request.note || undefined);
    await writeJournal(tx, actor, {
      action: "rule.confirm",
      subject: `rule:${rule.id}`,
      after: { version: force.row.version, matches: matchesOf(rule), note: request.note },
    });
    return { rule: rule.id, confirmedAt };

    /** What the rule was in the version that the person saw. */
    async function hashIn(version: number): Promise<string | undefined> {
      const seen = await tx.policyVersion.findUnique({ where: { version } });
      const before = seen && readPublished(seen.yaml)?.rules.find((r) => r.id === request.rule);
      return before ? ruleHash(before) : undefined;
    }
  });
}
