import { type ReactNode, Suspense } from "react";
import type { Answered, Column, Series as SeriesAnswer, Table as TableAnswer } from "@/lib/report/answer";
import { Panel } from "../answers/panel";
import { PanelGuard } from "../answers/panel-guard";
import { Series } from "../answers/series";
import { Table } from "../answers/table";
import { twinOf } from "../answers/twins";
import { Skeleton } from "../ui/skeleton";

interface ConformityPanelProps {
  question: string;
  conformity: Promise<Answered<SeriesAnswer>>;
  activity: Promise<Answered<SeriesAnswer>>;
  actions: ReactNode;
  className?: string;
}

/** Share and amount over the same hours, one above the other: a share without its amount misleads. */
export function ConformityPanel(props: ConformityPanelProps) {
  return (
    <PanelGuard question={props.question} className={props.className}>
      <Suspense
        fallback={
          <Panel question={props.question} className={props.className}>
            <Skeleton className="h-[38rem]" />
          </Panel>
        }
      >
        <Both {...props} />
      </Suspense>
    </PanelGuard>
  );
}

async function Both({ question, conformity, activity, actions, className }: ConformityPanelProps) {
  const [share, amount] = await Promise.all([conformity, activity]);
  const twin = merged(share.answer, amount.answer);
  return (
    <Panel
      question={question}
      coverage={share.coverage}
      empty={amount.empty && share.empty}
      actions={actions}
      twin={twin && <Table answer={twin} caption={question} height="38rem" />}
      className={className}
    >
      <Series answer={share.answer} name={question} height={200} />
      <div className="mt-5">
        <Series answer={amount.answer} name="How much left?" height={310} />
      </div>
    </Panel>
  );
}

/** One table for both, the share beside the amounts. */
function merged(share: SeriesAnswer, amount: SeriesAnswer): TableAnswer | undefined {
  const table = twinOf({ ...amount, series: amount.series.map(({ previous: _, ...s }) => s) });
  return (
    table && {
      ...table,
      columns: [...table.columns, ...share.series.map((s): Column => ({ id: s.id, label: s.label, unit: share.unit }))],
      rows: table.rows.map((row, i) => ({
        ...row,
        cells: { ...row.cells, ...Object.fromEntries(share.series.map((s) => [s.id, s.values[i] ?? null])) },
      })),
    }
  );
}
