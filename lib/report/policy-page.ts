import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { findPolicyInForce, listPolicyVersions, type PolicyHead } from "../db/policy";
import { HIT_DAYS, listRules, type RuleInForce } from "../db/rule";
import type { Unlisted } from "../model/policy";
import { type Actor, guard } from "../model/role";

export interface PolicyPage {
  head: PolicyHead;
  unlisted: Unlisted;
  rules: RuleInForce[];
  versions: PolicyHead[];
  /** What the hits rest on. */
  note: string;
}

/** The policy in force as people look at it; undefined before the first publish. */
export async function readPolicyPage(db: Db, actor: Actor, now: Date): Promise<PolicyPage | undefined> {
  guard(actor, "policy:read");
  const [force, versions] = await Promise.all([findPolicyInForce(db), listPolicyVersions(db)]);
  const head = versions.find((v) => v.version === force?.row.version);
  if (!force || !head) return undefined;
  const scope = scopeOf(actor);
  const whose = scope.teams === null ? "all workloads" : "your teams' workloads";
  return {
    head,
    unlisted: force.policy.unlisted,
    rules: await listRules(db, force.row.version, force.policy, { now, scope }),
    versions,
    note: `Hits of the last ${HIT_DAYS} days from ${whose}, over all versions; requests where a workload has them, else connections.`,
  };
}
