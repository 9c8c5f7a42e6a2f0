import type { RunsPage } from "@/lib/report/run-list-page";
import { Num } from "../page/num";
import { fullCount } from "../ui/number";

/** How many runs there were, and how they ended. */
export function RunsSentence({ page, period, failedHref }: { page: RunsPage; period: string; failedHref: string }) {
  const { runs, jobs, failed, running, unsaid } = page.counts;
  if (runs === 0) return <p>{period}, no run began that this filter finds.</p>;
  return (
    <p>
      {period}, <Num>{fullCount(runs)}</Num> {runs === 1 ? "run" : "runs"} of <Num>{fullCount(jobs)}</Num> {jobs === 1 ? "job" : "jobs"}
      {failed > 0 ? (
        <>
          : <Num href={failedHref}>{fullCount(failed)} failed</Num>
        </>
      ) : (
        ": none failed"
      )}
      {running > 0 && `, ${fullCount(running)} still ${running === 1 ? "runs" : "run"}`}
      {unsaid > 0 && `, and of ${fullCount(unsaid)} nobody told how they ended`}.
    </p>
  );
}
