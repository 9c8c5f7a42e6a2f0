import type { ListedRun, RunState } from "../db/run-list";
import type { ComparedCall, Mark } from "./compare-runs";

export const stateWords: Record<RunState, string> = { running: "Running", failed: "Failed", ok: "Ok", unsaid: "Not told" };

export const markWords: Record<Mark, string> = {
  missing: "Missing",
  new: "New",
  failing: "Failing",
  slower: "Slower",
  bigger: "Bigger",
};

/** GET https-like name of an endpoint: method, host, port where it is not 443, path; a host alone where the log held no URL. */
export function callName(call: Pick<ComparedCall, "method" | "host" | "ip" | "port" | "path" | "paths">): string {
  const host = call.host ?? call.ip ?? "unknown destination";
  const place = `${host}${call.port === null || call.port === 443 ? "" : `:${call.port}`}`;
  const path = call.paths > 1 ? ` (${call.paths} paths)` : (call.path ?? "");
  return `${call.method ? `${call.method} ` : ""}${place}${path}`;
}

/** How long it ran, or has been seen running; undefined where nothing tells. */
export function runDuration(run: Pick<ListedRun, "startedAt" | "endedAt">): number | undefined {
  return run.endedAt ? run.endedAt.getTime() - run.startedAt.getTime() : undefined;
}

export const runHref = (run: Pick<ListedRun, "id">, against?: Pick<ListedRun, "id">): string =>
  `/runs/${run.id}${against ? `?against=${against.id}` : ""}`;
