import { createHash } from "node:crypto";
import type { Db } from "../../lib/db/client";
import { endOfDay } from "../../lib/model/policy";
import { parsePolicy } from "../../lib/policy/parse";
import { matchesOf } from "../../lib/policy/words";
import type { SampleSetup } from "./setup";

/** Publishes the sample's versions on their dates, unless a policy is there already. */
export async function installPolicies(db: Db, setup: SampleSetup): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    if ((await tx.policyVersion.count()) > 0) return;
    for (const { version, yaml, note, publishedAt, publishedBy } of setup.policies) {
      const rules = parsePolicy(yaml).policy?.rules ?? [];
      await tx.policyVersion.create({ data: { version, yaml, note, publishedAt, publishedBy, sample: true } });
      await tx.policyRule.createMany({
        data: rules.map((rule, index) => ({
          version,
          index,
          ruleId: rule.id,
          owner: rule.owner,
          reason: rule.reason,
          ticket: rule.ticket,
          kind: rule.kind,
          mode: rule.mode,
          effect: rule.effect,
          until: rule.until ? new Date(endOfDay(rule.until)) : null,
          reviewDays: rule.review,
          proof: rule.proof,
          matches: matchesOf(rule),
        })),
      });
    }
    const newest = parsePolicy(setup.policies.at(-1)!.yaml).policy?.rules ?? [];
    const content = new Map(newest.map((rule) => [rule.id, createHash("sha256").update(matchesOf(rule)).digest("hex")]));
    await tx.ruleConfirmation.createMany({
      data: setup.confirmations.map((c) => ({ ...c, content: content.get(c.ruleId) ?? "" })),
    });
  });
}
