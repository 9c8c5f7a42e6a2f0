import type { Coverage } from "@/lib/report/answer";
import { Time } from "../ui/time";

/** What an answer rests on, how fresh it is, and what it leaves out. */
export function CoverageLine({ coverage }: { coverage: Coverage }) {
  return (
    <footer className="mt-auto px-5 pt-1 pb-3 text-xs text-pretty text-faint first-letter:uppercase">
      {coverage.basis}
      {coverage.freshUntil !== undefined && (
        <>
          {coverage.basis && " · "}last record <Time at={coverage.freshUntil} />
        </>
      )}
      {coverage.notes?.map((note) => (
        <span key={note}> · {note}</span>
      ))}
      {coverage.sample && " · includes the sample estate"}
    </footer>
  );
}
