import { type ReactNode, Suspense } from "react";
import type { Answered } from "@/lib/report/answer";
import { cn } from "../ui/cn";
import { Skeleton } from "../ui/skeleton";
import { Draw } from "./draw";
import { Panel } from "./panel";
import { PanelGuard } from "./panel-guard";
import { PanelHead } from "./panel-head";
import { Table } from "./table";
import { twinOf } from "./twins";

export interface AnswerPanelProps {
  question: string;
  /** `view.answer(db, actor, q)`: asked by the page, awaited here, so that panels do not wait for one another. */
  answer: Promise<Answered>;
  /** Height that is held while it is asked, in CSS; near what will come, so that nothing moves. */
  hold?: string;
  actions?: ReactNode;
  /** A long table scrolls inside this height. */
  height?: string;
  /** Anchor, for the numbers of the sentence. */
  id?: string;
  className?: string;
}

/** A view's answer in its panel, in its own Suspense and error boundary. */
export function AnswerPanel({ question, answer, hold = "19rem", actions, height, id, className }: AnswerPanelProps) {
  return (
    <PanelGuard question={question} className={className}>
      <Suspense fallback={<Waiting question={question} hold={hold} className={className} />}>
        <Asked question={question} answer={answer} hold={hold} actions={actions} height={height} id={id} className={className} />
      </Suspense>
    </PanelGuard>
  );
}

async function Asked({ question, answer: promise, actions, height, id, className }: AnswerPanelProps) {
  const { answer, coverage, empty } = await promise;
  const twin = twinOf(answer);
  return (
    <div id={id} className={cn("grid", className)}>
      <Panel
        question={question}
        coverage={coverage}
        empty={empty}
        actions={actions}
        flush={answer.form === "table"}
        twin={twin && <Table answer={twin} caption={question} height="20rem" />}
      >
        <Draw answer={answer} name={question} height={height} />
      </Panel>
    </div>
  );
}

function Waiting({ question, hold, className }: { question: string; hold: string; className?: string | undefined }) {
  return (
    <div className={cn("grid", className)} style={{ minHeight: hold }}>
      <section aria-busy="true" className="panel flex min-w-0 flex-col rounded-lg border bg-surface">
        <PanelHead question={question} />
        <div className="grow px-5 pt-2 pb-5">
          <Skeleton className="h-full min-h-16" />
        </div>
      </section>
    </div>
  );
}
