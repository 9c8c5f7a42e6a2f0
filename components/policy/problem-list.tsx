"use client";

import type { PolicyProblem } from "@/lib/model/policy";
import { cn } from "../ui/cn";
import { visible } from "../ui/visible";

const words = { error: "Error", warning: "Warning", note: "Note" } as const;
const SHOWN = 200;

/** What is wrong with the draft, in the order of the file; a click goes to the place. */
export function ProblemList({ problems, onGo }: { problems: readonly PolicyProblem[]; onGo: (line: number, column: number) => void }) {
  return (
    <>
      <ul className="divide-y">
        {problems.slice(0, SHOWN).map((p, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two remarks may be equal in every field.
          <li key={i}>
            <button
              type="button"
              onClick={() => onGo(p.line, p.column)}
              className="grid w-full grid-cols-[4.5rem_minmax(0,1fr)] gap-x-2 px-4 py-2 text-left text-sm hover:bg-hover focus-visible:-outline-offset-2"
            >
              <span className="figures text-xs leading-5 text-faint">
                {p.line}:{p.column}
              </span>
              <span className="min-w-0">
                <span className={cn(p.severity === "error" ? "font-semibold" : p.severity === "warning" ? "font-medium" : "text-soft")}>
                  {words[p.severity]}
                </span>
                {p.rule && <span className="code ml-2 break-words text-soft">{visible(p.rule)}</span>}
                <span className="block break-words">{visible(p.message)}</span>
                {p.fix && <span className="block break-words text-soft">{visible(p.fix)}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {problems.length > SHOWN && (
        <p className="border-t px-4 py-2 text-xs text-faint">And {(problems.length - SHOWN).toLocaleString("en")} more.</p>
      )}
    </>
  );
}
