import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { countRuns, type RunCounts } from "../db/run-list";
import { deniedOutcomes, listRetried } from "../db/trouble";
import { type Actor, guard } from "../model/role";
import { callName, runHref } from "../model/run-words";
import { connectionsHref, queryText } from "../query/link";
import { readCounted, totalsOf } from "./counted";
import { homeHref } from "./home-href";
import { readLatestChanges } from "./latest-changes";
import type { Question } from "./view";

/** What the engineer's sentence is made of; each figure with the list behind it. */
export interface EngineerSummary {
  runs: RunCounts;
  runsHref: string;
  failedHref: string;
  /** Hosts or endpoints that the newest run of a job no longer called. */
  missing: { job: string; endpoint: string; href: string }[];
  denied: { count: number; href: string };
  retries: { count: number; href: string };
  /** Nothing was judged in the period and scope. */
  isEmpty: boolean;
}

export async function getEngineerSummary(db: Db, actor: Actor, q: Question): Promise<EngineerSummary> {
  guard(actor, "engineer:view");
  const scope = scopeOf(actor);
  const [runs, jobs, counted, retried] = await Promise.all([
    countRuns(db, scope, { ...q }),
    readLatestChanges(db, actor, q),
    readCounted(db, actor, q),
    listRetried(db, scope, q, 1),
  ]);
  const totals = totalsOf(counted);
  const within = { team: q.team, environment: q.environment };
  return {
    runs,
    runsHref: homeHref("/runs", q),
    failedHref: homeHref("/runs", q, { state: "failed" }),
    // A run that failed half way misses what it never came to: said after what a good one silently left out.
    missing: [...jobs.filter((j) => !j.run.exitCode), ...jobs.filter((j) => j.run.exitCode)].flatMap(({ run, changed }) =>
      changed
        .filter((call) => call.marks.includes("missing"))
        .map((call) => ({
          job: run.job,
          endpoint: call.wholeHost ? (call.host ?? call.ip ?? "a destination") : callName(call),
          href: runHref(run),
        })),
    ),
    denied: {
      count: deniedOutcomes.reduce((sum, outcome) => sum + totals[outcome], 0),
      href: connectionsHref(queryText({ ...within, outcome: deniedOutcomes }), q.period),
    },
    retries: { count: retried.total, href: connectionsHref(queryText({ ...within, attempt: ">0" }), q.period) },
    isEmpty: counted.length === 0,
  };
}
