import type { Db } from "../db/client";
import { findNeighbours, getPolicyVersion } from "../db/policy";
import type { Policy } from "../model/policy";
import { type Actor, guard } from "../model/role";
import { changesBetween, type RuleChange } from "../policy/changes";
import { readPublished } from "../policy/parse";

export interface PolicyVersionPage {
  version: number;
  yaml: string;
  note: string | null;
  publishedAt: Date;
  publishedBy: string;
  sample: boolean;
  policy: Policy;
  /** When the next version took its place; absent for the one in force. */
  endedAt?: Date;
  before?: { version: number; yaml: string; changes: RuleChange[] };
}

/** One version, read-only, against the one before it. @throws {Problem} not-found */
export async function readPolicyVersionPage(db: Db, actor: Actor, version: number): Promise<PolicyVersionPage> {
  guard(actor, "policy:read");
  const row = await getPolicyVersion(db, version);
  const { before, after } = await findNeighbours(db, version);
  const policy = readPublished(row.yaml) ?? { version: 1, unlisted: "deny", groups: [], geo: [], rules: [] };
  return {
    ...row,
    policy,
    endedAt: after?.publishedAt,
    before: before && { version: before.version, yaml: before.yaml, changes: changesBetween(readPublished(before.yaml), policy) },
  };
}
