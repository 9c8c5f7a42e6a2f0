import { logMistake } from "../lib/access/reference";
import { type Db, getDb } from "../lib/db/client";
import { pruneTasks, runTasks, scheduleTask, type TaskHandlers } from "../lib/db/task";

const minute = 60_000;

/** What each kind of task sets going. */
const handlers: TaskHandlers = {
  "task.prune": (db) => pruneTasks(db),
};

/** Kinds that come round by themselves, in one process of several. */
const schedules: readonly { kind: string; everyMs: number }[] = [{ kind: "task.prune", everyMs: 60 * minute }];

interface Background {
  stop(): Promise<void>;
}

// Next evaluates a module once per bundle; background work must run once per process.
const process_ = globalThis as typeof globalThis & { waybillBackground?: Background };

/** Starts the schedules and two workers; again it changes nothing. */
export function startBackground(db: Db = getDb()): Background {
  process_.waybillBackground ??= start(db);
  return process_.waybillBackground;
}

function start(db: Db): Background {
  const stopping = new AbortController();
  const loops = [
    every(10_000, stopping.signal, async () => {
      for (const s of schedules) await scheduleTask(db, s.kind, {}, s.everyMs);
    }),
    // Two, so that a long audit does not hold up the rest.
    every(1_000, stopping.signal, () => runTasks(db, handlers, stopping.signal)),
    every(1_000, stopping.signal, () => runTasks(db, handlers, stopping.signal)),
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
    const timer = setTimeout(resolve, ms);
    timer.unref();
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
