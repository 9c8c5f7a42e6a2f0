import { scopeOf } from "../access/scope";
import { listRunCalls } from "../db/run-calls";
import { listRunsByJob } from "../db/run-list";
import { type ComparedCall, isComplete, type ListedRun } from "../model/run";
import { compareRuns } from "./compare-runs";
import { once } from "./once";

/** So many runs before are what a run is held against. */
export const EARLIER_RUNS = 14;

export interface JobChanges {
  run: ListedRun;
  /** Newest first; none for the first run of a job. */
  earlier: ListedRun[];
  /** Marked ones only. */
  changed: ComparedCall[];
}

/** Of each job that ran in the question's period, its newest run that is over, against the runs before it. */
export const readLatestChanges = once(async (db, actor, q): Promise<JobChanges[]> => {
  const scope = scopeOf(actor);
  const byJob = await listRunsByJob(db, scope, { ...q, period: q.period }, EARLIER_RUNS + 2);
  const jobs = [...byJob.values()].flatMap((runs) => {
    const [run, ...earlier] = completeOnes(runs, q.now ?? q.period.to);
    return run && run.startedAt.getTime() >= q.period.from ? [{ run, earlier: earlier.slice(0, EARLIER_RUNS) }] : [];
  });
  const calls = await listRunCalls(
    db,
    scope,
    jobs.flatMap(({ run, earlier }) => [run, ...earlier].map((r) => r.id)),
  );
  const of = (r: ListedRun) => calls.get(r.id) ?? [];
  return jobs
    .map(({ run, earlier }) => ({
      run,
      earlier,
      changed: compareRuns(of(run), earlier.map(of), true).filter((row) => row.marks.length > 0),
    }))
    .sort((a, b) => b.run.startedAt.getTime() - a.run.startedAt.getTime());
});

/** Those of one job's runs that are over, as far as can be known. */
export const completeOnes = (runs: readonly ListedRun[], now: number): ListedRun[] =>
  runs.filter((run) =>
    isComplete(
      run,
      runs.filter((r) => r !== run),
      now,
    ),
  );
