import type { Db } from "../db/client";
import { listMappings } from "../db/mapping";
import { findRegisteredRuns } from "../db/run";
import { findSampleGeography } from "../db/sample";
import type { Source } from "../db/source";
import { geographer, SampleGeography } from "../enrich/country";
import { RunFinder } from "../enrich/run";
import { Attributor } from "../enrich/workload";
import { Judge, type TrafficKey } from "./judge";
import { policyTimeline } from "./policy-timeline";

/** Registered runs are looked for this far back: no batch job of interest lasts longer. */
const RUNS_BACK_MS = 40 * 86_400_000;

/** Mappings, policy versions, runs and geography of one moment, as the records of a source need them. */
export async function openContext(
  db: Db,
  source: Pick<Source, "tags" | "sample">,
  now: number,
): Promise<{ judge(onKey: (key: TrafficKey) => void): Judge }> {
  const [mappings, policies, registered, geography] = await Promise.all([
    listMappings(db),
    policyTimeline(db),
    findRegisteredRuns(db, now - RUNS_BACK_MS, now + 86_400_000),
    source.sample ? findSampleGeography(db).then((entries) => new SampleGeography(entries)) : geographer(),
  ]);
  const relevant = mappings.filter((m) => m.sample === source.sample);
  return {
    judge: (onKey) =>
      new Judge({
        attributor: new Attributor(relevant, source.tags as Record<string, string>, source.sample),
        geography,
        policies,
        runs: new RunFinder(registered.runs, registered.windows, source.sample),
        now,
        onKey,
      }),
  };
}
