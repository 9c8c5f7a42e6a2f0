import { useEffect, useState } from "react";
import type { LintContext } from "@/lib/policy/lint";
import type { Checked } from "./check-draft";

// Long enough not to check every key stroke, short enough to feel live.
const PAUSE_MS = 250;

/** The last check of the draft; `isStale` while a newer text waits for its own. */
export function useCheck(
  yaml: string,
  against: string,
  maxReviewDays: number,
  context: LintContext,
): { checked?: Checked; isStale: boolean } {
  const [checked, setChecked] = useState<Checked>();
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(async () => {
      const { checkDraft } = await import("./check-draft");
      if (!isOver) setChecked(checkDraft(yaml, against, maxReviewDays, context));
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [yaml, against, maxReviewDays, context]);
  return { checked, isStale: checked?.yaml !== yaml };
}
