import type { EngineerSummary } from "@/lib/report/engineer-summary";
import { Num } from "../page/num";
import { compactCount, fullCount } from "../ui/number";

/** The engineer's first question: did my batches run, and do they still call what they should? */
export async function EngineerSentence({ summary, period }: { summary: Promise<EngineerSummary>; period: string }) {
  const s = await summary;
  const { runs, missing } = s;
  const [first, ...others] = missing;
  return (
    <p>
      {period},{" "}
      {runs.runs === 0 ? (
        "no batch run was seen in this scope"
      ) : (
        <>
          <Num href={s.runsHref}>
            {fullCount(runs.runs)} batch {runs.runs === 1 ? "run" : "runs"}
          </Num>{" "}
          of {fullCount(runs.jobs)} {runs.jobs === 1 ? "job" : "jobs"}:{" "}
          {runs.failed > 0 ? <Num href={s.failedHref}>{fullCount(runs.failed)} failed</Num> : "none failed"}
          {runs.running > 0 && (
            <>
              , <Num href={s.runsHref}>{fullCount(runs.running)}</Num> still {runs.running === 1 ? "runs" : "run"}
            </>
          )}
          {first && (
            <>
              , and{" "}
              <Num href={first.href} className="whitespace-normal">
                {first.job} no longer calls <span className="code">{first.endpoint}</span>
              </Num>
              {others.length > 0 && ` (${others.length} more ${others.length === 1 ? "endpoint is" : "endpoints are"} missing)`}
            </>
          )}
        </>
      )}
      .{" "}
      {s.isEmpty ? (
        "Nothing that left was judged."
      ) : (
        <>
          {s.denied.count > 0 ? (
            <>
              <Num href={s.denied.href} title={fullCount(s.denied.count)}>
                {compactCount(s.denied.count)}
              </Num>{" "}
              {s.denied.count === 1 ? "call was" : "calls were"} denied
            </>
          ) : (
            "No call was denied"
          )}
          {s.retries.count > 0 && (
            <>
              , and{" "}
              <Num href={s.retries.href} title={fullCount(s.retries.count)}>
                {compactCount(s.retries.count)}
              </Num>{" "}
              {s.retries.count === 1 ? "was a retry" : "were retries"}
            </>
          )}
          .
        </>
      )}
    </p>
  );
}
