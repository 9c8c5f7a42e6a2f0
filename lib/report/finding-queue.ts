import { scopeOf } from "../access/scope";
import { type Assignee, listAssignees } from "../db/assignee";
import { type AuditRun, latestCounts, listAuditRuns, type RuleCount } from "../db/audit-run";
import type { Db } from "../db/client";
import { type Finding, type FindingFilter, listFindingChoices, listFindings } from "../db/finding";
import type { FindingStatus, Severity } from "../db/generated/prisma/client";
import { type Actor, guard, may } from "../model/role";

const statuses = ["open", "acknowledged", "accepted", "resolved"] as const satisfies readonly FindingStatus[];
const severities = ["low", "medium", "high", "critical"] as const satisfies readonly Severity[];
export type QueueStatus = FindingStatus | "all";

export interface Queue {
  status: QueueStatus;
  filters: { severity?: string; rule?: string; team?: string; environment?: string; assignee?: string };
  findings: Omit<Finding, "details" | "evidence" | "summary">[];
  total: number;
  choices: Awaited<ReturnType<typeof listFindingChoices>>;
  counts: Map<string, { run: AuditRun; count: RuleCount }>;
  /** The last audit that ended. */
  last?: AuditRun;
  /** Id of an audit under way. */
  running?: string;
  people: Assignee[];
}

type Params = Readonly<Record<string, string | string[] | undefined>>;

/** The queue of findings as an address asks for it, within the actor's scope. A parameter that makes no sense is left out. */
export async function readQueue(db: Db, actor: Actor, params: Params): Promise<Queue> {
  guard(actor, "finding:read");
  const text = (name: string): string | undefined => (typeof params[name] === "string" && params[name] !== "" ? params[name] : undefined);
  const one = <T extends string>(name: string, of: readonly T[]): T | undefined => of.find((v) => v === text(name));
  const status = text("status") === "all" ? "all" : (one("status", statuses) ?? "open");
  const filters = {
    severity: one("severity", severities),
    rule: text("rule"),
    team: text("team"),
    environment: text("environment"),
    assignee: text("assignee"),
  };
  const filter: FindingFilter = {
    ...filters,
    status: status === "all" ? undefined : status,
    // "nobody", or "=" and a name: a person may be called Nobody.
    assignee: filters.assignee === undefined ? undefined : filters.assignee.startsWith("=") ? filters.assignee.slice(1) : "",
  };
  const scope = scopeOf(actor);
  const [list, choices, counts, runs, people] = await Promise.all([
    listFindings(db, scope, filter),
    listFindingChoices(db, scope),
    latestCounts(db),
    listAuditRuns(db, 20),
    may(actor, "finding:triage") ? listAssignees(db) : [],
  ]);
  return {
    status,
    filters,
    findings: list.findings.map(({ details: _, evidence: __, summary: ___, ...f }) => f),
    total: list.total,
    choices,
    counts,
    last: runs.find((r) => r.status === "done"),
    running: runs.find((r) => r.status === "queued" || r.status === "running")?.id,
    people,
  };
}
