import type { ComparedCall, ListedRun, Mark, RunState } from "./run";

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

/** What the mark rests on, in words. */
export function changeDetail(
  { run, earlier }: { run: Pick<ListedRun, "exitCode">; earlier: readonly Pick<ListedRun, "externalId">[] },
  call: ComparedCall,
): string {
  const { runs, of, last } = call.usual;
  switch (call.marks[0]) {
    case "missing":
      return `${call.wholeHost ? "Host no longer called" : "No longer called"}; last in ${earlier[last]?.externalId ?? "an earlier run"}, ${runs} of ${of} runs before${run.exitCode ? "; this run failed" : ""}`;
    case "new":
      return `${call.wholeHost ? "Host in" : "In"} none of ${of} ${of === 1 ? "run" : "runs"} before`;
    case "failing":
      return `${Math.round((call.now!.failed / call.now!.count) * 100)} % of its calls failed${call.before ? `, ${Math.round((call.before.failed / call.before.count) * 100)} % the run before` : ""}`;
    case "slower":
      return `${meanOf(call.now!)} ms a call${call.before ? `, ${meanOf(call.before)} ms the run before` : ""}`;
    case "bigger":
      return `${Math.round(call.now!.bytesOut / 1000).toLocaleString("en")} kB sent${call.before ? `, ${Math.round(call.before.bytesOut / 1000).toLocaleString("en")} kB the run before` : ""}`;
    default:
      return "";
  }
}

const meanOf = (f: { durationMs: number; count: number }): number => Math.round(f.durationMs / f.count);
