import Link from "next/link";
import { Suspense } from "react";
import type { Table as Answer, Answered } from "@/lib/report/answer";
import { Panel } from "../answers/panel";
import { PanelGuard } from "../answers/panel-guard";
import { DataTable } from "../table/data-table";
import { Skeleton } from "../ui/skeleton";

interface DeniedPanelProps {
  question: string;
  answer: Promise<Answered<Answer>>;
  className?: string;
}

/** What was denied; the reason leads on to the question whether it would be allowed now. */
export function DeniedPanel(props: DeniedPanelProps) {
  return (
    <PanelGuard question={props.question} className={props.className}>
      <Suspense
        fallback={
          <Panel question={props.question} className={props.className}>
            <Skeleton className="h-72" />
          </Panel>
        }
      >
        <Asked {...props} />
      </Suspense>
    </PanelGuard>
  );
}

async function Asked({ question, answer: promise, className }: DeniedPanelProps) {
  const { answer, coverage, empty } = await promise;
  return (
    <Panel question={question} coverage={coverage} empty={empty} flush className={className}>
      <DataTable
        caption={question}
        columns={answer.columns}
        total={answer.total}
        rows={answer.rows.map((row) => ({
          id: row.id,
          href: row.link,
          sample: row.sample,
          cells: {
            ...row.cells,
            why: (
              <span className="block max-w-prose min-w-56">
                {row.cells["why"]}{" "}
                <Link href={String(row.cells["ask"])} className="link whitespace-nowrap">
                  Would it be allowed?
                </Link>
              </span>
            ),
          },
          sortBy: { why: row.cells["why"] ?? null },
        }))}
      />
    </Panel>
  );
}
