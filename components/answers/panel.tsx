import type { ReactNode } from "react";
import type { Answered } from "@/lib/report/answer";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { CoverageLine } from "./coverage-line";
import { PanelHead } from "./panel-head";
import { Twin } from "./twin";

/** The one chart frame: the question it answers, the answer (or why there is none), and what it rests on in small print. */
export function Panel({
  question,
  coverage,
  empty,
  twin,
  actions,
  flush,
  className,
  children,
}: {
  question: string;
  coverage?: Answered["coverage"] | undefined;
  empty?: Answered["empty"] | undefined;
  /** The same figures as a table; a toggle changes between the two. */
  twin?: ReactNode;
  actions?: ReactNode;
  /** The content reaches the frame (tables). */
  flush?: boolean | undefined;
  className?: string | undefined;
  children?: ReactNode;
}) {
  const content = <div className={cn("min-w-0 grow", flush ? "pt-2" : "px-5 pt-2 pb-3")}>{children}</div>;
  return (
    <section aria-label={question} className={cn("panel flex min-w-0 flex-col rounded-lg border bg-surface", className)}>
      {empty ? (
        <>
          <PanelHead question={question} />
          <EmptyState why={empty.why} {...(empty.action ? { action: empty.action } : {})} className="grow justify-start pt-4" />
        </>
      ) : twin ? (
        <Twin
          name={question}
          question={question}
          actions={actions}
          chart={content}
          table={<div className="min-w-0 grow pt-2">{twin}</div>}
        />
      ) : (
        <>
          <PanelHead question={question} actions={actions} />
          {content}
        </>
      )}
      {coverage && <CoverageLine coverage={coverage} />}
    </section>
  );
}
