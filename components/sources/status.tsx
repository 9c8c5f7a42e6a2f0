import type { SourceStatus } from "@/lib/db/source-health";
import { Badge } from "../ui/badge";

const words: Record<SourceStatus, [word: string, why: string]> = {
  receiving: ["Receiving", "Lines arrive as expected"],
  rejecting: ["Rejecting", "More than 5 % of the last day's lines could not be read"],
  silent: ["Silent", "Nothing came for longer than this source is expected to be quiet"],
  waiting: ["Waiting", "No line has arrived yet"],
  disabled: ["Disabled", "Its token is refused"],
};

/** How a source is. Trouble is told by weight, not by colour: colour is kept for verdicts. */
export function StatusWord({ status }: { status: SourceStatus }) {
  const [word, why] = words[status];
  if (status === "receiving") return <span title={why}>{word}</span>;
  if (status === "rejecting" || status === "silent")
    return (
      <Badge title={why} className="border-ink font-semibold text-ink">
        {word}
      </Badge>
    );
  return (
    <span title={why} className="text-faint">
      {word}
    </span>
  );
}
