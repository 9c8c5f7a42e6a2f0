import { sql } from "kysely";
import type { Policy, Rule } from "../model/policy";
import { everything, type Scope } from "../model/scope";
import type { Db } from "./client";
import { countedSums } from "./counted";
import { type Confirmation, findConfirmations } from "./policy";

const DAY = 86_400_000;
export const HIT_DAYS = 30;
const LAST_HIT_DAYS = 90;

/** A rule in force, with what people decided about it and what it was used for. */
export interface RuleInForce {
  rule: Rule;
  /** Position in the version. */
  index: number;
  /** Since when it matches what it matches now. */
  since: Date;
  confirmed?: Confirmation;
  /** It was confirmed, but matched something else then. */
  isOutdated: boolean;
  /** Absent for rules without `review`. */
  due?: Date;
  isOverdue: boolean;
  /** Of the last 30 days, whole hours; one kind of observation per workload. */
  hits: number;
  /** Within the last 90 days. */
  lastHit?: Date;
}

export interface RulesQuestion {
  now: Date;
  /** Whose workloads are counted. */
  scope?: Scope;
}

export async function listRules(
  db: Db,
  version: number,
  policy: Policy,
  { now, scope = everything }: RulesQuestion,
): Promise<RuleInForce[]> {
  const [confirmations, since, hits] = await Promise.all([
    findConfirmations(db, policy.rules),
    findSince(db, version),
    countHits(db, scope, now),
  ]);
  return policy.rules.map((rule, index) => {
    const { last: confirmed, isOutdated = false } = confirmations.get(rule.id) ?? {};
    const first = since.get(rule.id) ?? now;
    const from = confirmed && confirmed.at > first ? confirmed.at : first;
    const due = rule.review ? new Date(from.getTime() + rule.review * DAY) : undefined;
    const used = hits.get(rule.id);
    return {
      rule,
      index,
      since: first,
      confirmed,
      isOutdated: isOutdated && !confirmed,
      due,
      isOverdue: due !== undefined && due < now,
      hits: used?.hits ?? 0,
      lastHit: used?.lastHit ?? undefined,
    };
  });
}

/** When each rule of a version was published as it stands: versions in between did not change what it matches. */
async function findSince(db: Db, version: number): Promise<Map<string, Date>> {
  const { rows } = await sql<{ rule_id: string; since: Date }>`
    with changed as (
      select r.rule_id, max(v.version) filter (where p.matches is distinct from r.matches) as version
      from policy_rule r
      join policy_version v on v.version < r.version
      left join policy_rule p on p.version = v.version and p.rule_id = r.rule_id
      where r.version = ${version}
      group by r.rule_id
    )
    select r.rule_id, min(v.published_at) as since
    from policy_rule r
    left join changed c on c.rule_id = r.rule_id
    join policy_version v on v.version <= r.version and v.version > coalesce(c.version, 0)
    where r.version = ${version}
    group by r.rule_id`.execute(db.sql);
  return new Map(rows.map((r) => [r.rule_id, r.since]));
}

/** By rule id over all versions. */
async function countHits(db: Db, scope: Scope, now: Date): Promise<Map<string, { hits: number; lastHit: Date | null }>> {
  const to = Math.ceil(now.getTime() / 3_600_000) * 3_600_000;
  const period = { from: to - LAST_HIT_DAYS * DAY, to };
  const sums = sql`sum(h.count) filter (where h.hour >= ${new Date(to - HIT_DAYS * DAY)}) as hits, max(h.last_seen) as last_hit`;
  const { rows } = await sql<{ rule_id: string; hits: number; last_hit: Date | null }>`
    select p.rule_id, coalesce(sum(t.hits), 0)::float8 as hits, max(t.last_hit) as last_hit
    from ${countedSums(scope, { period }, { policy_version: sql`h.policy_version`, rule: sql`h.rule` }, sums)} t
    join policy_rule p on p.version = t.policy_version and p.index = t.rule
    group by p.rule_id`.execute(db.sql);
  return new Map(rows.map((r) => [r.rule_id, { hits: r.hits, lastHit: r.last_hit }]));
}
