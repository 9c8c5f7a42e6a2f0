import type { ComparedCall, ListedRun } from "../model/run";
import { connectionsHref, queryText } from "./link";

const minute = 60_000;

/** The run's records in the explorer; of one endpoint where it is given. */
export function runRecordsHref(run: ListedRun, call?: Pick<ComparedCall, "method" | "host" | "ip" | "path" | "paths">): string {
  const to = Math.max(run.endedAt?.getTime() ?? 0, run.lastSeen?.getTime() ?? 0, run.startedAt.getTime());
  return connectionsHref(queryText({ run: run.externalId, job: run.job, ...endpointConditions(call) }), {
    from: run.startedAt.getTime() - minute,
    to: to + minute,
  });
}

/** Every record of the job to one endpoint, from `from` to the end of the run: for one that a run no longer calls. */
export const jobRecordsHref = (
  run: ListedRun,
  call: Pick<ComparedCall, "method" | "host" | "ip" | "path" | "paths">,
  from: number,
): string =>
  connectionsHref(queryText({ job: run.job, ...endpointConditions(call) }), {
    from,
    to: (run.endedAt ?? run.startedAt).getTime() + minute,
  });

const endpointConditions = (call: Pick<ComparedCall, "method" | "host" | "ip" | "path" | "paths"> | undefined) =>
  call && {
    ...(call.host ? { host: call.host } : { ip: call.ip ?? undefined }),
    ...(call.paths === 1 && { method: call.method ?? undefined, path: call.path ?? undefined }),
  };
