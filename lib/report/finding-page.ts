import { scopeOf } from "../access/scope";
import { type Assignee, listAssignees } from "../db/assignee";
import { latestCounts } from "../db/audit-run";
import { type BaselineRow, listBaselines } from "../db/baseline";
import type { Db } from "../db/client";
import { type Finding, findFinding, listFindingHistory } from "../db/finding";
import { type Actor, guard, may } from "../model/role";
import { connectionsHref } from "../query/link";

export interface FindingPage {
  finding: Finding;
  history: Awaited<ReturnType<typeof listFindingHistory>>;
  baselines: BaselineRow[];
  people: Assignee[];
  /** The explorer with the exact filter and the time of the evidence. */
  href: string;
  /** Start of the last audit's period, where that audit did not find it again. */
  notSeenSince?: Date;
}

const HOUR = 3_600_000;

/** All that a finding's page shows; undefined where it is not there, or not in the actor's scope. */
export async function readFinding(db: Db, actor: Actor, id: string): Promise<FindingPage | undefined> {
  guard(actor, "finding:read");
  const finding = /^[0-9a-f]{20}$/.test(id) ? await findFinding(db, scopeOf(actor), id) : undefined;
  if (!finding) return undefined;
  const [history, baselines, people, counts] = await Promise.all([
    listFindingHistory(db, id),
    listBaselines(db, finding.rule, finding.subject),
    may(actor, "finding:triage") ? listAssignees(db) : [],
    latestCounts(db),
  ]);
  const last = counts.get(finding.rule)?.run;
  return {
    finding,
    history,
    baselines,
    people,
    href: connectionsHref(finding.evidence, {
      from: Math.floor(finding.firstSeen.getTime() / HOUR) * HOUR,
      to: (Math.floor(finding.lastSeen.getTime() / HOUR) + 1) * HOUR,
    }),
    notSeenSince: last && last.since > finding.lastSeen ? last.since : undefined,
  };
}
