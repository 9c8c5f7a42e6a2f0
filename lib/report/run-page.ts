import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { listRunCalls, listRunSightings, type RunSighting } from "../db/run-calls";
import { findRun, listRunsBefore } from "../db/run-list";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { type ComparedCall, isComplete, type ListedRun, type RunCall } from "../model/run";
import { compareRuns } from "./compare-runs";
import { completeOnes, EARLIER_RUNS } from "./latest-changes";

export interface RunPage {
  run: ListedRun;
  /** What it is shown beside: the run before, or the one that was asked for. */
  against?: ListedRun;
  /** The comparison is with one chosen run alone. */
  isChosen: boolean;
  /** Its logs have told all of it; until then nothing is missing. */
  isComplete: boolean;
  /** Runs before it, newest first. */
  earlier: ListedRun[];
  /** Those of them that it is compared with: what they called and it did not may be missing. */
  held: ListedRun[];
  /** Changed ones first. */
  calls: ComparedCall[];
  /** Endpoints of hosts whose paths differ from run to run: they are compared by host. */
  varied: RunCall[];
  sightings: RunSighting[];
}

/** `now` tells what is over. @throws {Problem} not-found, also for a run that is out of scope. */
export async function readRunPage(db: Db, actor: Actor, id: string, chosen: string | undefined, now: number): Promise<RunPage> {
  guard(actor, "run:read");
  const scope = scopeOf(actor);
  const run = isId(id) ? await findRun(db, scope, id) : undefined;
  if (!run) throw new Problem("not-found", "There is no such run, or it is of another team's workload.");
  const [earlier, asked, sightings] = await Promise.all([
    listRunsBefore(db, scope, run, EARLIER_RUNS + 1),
    chosen && isId(chosen) && chosen !== id ? findRun(db, scope, chosen) : undefined,
    listRunSightings(db, scope, id),
  ]);
  // A run of another job has nothing to be compared with.
  const isChosen = asked !== undefined && asked.jobId === run.jobId;
  const held = isChosen ? [asked] : completeOnes(earlier, now).slice(0, EARLIER_RUNS);
  const isOver = isComplete(run, earlier, now);
  const calls = await listRunCalls(db, scope, [id, ...held.map((r) => r.id)]);
  const mine = calls.get(id) ?? [];
  const compared = compareRuns(
    mine,
    held.map((r) => calls.get(r.id) ?? []),
    isOver,
  );
  const folded = new Set(compared.filter((c) => c.paths > 1).map((c) => c.host ?? c.ip));
  return {
    run,
    ...(held[0] && { against: held[0] }),
    isChosen,
    isComplete: isOver,
    earlier,
    held,
    calls: compared,
    varied: mine.filter((c) => folded.has(c.host ?? c.ip)).sort((a, b) => b.count - a.count),
    sightings,
  };
}

const isId = (text: string): boolean => /^\d{1,19}$/.test(text) && BigInt(text) < 2n ** 63n;
