import type { AuditorSummary } from "@/lib/report/auditor-summary";
import { Num } from "../page/num";
import { compactCount, fullCount } from "../ui/number";
import { timeAgo } from "../ui/time-words";
import { visible } from "../ui/visible";

/** The auditor's first question: is everything here that should be, and does it add up? */
export async function AuditorSentence({ summary, since, now }: { summary: Promise<AuditorSummary>; since: string; now: number }) {
  const s = await summary;
  return (
    <p>
      Everything since {since}:{" "}
      <Num href={s.records.href} title={fullCount(s.records.count)}>
        {compactCount(s.records.count)}
      </Num>{" "}
      {s.records.count === 1 ? "record" : "records"},{" "}
      {s.imports.count === 0 ? "no import" : <Num href="/sources">{fullCount(s.imports.count)}</Num>}
      {s.imports.count > 0 && (
        <>
          {" "}
          {s.imports.count === 1 ? "import" : "imports"},{" "}
          {s.imports.unbalanced === 0 ? (
            "all balanced"
          ) : (
            <strong className="font-medium text-ink">{s.imports.unbalanced} not balanced</strong>
          )}
        </>
      )}
      ,{" "}
      <Num href="/policy">
        {fullCount(s.rules)} {s.rules === 1 ? "rule" : "rules"}
      </Num>
      ,{" "}
      {s.overdue > 0 ? (
        <Num href="/policy?show=overdue">
          {fullCount(s.overdue)} {s.overdue === 1 ? "confirmation" : "confirmations"} overdue
        </Num>
      ) : (
        "no confirmation overdue"
      )}
      {s.lastEntry ? (
        <>
          ; the last <Num href="/journal">journal entry</Num> is {visible(s.lastEntry.action)} by {visible(s.lastEntry.by)},{" "}
          {timeAgo(s.lastEntry.at, now)}
        </>
      ) : (
        "; the journal is empty"
      )}
      .
    </p>
  );
}
