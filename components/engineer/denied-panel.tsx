import Link from "next/link";
import { Suspense } from "react";
import type { Table as Answer, Answered } from "@/lib/report/answer";
import { Panel } from "../answers/panel";
import { PanelGuard } from "../answers/panel-guard";
import { DataTable } from "../table/data-table";
import { Value } from "../table/value";
import { cn } from "../ui/cn";
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
            destination: (
              <>
                <Value value={row.cells["destination"]} unit="host" />
                <Why cells={row.cells} className="mt-0.5 text-xs wrap-anywhere text-soft md:hidden" />
              </>
            ),
            why: <Why cells={row.cells} className="max-w-prose min-w-56" />,
          },
          sortBy: { destination: row.cells["destination"] ?? null, why: row.cells["why"] ?? null },
        }))}
      />
    </Panel>
  );
}

/** On narrow screens it stands under the destination, where it is read. */
function Why({ cells, className }: { cells: Answer["rows"][number]["cells"]; className: string }) {
  return (
    <span className={cn("block", className)}>
      {cells["why"]}{" "}
      <Link href={String(cells["ask"])} className="link whitespace-nowrap">
        Would it be allowed?
      </Link>
    </span>
  );
}
