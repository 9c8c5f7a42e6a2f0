"use client";

import { useEffect, useState } from "react";
import type { Acted, ProblemBody } from "@/lib/access/act";

/** The answer to what is asked now, a moment after it stopped changing; an older question's answer is dropped. */
export function useAnswer<I, T>(
  ask: (input: I) => Promise<Acted<T>>,
  input: I | undefined,
): { answer?: T; problem?: ProblemBody; pending: boolean } {
  const [state, setState] = useState<{ key: string; answer?: T; problem?: ProblemBody }>({ key: "" });
  const key = input === undefined ? "" : JSON.stringify(input);
  useEffect(() => {
    if (key === "") return setState({ key: "" });
    let stale = false;
    const timer = setTimeout(async () => {
      const acted = await ask(JSON.parse(key) as I).catch(() => undefined);
      if (stale) return;
      const problem = acted
        ? acted.problem
        : { title: "Not reached", status: 0, detail: "The server could not be reached; change something to try again." };
      // What was answered before stays in view beside the problem: nothing jumps while somebody types.
      setState((before) => ({ key, answer: acted?.ok ?? before.answer, problem }));
    }, 350);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [ask, key]);
  return { ...(key !== "" && { answer: state.answer, problem: state.problem }), pending: key !== "" && state.key !== key };
}
