import type { RunState } from "@/lib/model/run";
import { cn } from "../ui/cn";

const words: Record<RunState, string> = { running: "Running", failed: "Failed", ok: "Ok", unsaid: "Not told" };
const weights: Record<RunState, string> = { running: "text-ink", failed: "font-semibold text-ink", ok: "text-soft", unsaid: "text-faint" };

/** How a run ended is a word and a weight: colour is kept for verdicts. */
export function StateWord({ state }: { state: RunState }) {
  return (
    <span
      className={cn("whitespace-nowrap", weights[state])}
      title={state === "unsaid" ? "Known from logs alone: nobody told its exit code" : undefined}
    >
      {words[state]}
    </span>
  );
}
