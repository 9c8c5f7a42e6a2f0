import { FollowedFiles } from "./followed-files";
import { Follower } from "./follower";
import { Paths } from "./paths";
import { type Patience, patiently } from "./patience";
import { say } from "./say";
import { Sender } from "./sender";
import type { Target } from "./target";
import type { Totals } from "./totals";
import { Trails } from "./trails";

/** Follows files until it is told to stop. */
export async function follow(
  target: Target,
  patterns: readonly string[],
  options: Patience & { signal: AbortSignal; host: string; format?: string; limit: number },
  totals: Totals,
): Promise<void> {
  const { signal } = options;
  const report = (path: string, problem: string): void => say(`${path}: ${problem}`);
  try {
    const trails = new Trails(options.host, await patiently(() => target.known(Trails.prefix(options.host)), options));
    const files = new FollowedFiles(new Paths(patterns), trails, report);
    const sender = new Sender(target, trails, options);
    say(`following ${patterns.join(" ")}, to ${target.name}`);
    await new Follower(files, sender, totals, report).run(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
