"use client";

import { Button } from "../ui/button";
import { KeyHint } from "../ui/key-hint";
import type { TriageTask } from "./triage-dialog";

/** What can be done with the findings that are picked. */
export function BulkBar({
  count,
  pending,
  onAcknowledge,
  onAsk,
  onClear,
}: {
  count: number;
  pending: boolean;
  onAcknowledge: () => void;
  onAsk: (task: TriageTask) => void;
  onClear: () => void;
}) {
  return (
    <div className="sticky top-0 z-10 flex flex-wrap items-center gap-2 rounded-t-lg border-b bg-accent-wash px-4 py-2">
      <span role="status" className="figures mr-2 text-sm font-medium">
        {count} picked
      </span>
      <Button size="sm" disabled={pending} onClick={onAcknowledge}>
        Acknowledge <KeyHint keys="a" />
      </Button>
      <Button size="sm" onClick={() => onAsk("resolve")}>
        Resolve <KeyHint keys="r" />
      </Button>
      <Button size="sm" onClick={() => onAsk("accept")}>
        Accept…
      </Button>
      <Button size="sm" onClick={() => onAsk("assign")}>
        Assign…
      </Button>
      <Button size="sm" look="quiet" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
