import { logMistake } from "../lib/access/reference";
import { systemActor } from "../lib/access/system";
import { requestAudit } from "../lib/audit/request-audit";
import { runAudit } from "../lib/audit/run-audit";
import { type Db, getDb } from "../lib/db/client";
import { pruneOutbox } from "../lib/db/outbox";
import { applyRetention } from "../lib/db/retention";
import { getRetention } from "../lib/db/setting";
import { pruneTasks, runTasks, scheduleTask, type TaskHandlers } from "../lib/db/task";
import { drainOutbox } from "../lib/deliver/drain-outbox";
import { env } from "../lib/env";
import { replayTask } from "../lib/ingest/replay/replay-task";
import { settle } from "../lib/ingest/settle";
import program from "../package.json" with { type: "json" };

const minute = 60_000;
const hour = 60 * minute;

/** What each kind of task sets going. */
const handlers: TaskHandlers = {
  "audit.request": async (db) => void (await requestAudit(db, systemActor, { from: "now-24h", to: "now" }, now())),
  "audit.run": async (db, input, signal) => void (await runAudit(db, String(input.id), undefined, signal)),
  /** Late names and mappings: the last hours by schedule (the patience for a name is two), other hours where ingest or a mapping asks for them. */
  settle: (db, input, signal) => settlePeriod(db, periodOf(input, 3 * hour), signal),
  rejudge: (db, input, signal) => settlePeriod(db, periodOf(input, 31 * 24 * hour), signal),
  replay: (db, input, signal) => replayTask(db, input, program.version, signal),
  retention: async (db) => void (await applyRetention(db, await getRetention(db), new Date(now()))),
  prune: async (db) => {
    await pruneTasks(db);
    await pruneOutbox(db);
  },
};

const lanes = ["audit", "replay", "upkeep"] as const;
type Lane = (typeof lanes)[number];

/** Somebody may be waiting for an audit or a replay, and judging a month again takes minutes: none holds up another. */
const laneOf = (kind: string): Lane => (kind.startsWith("audit.") ? "audit" : kind === "replay" ? "replay" : "upkeep");

const handlersOf = (lane: Lane): TaskHandlers => Object.fromEntries(Object.entries(handlers).filter(([kind]) => laneOf(kind) === lane));

const now = (): number => env.now?.getTime() ?? Date.now();

const periodOf = (input: Record<string, unknown>, backMs: number): { since: number; until: number } => ({
  since: typeof input.since === "string" ? Date.parse(input.since) : now() - backMs,
  until: typeof input.until === "string" ? Date.parse(input.until) : now(),
});

async function settlePeriod(db: Db, period: { since: number; until: number }, signal: AbortSignal): Promise<void> {
  await settle(db, period, now(), signal);
  // It returns early when it is told to stop; the queue keeps the task then.
  signal.throwIfAborted();
}

/** Kinds that come round by themselves, in one process of several. */
const schedules: readonly { kind: string; everyMs: number }[] = [
  { kind: "audit.request", everyMs: hour },
  { kind: "settle", everyMs: 3 * minute },
  { kind: "retention", everyMs: hour },
  { kind: "prune", everyMs: hour },
];

export interface Background {
  /** Resolves when what was running has stopped; unfinished tasks go back to the queue. */
  stop(): Promise<void>;
}

// Next evaluates a module once per bundle; background work must run once per process.
const process_ = globalThis as typeof globalThis & { waybillBackground?: Background };

/** Starts schedules, workers and delivery; again it changes nothing. */
export function startBackground(db: Db = getDb()): Background {
  process_.waybillBackground ??= start(db);
  return process_.waybillBackground;
}

function start(db: Db): Background {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loops = [
    every(10_000, signal, async () => {
      for (const s of schedules) await scheduleTask(db, s.kind, {}, s.everyMs);
    }),
    ...lanes.map((lane) => every(1_000, signal, () => runTasks(db, handlersOf(lane), signal))),
    every(10_000, signal, () => drainOutbox(db, signal)),
  ];
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.allSettled(loops);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  return { stop };
}

/** Repeats after a pause, never twice at once. A mistake is logged and the next turn tries again, more slowly. */
async function every(pauseMs: number, signal: AbortSignal, body: () => Promise<unknown>): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await body();
      failures = 0;
    } catch (error) {
      failures++;
      logMistake(error, "background");
    }
    await pause(Math.min(pauseMs * 2 ** Math.min(failures, 6), 5 * minute), signal);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    timer.unref();
    signal.addEventListener("abort", end);
  });
