import type { LegalSummary } from "@/lib/report/legal-summary";
import { Num } from "../page/num";
import { timeAgo } from "../ui/time-words";

const many = (n: number, one: string, more = `${one}s`): string => `${n} ${n === 1 ? one : more}`;

/** Counsel's first question: did data possibly go where nothing allows it? */
export async function LegalSentence({ summary, period, now }: { summary: Promise<LegalSummary>; period: string; now: number }) {
  const s = await summary;
  if (s.destinations === 0) return <p>{period}, nothing was seen to leave in this scope.</p>;
  const breaks = s.breaking > 0;
  const lacks = s.withoutBasis > 0;
  return (
    <p>
      {period}, {many(s.services, "service")} possibly sent data to {many(s.destinations, "destination")} in{" "}
      <Num href={s.jurisdictions.href}>{many(s.jurisdictions.count, "jurisdiction")}</Num>.{" "}
      {breaks ? (
        <>
          <Num href="#legal-geo">{s.breaking}</Num> {s.breaking === 1 ? "lies" : "lie"} outside what the geo policy allows
        </>
      ) : (
        "None lies outside what the geo policy allows"
      )}
      , {breaks === lacks ? "and " : "but "}
      {lacks ? (
        <>
          <Num href="#legal-basis">{s.withoutBasis}</Num> {s.withoutBasis === 1 ? "has" : "have"} no basis in force
        </>
      ) : (
        "every one has a basis in force"
      )}
      {s.unplaced.count > 0 && (
        <>
          ; of <Num href={s.unplaced.href}>{s.unplaced.count}</Num> the country cannot be said
        </>
      )}
      .{" "}
      {s.sinceExport ? (
        <>
          Since the last export ({timeAgo(s.sinceExport.at, now)}),{" "}
          <Num href="#legal-new">{s.sinceExport.changes === 0 ? "nothing" : many(s.sinceExport.changes, "row")}</Num>{" "}
          {s.sinceExport.changes > 1 ? "are" : "is"} new or changed.
        </>
      ) : (
        "The register has not been exported yet."
      )}
    </p>
  );
}
