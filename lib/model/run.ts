import type { Outcome } from "./verdict";

export const runStates = ["running", "failed", "ok", "unsaid"] as const;
/** `unsaid`: the run is known from logs alone, so nobody said how it ended. */
export type RunState = (typeof runStates)[number];

/** A run as lists show it. Counts are of judged activity, one kind of observation per workload. */
export interface ListedRun {
  id: string;
  jobId: string;
  job: string;
  externalId: string;
  origin: "log" | "registered" | "window";
  startedAt: Date;
  /** Registered end, else the last record; absent while it runs. */
  endedAt: Date | null;
  exitCode: number | null;
  host: string | null;
  sample: boolean;
  service: string | null;
  environment: string | null;
  team: string | null;
  connections: number;
  denied: number;
  retries: number;
  bytesOut: number;
  bytesIn: number;
  /** Of its newest record; absent where no log told of it. */
  lastSeen: Date | null;
}

export const stateOf = (run: Pick<ListedRun, "origin" | "endedAt" | "exitCode">): RunState =>
  run.exitCode !== null ? (run.exitCode === 0 ? "ok" : "failed") : run.endedAt === null ? "running" : "unsaid";

/** Logs come late: so long after its last record, more of a run may be told. */
const lateMs = 10 * 60_000;
/** Of so many runs, the longest may be an odd one. */
const manyRuns = 11;

/**
 * Whether logs have told all of a run at `now`, as far as can be known: only then can anything be missing from it. One that
 * nobody registered ends in silence, when it has had the time that `others` (runs of its job) took and no record came for a while.
 */
export function isComplete(
  run: Pick<ListedRun, "origin" | "startedAt" | "endedAt" | "lastSeen">,
  others: readonly Pick<ListedRun, "startedAt" | "endedAt">[],
  now: number,
): boolean {
  if (run.endedAt === null) return false;
  const end = run.endedAt.getTime();
  if (run.origin === "registered") return run.lastSeen !== null || now >= end + lateMs;
  const lengths = others.flatMap((r) => (r.endedAt ? [r.endedAt.getTime() - r.startedAt.getTime()] : [])).sort((a, b) => b - a);
  const usual = lengths[lengths.length >= manyRuns ? 1 : 0] ?? 0;
  return now >= Math.max(end, run.startedAt.getTime() + usual) + lateMs;
}

/** What a run called: one endpoint of one run. Method and path are null where the log held no URL. */
export interface RunCall {
  run: string;
  kind: "request" | "connection";
  method: string | null;
  host: string | null;
  domain: string | null;
  /** Only where no name is known. */
  ip: string | null;
  port: number | null;
  path: string | null;
  count: number;
  bytesOut: number;
  bytesIn: number;
  /** Over all calls; 0 where the log holds no duration. */
  durationMs: number;
  unanswered: number;
  /** Answers of 400 and above, and calls without an answer. */
  failed: number;
  retries: number;
  maxAttempt: number;
  denied: number;
  /** Calls by the hundreds of their status; index 0 where the log holds none. */
  statuses: number[];
  outcomes: Outcome[];
  firstSeen: Date;
  lastSeen: Date;
}

export const marks = ["missing", "new", "failing", "slower", "bigger"] as const;
export type Mark = (typeof marks)[number];

/** What a run did with one endpoint, or with a host whose paths differ from run to run. */
export interface Figures {
  count: number;
  bytesOut: number;
  bytesIn: number;
  durationMs: number;
  failed: number;
  retries: number;
  maxAttempt: number;
  denied: number;
  statuses: number[];
  outcomes: RunCall["outcomes"];
}

export interface ComparedCall extends Pick<RunCall, "method" | "host" | "domain" | "ip" | "port" | "path"> {
  key: string;
  /** How many endpoints this row stands for, where a host's paths differ from run to run. */
  paths: number;
  /** A host that no earlier run called, or that this one no longer does. */
  wholeHost: boolean;
  now?: Figures;
  /** In the run that it is held against. */
  before?: Figures;
  marks: Mark[];
  /** In how many of the runs before, and the index of the newest of them. */
  usual: { runs: number; of: number; last: number };
}
