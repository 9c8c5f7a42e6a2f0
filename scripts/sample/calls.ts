import type { Call } from "./call";
import { type JobRun, runsOf } from "./jobs";
import { denyBurst } from "./plots/deny-burst";
import { newCountry } from "./plots/new-country";
import { retryStorm } from "./plots/retry-storm";
import { silentSource } from "./plots/silent-source";
import { slowExfiltration } from "./plots/slow-exfiltration";
import { spoofedSni } from "./plots/spoofed-sni";
import type { Plot } from "./plots/story";
import type { Anchor } from "./time";
import { routineOf } from "./traffic";

const plots: readonly Plot[] = [retryStorm, slowExfiltration, newCountry, spoofedSni, denyBurst, silentSource];

/** Everything that begins on one UTC day, in order of its start, and the runs among it. */
export function dayOfCalls(anchor: Anchor, dayStart: number): { calls: Call[]; runs: JobRun[] } {
  const runs = runsOf(anchor, dayStart);
  const calls: Call[] = [];
  for (const call of [...routineOf(anchor.seed, dayStart), ...runs.flatMap((r) => r.calls)]) {
    if (plots.some((p) => p.replaces?.(anchor, call))) continue;
    let changed = call;
    for (const plot of plots) {
      const change = plot.changes?.(anchor, changed);
      if (change) changed = { ...changed, ...change };
    }
    calls.push(changed);
  }
  for (const plot of plots) calls.push(...(plot.calls?.(anchor, dayStart) ?? []));
  calls.sort((a, b) => a.at - b.at);
  return { calls, runs };
}
