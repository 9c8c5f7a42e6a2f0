import { useEffect, useRef, useState } from "react";
import type { LintContext } from "@/lib/policy/lint";
import type { Checked } from "./check-draft";

// Long enough not to check every key stroke, short enough to feel live; a file that takes long is asked less often.
const PAUSE_MS = 250;
const PAUSE_TIMES = 3;

/** The last check of the draft; `isStale` while a newer text waits for its own. */
export function useCheck(
  yaml: string,
  against: string,
  maxReviewDays: number,
  context: LintContext,
): { checked?: Checked; isStale: boolean } {
  const [checked, setChecked] = useState<Checked>();
  const tookMs = useRef(0);
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(
      async () => {
        const { checkDraft } = await import("./check-draft");
        if (isOver) return;
        const start = performance.now();
        setChecked(checkDraft(yaml, against, maxReviewDays, context));
        tookMs.current = performance.now() - start;
      },
      PAUSE_MS + PAUSE_TIMES * tookMs.current,
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [yaml, against, maxReviewDays, context]);
  return { checked, isStale: checked?.yaml !== yaml };
}
