import { scopeOf } from "../access/scope";
import { findPolicyInForce } from "../db/policy";
import { listRules, type RuleInForce } from "../db/rule";
import { once } from "./once";

/** The rules of the newest policy as they stand now; none before the first publish. */
export const readRulesInForce = once(async (db, actor, q): Promise<RuleInForce[]> => {
  const found = await findPolicyInForce(db);
  if (!found) return [];
  return listRules(db, found.row.version, found.policy, { now: new Date(q.now ?? q.period.to), scope: scopeOf(actor) });
});

/** A rule that says who answers for it and why, and whose confirmation is current. */
export const isAccountedFor = ({ rule, isOverdue }: RuleInForce): boolean => !!rule.owner && !!rule.reason && !isOverdue;
