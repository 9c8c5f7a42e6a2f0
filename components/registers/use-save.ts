"use client";

import { useState, useTransition } from "react";
import type { Acted, ProblemBody } from "@/lib/access/act";
import { useToast } from "../ui/toast";

/** A form's submission: pending, the problem it met, and what to do when it is through. */
export function useSave(done: () => void) {
  const [pending, start] = useTransition();
  const [problem, setProblem] = useState<ProblemBody>();
  const toast = useToast();
  const run = (save: () => Promise<Acted<unknown>>, said: string) =>
    start(async () => {
      setProblem(undefined);
      const { problem: met } = await save();
      if (met) return setProblem(met);
      toast({ title: said });
      done();
    });
  return { run, pending, problem, reset: () => setProblem(undefined) };
}

/** The problem's sentence under its own field; the name the server puts before it is for machines. */
export function fieldError(problem: ProblemBody | undefined, field: string): string | undefined {
  if (!problem || (problem.field !== field && !problem.field?.startsWith(`${field}.`))) return undefined;
  const words = problem.detail.replace(/^[a-zA-Z0-9.]+: /, "");
  return `${words[0]?.toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
}
