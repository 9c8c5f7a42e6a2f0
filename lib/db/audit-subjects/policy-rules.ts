import { sql } from "kysely";
import type { Db } from "../client";

export interface PolicyRuleRow {
  rule: string;
  owner: string | null;
  reason: string | null;
  effect: "allow" | "deny";
  mode: "enforce" | "report";
  reviewDays: number | null;
  until: number | null;
  sample: boolean;
  /** When the rule was published as it stands; versions in between did not change what it matches. */
  publishedAt: number;
  /** The last confirmation since then. */
  confirmedAt: number | null;
}

/** Rules of the version in force at a time; times are milliseconds since the epoch. The first version holds from the beginning. */
export async function listPolicyRules(db: Db, at: Date): Promise<PolicyRuleRow[]> {
  const ms = (column: string) => sql`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;
  const { rows } = await sql<PolicyRuleRow>`
    with force as (
      select version, sample from policy_version
      order by (published_at <= ${at}) desc, case when published_at <= ${at} then version end desc nulls last, version limit 1
    ), rule as (
      select r.*, f.sample, (
        select min(v.published_at) from policy_version v
        where v.version <= r.version and v.version > coalesce((
          select max(o.version) from policy_version o left join policy_rule p on p.version = o.version and p.rule_id = r.rule_id
          where o.version < r.version and p.matches is distinct from r.matches), 0)
      ) as published_at
      from policy_rule r join force f on f.version = r.version
    ), known as (
      select r.*, (
        select max(c.confirmed_at) from rule_confirmation c
        where c.rule_id = r.rule_id and c.confirmed_at <= ${at} and c.confirmed_at >= r.published_at
      ) as confirmed_at
      from rule r
    )
    select rule_id as rule, owner, reason, effect, mode, review_days as "reviewDays", ${ms("until")} as until, sample,
      ${ms("published_at")} as "publishedAt", ${ms("confirmed_at")} as "confirmedAt"
    from known order by index`.execute(db.sql);
  return rows;
}
