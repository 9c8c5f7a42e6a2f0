import type { ReactNode } from "react";
import { type QueryProblem, type Token, tokenize } from "@/lib/query/tokenize";
import { cn } from "../ui/cn";

const inks: Partial<Record<Token["kind"], string>> = {
  field: "text-accent",
  and: "text-faint",
  or: "text-faint",
  not: "text-faint",
  open: "text-faint",
  close: "text-faint",
};

/** The text of a query with its parts told apart and its problems underlined; every character keeps its place. */
export function MarkedText({ text, problems }: { text: string; problems: readonly QueryProblem[] }) {
  const { tokens } = tokenize(text);
  const edges = new Set([0, text.length]);
  for (const { from, to } of [...tokens, ...problems]) {
    edges.add(from);
    edges.add(to);
  }
  const cuts = [...edges].sort((a, b) => a - b);
  const out: ReactNode[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from, to] = [cuts[i]!, cuts[i + 1]!];
    const kind = tokens.find((t) => t.from <= from && t.to >= to)?.kind;
    const wrong = problems.some((p) => p.from <= from && p.to >= to);
    out.push(
      <span
        key={from}
        className={cn(kind && inks[kind], wrong && "underline decoration-violation decoration-wavy decoration-1 underline-offset-4")}
        data-problem={wrong || undefined}
      >
        {text.slice(from, to)}
      </span>,
    );
  }
  return <span>{out}</span>;
}
