import { scopeOf } from "../access/scope";
import type { Db } from "../db/client";
import { countRuns, listJobNames, listRuns, listRunsByJob, type RunCounts, type RunCursor } from "../db/run-list";
import { type JobWindow, listJobWindows } from "../db/run-window";
import { type Actor, guard } from "../model/role";
import { type ListedRun, type RunState, runStates } from "../model/run";
import type { Question } from "./view";

/** So many runs of a job are drawn as its history. */
export const HISTORY = 30;
const pageSize = 40;

export interface RunsPage {
  counts: RunCounts;
  /** Newest runs of each job that ran in the period, newest first; empty on later pages. */
  jobs: ListedRun[][];
  runs: ListedRun[];
  /** The cursor of the next page. */
  older?: string;
  names: string[];
  windows: JobWindow[];
  job?: string;
  state?: RunState;
}

/** `params`: job (a name), state, after (a cursor of this page's own). */
export async function readRunsPage(db: Db, actor: Actor, q: Question): Promise<RunsPage> {
  guard(actor, "run:read");
  const scope = scopeOf(actor);
  const { job, state: given, after } = q.params ?? {};
  const state = runStates.find((s) => s === given);
  const filter = { ...q, ...(job && { job }), ...(state && { state }) };
  const cursor = readCursor(after);
  const [counts, byJob, { runs, next }, names, windows] = await Promise.all([
    countRuns(db, scope, filter),
    cursor ? new Map<string, ListedRun[]>() : listRunsByJob(db, scope, filter, HISTORY),
    listRuns(db, scope, filter, { after: cursor, limit: pageSize }),
    listJobNames(db, scope),
    listJobWindows(db),
  ]);
  return {
    counts,
    jobs: [...byJob.values()].sort((a, b) => b[0]!.startedAt.getTime() - a[0]!.startedAt.getTime()),
    runs,
    ...(next && { older: `${next.startedAt.getTime()}-${next.id}` }),
    names,
    windows,
    ...(job && { job }),
    ...(state && { state }),
  };
}

function readCursor(text: string | undefined): RunCursor | undefined {
  const read = /^(\d{1,15})-(\d{1,19})$/.exec(text ?? "");
  return read ? { startedAt: new Date(Number(read[1])), id: read[2]! } : undefined;
}
