"use client";

import { useEffect, useState, useTransition } from "react";
import type { Acted, ProblemBody } from "@/lib/access/act";

const offline: ProblemBody = {
  title: "Not reached",
  status: 0,
  detail: "The server could not be reached. Nothing was changed; try again.",
};

/** Runs a server action from a form: whether it runs, what was wrong and with which field, and what to do when it is done. */
export function useAct<I, T>(action: (input: I) => Promise<Acted<T>>, done: (ok: T) => void) {
  const [problem, setProblem] = useState<ProblemBody>();
  const [pending, start] = useTransition();
  const run = (input: I): void =>
    start(async () => {
      const result = await action(input).catch((): Acted<T> => ({ problem: offline }));
      setProblem(result.problem);
      if (!result.problem) done(result.ok as T);
    });
  // A long form's field may stand out of sight of the button that was pressed.
  useEffect(() => {
    const field = problem?.field;
    if (field !== undefined) (document.getElementsByName(field)[0] ?? document.getElementById(field))?.focus();
  }, [problem]);
  return {
    run,
    pending,
    problem,
    clear: () => setProblem(undefined),
    /** The sentence about one field, without the field's name before it. */
    about: (field: string): string | undefined => {
      const hit = problem?.field === field || problem?.field?.startsWith(`${field}.`);
      return hit ? problem?.detail.replace(/^[\w.]+: /, "").replace(/^./, (c) => c.toUpperCase()) : undefined;
    },
  };
}
