import type { AuditRun } from "@/lib/db/audit-run";
import { Num } from "../page/num";
import { Time } from "../ui/time";

const inWords = (n: number, one: string): string => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;

/** The first question of the page: how much waits, how long, and what the last audit could not say. */
export function FindingsSentence({
  statuses,
  oldest,
  last,
}: {
  statuses: Readonly<Record<string, number>>;
  oldest?: Date | undefined;
  last?: AuditRun | undefined;
}) {
  const open = statuses.open ?? 0;
  const unknown = last ? Object.values(last.counts).reduce((sum, c) => sum + c.unknown, 0) : 0;
  return (
    <>
      {open === 0 ? "No finding is open" : <Num href="/findings">{inWords(open, "open finding")}</Num>}
      {open > 0 && oldest && (
        <>
          , the oldest since <Time at={oldest} />
        </>
      )}
      {(statuses.acknowledged ?? 0) > 0 && (
        <>
          ; <Num href="/findings?status=acknowledged">{statuses.acknowledged!.toLocaleString("en")}</Num> acknowledged
        </>
      )}
      .{" "}
      {last ? (
        <>
          The last audit ended <Time at={last.endedAt ?? last.requestedAt} />
          {unknown > 0 ? (
            <>
              {" "}
              and <Num href={`/audit/${last.id}`}>{inWords(unknown, "judgement")}</Num> could not be made for want of a field
            </>
          ) : null}
          .
        </>
      ) : (
        "No audit has run yet."
      )}
    </>
  );
}
