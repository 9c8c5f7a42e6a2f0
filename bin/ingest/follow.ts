import { FollowedFiles } from "./followed-files";
import { Follower } from "./follower";
import { Paths } from "./paths";
import { patiently } from "./patience";
import { Sender } from "./sender";
import type { Target } from "./target";
import type { Totals } from "./totals";
import { Trails } from "./trails";

/** A batch under way is waited for so long; the source knows it by its key if it comes in after all. */
const STOP_MS = 10_000;

/** Follows files until a signal to stop. */
export async function follow(
  target: Target,
  patterns: readonly string[],
  options: { host: string; format?: string; limit: number },
  totals: Totals,
): Promise<void> {
  const signal = stopSignal();
  const patience = {
    attempts: Number.POSITIVE_INFINITY,
    signal,
    onWait: ({ detail }: { detail: string }, seconds: number) => say(`${detail} Next try in ${Math.round(seconds)} s.`),
  };
  const report = (path: string, problem: string): void => say(`${path}: ${problem}`);
  try {
    const trails = new Trails(options.host, await patiently(() => target.known(Trails.prefix(options.host)), patience));
    const files = new FollowedFiles(new Paths(patterns), trails, report);
    const sender = new Sender(target, trails, { ...patience, format: options.format, limit: options.limit });
    say(`following ${patterns.join(" ")}, to ${target.name}`);
    await new Follower(files, sender, totals, report).run(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const say = (text: string): void => void process.stderr.write(`waybill ingest: ${text}\n`);

/** The first SIGTERM or SIGINT asks to stop, a second or too long a time ends. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    setTimeout(() => process.exit(1), STOP_MS).unref();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  return stopping.signal;
}
