import type { Db } from "../db/client";
import { findPolicyInForce } from "../db/policy";
import { listRules } from "../db/rule";
import { findSetting } from "../db/setting";
import { type Actor, guard } from "../model/role";
import type { RuleUsage } from "../policy/lint";
import { DEFAULT_MAX_REVIEW_DAYS } from "../policy/parse";

export interface PolicyEditPage {
  /** 0 before the first publish. */
  base: number;
  force: string;
  draft: string;
  maxReviewDays: number;
  history: { usage: [string, RuleUsage][]; due: [string, number][] };
}

const template = `version: 1
unlisted: deny
rules:
  - id: name-that-stays
    from: { service: my-service, environment: [production] }
    to: { host: api.partner.example, port: 443, protocol: tcp }
    kind: api
    owner: my-team
    reason: What the service needs it for
    ticket: "TICKET-1"
    review: 90d
`;

/** What the editor starts with, and what is known of the rules in force. */
export async function readPolicyEditPage(db: Db, actor: Actor, now: Date): Promise<PolicyEditPage> {
  guard(actor, "policy:publish");
  const [force, allowed] = await Promise.all([findPolicyInForce(db), findSetting(db.prisma, "policy.maxReviewDays")]);
  const maxReviewDays = typeof allowed === "number" ? allowed : DEFAULT_MAX_REVIEW_DAYS;
  if (!force) return { base: 0, force: "", draft: template, maxReviewDays, history: { usage: [], due: [] } };
  const rules = await listRules(db, force.row.version, force.policy, { now });
  return {
    base: force.row.version,
    force: force.row.yaml,
    draft: force.row.yaml,
    maxReviewDays,
    history: {
      usage: rules.map((r) => [r.rule.id, { hits: r.hits, lastHit: r.lastHit?.getTime(), since: r.since.getTime() }]),
      due: rules.flatMap((r) => (r.due ? [[r.rule.id, r.due.getTime()] as [string, number]] : [])),
    },
  };
}
