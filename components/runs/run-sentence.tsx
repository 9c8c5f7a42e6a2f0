import type { Mark } from "@/lib/model/run";
import { callName, runHref } from "@/lib/model/run-words";
import { runRecordsHref } from "@/lib/query/run-link";
import type { RunPage } from "@/lib/report/run-page";
import { Num } from "../page/num";
import { fullCount } from "../ui/number";

const phrases: Record<Exclude<Mark, "missing">, (n: number) => string> = {
  new: (n) => `${n} ${n === 1 ? "is" : "are"} new`,
  failing: (n) => `${n} ${n === 1 ? "fails" : "fail"} more`,
  slower: (n) => `${n} ${n === 1 ? "is" : "are"} slower`,
  bigger: (n) => `${n} ${n === 1 ? "sends" : "send"} more`,
};

/** What the run did, and what it did that earlier runs did not. */
export function RunSentence({ page }: { page: RunPage }) {
  const { run, against, held, isChosen, calls } = page;
  const called = calls.filter((c) => c.now);
  const missing = calls.filter((c) => c.marks.includes("missing"));
  const count = (mark: Mark) => calls.filter((c) => c.marks.includes(mark)).length;
  const others = (["new", "failing", "slower", "bigger"] as const).flatMap((m) => (count(m) > 0 ? [phrases[m](count(m))] : []));
  if (run.lastSeen === null)
    return (
      <p>No log has told of any call of this run. It may not have come yet, or what is known of the run's callers matches no record.</p>
    );
  return (
    <p>
      <Num href={runRecordsHref(run)}>{fullCount(run.connections)} calls</Num> to{" "}
      {fullCount(new Set(called.map((c) => c.host ?? c.ip)).size)} hosts
      {run.denied > 0 && `, ${fullCount(run.denied)} of them denied`}.{" "}
      {!against ? (
        "It is the first run of this job that is known, so there is nothing to hold it against."
      ) : (
        <>
          Against{" "}
          {isChosen ? (
            <Num href={runHref(against)}>{against.externalId}</Num>
          ) : (
            <>
              <Num href={runHref(against)}>the run before</Num>
              {held.length > 1 && ` and ${held.length - 1} earlier ${held.length === 2 ? "one" : "ones"}`}
            </>
          )}
          :{" "}
          {missing[0] && (
            <strong className="font-medium text-ink">
              {missing.length === 1 ? (
                <>
                  <span className="code break-all">{missing[0].wholeHost ? missing[0].host : callName(missing[0])}</span> is no longer
                  called
                </>
              ) : (
                `${missing.length} endpoints are no longer called`
              )}
            </strong>
          )}
          {missing.length > 0 && others.length > 0 && "; "}
          {others.join(", ")}
          {missing.length === 0 && others.length === 0 && "nothing new, missing, failing, slower or bigger"}.
        </>
      )}
      {!page.isComplete &&
        (run.endedAt === null
          ? " It has not ended yet, so nothing is said to be missing."
          : " Nobody registered its end, and more of it may come, so nothing is said to be missing yet.")}
    </p>
  );
}
