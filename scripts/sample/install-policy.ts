import type { Db } from "../../lib/db/client";
import { ruleHash, savePolicyVersion } from "../../lib/db/policy";
import { parsePolicy } from "../../lib/policy/parse";
import type { SampleSetup } from "./setup";

/** Publishes the sample's versions on their dates, unless a policy is there already. */
export async function installPolicies(db: Db, setup: SampleSetup): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    if ((await tx.policyVersion.count()) > 0) return;
    for (const { version, yaml, note, publishedAt, publishedBy } of setup.policies) {
      const { policy } = parsePolicy(yaml);
      if (policy) await savePolicyVersion(tx, { yaml, policy, note, publishedAt, publishedBy, sample: true }, { version: version - 1 });
    }
    const newest = parsePolicy(setup.policies.at(-1)!.yaml).policy?.rules ?? [];
    const content = new Map(newest.map((rule) => [rule.id, ruleHash(rule)]));
    await tx.ruleConfirmation.createMany({
      data: setup.confirmations.map((c) => ({ ...c, content: content.get(c.ruleId) ?? "" })),
    });
  });
}
