import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { countFindings } from "../db/finding";
import { countConformingByRule, findFirstRecord } from "../db/outcome-count";
import { type Actor, guard } from "../model/role";
import { left } from "../model/verdict";
import { and } from "../query/ast";
import { type Conditions, connectionsHref, queryOf } from "../query/link";
import { conformity, readCounted, readCountedBefore, totalsOf } from "./counted";
import { countedKinds } from "./counted-kinds";
import { findingsHref } from "./findings-href";
import { isAccountedFor, readRulesInForce } from "./rules-in-force";
import type { Question } from "./view";

/** What the security lead's sentence is made of; each figure with the list behind it. */
export interface CisoSummary {
  /** Null where nothing left that could be judged. */
  conformity: number | null;
  before: number | null;
  left: { count: number; href: string };
  blocked: { count: number; href: string };
  /** Services that explain most of what did not conform, fewest first to reach nine tenths; at most five. */
  culprits: { services: { name: string; href: string }[]; share: number; count: number; href: string };
  /** Share of what left under a rule with owner, reason and a current confirmation. */
  explained: number | null;
  /** As of now, whatever the period. */
  openFindings: { count: number; oldest?: number; href: string };
  overdueRules: number;
}

export async function getCisoSummary(db: Db, actor: Actor, q: Question): Promise<CisoSummary> {
  guard(actor, "ciso:view");
  const scope = scopeOf(actor);
  const [now, before, first, rules, byRule, findings] = await Promise.all([
    readCounted(db, actor, q),
    readCountedBefore(db, actor, q),
    findFirstRecord(db),
    readRulesInForce(db, actor, q),
    countConformingByRule(db, scope, q),
    countFindings(db, scope, { status: "open", team: q.team, environment: q.environment }),
  ]);
  const totals = totalsOf(now);
  const whole = left.reduce((sum, outcome) => sum + totals[outcome], 0);
  const kinds = countedKinds(now);
  const href = (conditions: Conditions) =>
    connectionsHref(and(queryOf({ team: q.team, environment: q.environment, ...conditions }), kinds), q.period);
  const explained = rules.filter(isAccountedFor).reduce((sum, r) => sum + (byRule.get(r.rule.id) ?? 0), 0);
  const bad = now.filter((r) => r.outcome === "violation" || r.outcome === "reported");
  return {
    conformity: conformity(totals),
    // A period that was recorded in part is no measure for a whole one.
    before: q.previous && first !== undefined && first <= q.previous.from ? conformity(totalsOf(before)) : null,
    left: { count: whole, href: href({ outcome: left }) },
    blocked: { count: totals.blocked, href: href({ outcome: "blocked" }) },
    culprits: culpritsOf(bad, href),
    explained: whole === 0 ? null : explained / whole,
    openFindings: {
      count: findings.count,
      oldest: findings.oldest?.getTime(),
      href: findingsHref(q),
    },
    overdueRules: rules.filter((r) => r.isOverdue).length,
  };
}

function culpritsOf(bad: readonly { service: string; count: number }[], href: (conditions: Conditions) => string): CisoSummary["culprits"] {
  const outcome = ["violation", "reported"];
  const byService = new Map<string, number>();
  for (const r of bad) byService.set(r.service, (byService.get(r.service) ?? 0) + r.count);
  const whole = bad.reduce((sum, r) => sum + r.count, 0);
  const ranked = [...byService].sort((a, b) => b[1] - a[1]);
  let reached = 0;
  const services: { name: string; href: string }[] = [];
  for (const [name, count] of ranked) {
    if (reached >= 0.9 * whole || services.length === 5) break;
    services.push({ name, href: href({ service: name, outcome }) });
    reached += count;
  }
  return { services, share: whole === 0 ? 0 : reached / whole, count: whole, href: href({ outcome }) };
}
