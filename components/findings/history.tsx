import { Time } from "../ui/time";
import { visible } from "../ui/visible";
import { type HistoryEntry, historyWords } from "./history-words";

/** What was decided and said about a finding, newest first. */
export function FindingHistory({ entries, firstSeen }: { entries: readonly HistoryEntry[]; firstSeen: Date }) {
  return (
    <ol className="grid gap-4">
      {entries.map((entry) => {
        const { what, remark } = historyWords(entry);
        return (
          <li key={String(entry.id)} className="grid gap-1 border-l pl-4 text-sm">
            <p>
              <span className="font-medium">{entry.actorName}</span> {what}{" "}
              <span className="text-faint">
                <Time at={entry.at} />
              </span>
            </p>
            {remark && <p className="whitespace-pre-wrap break-words text-soft">{visible(remark)}</p>}
          </li>
        );
      })}
      <li className="border-l pl-4 text-sm text-soft">
        First seen <Time at={firstSeen} exact />
      </li>
    </ol>
  );
}
