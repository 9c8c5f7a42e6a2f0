import { type ReactNode, Suspense } from "react";
import type { Answered, Series as SeriesAnswer } from "@/lib/report/answer";
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
  const twin = twinOf(merged(share.answer, amount.answer));
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

/** One table for both: the share is written in per cent, since a table column has one unit. */
const merged = (share: SeriesAnswer, amount: SeriesAnswer): SeriesAnswer => ({
  ...amount,
  series: [
    ...amount.series.map(({ previous: _, ...s }) => s),
    ...share.series.map((s) => ({
      id: s.id,
      label: "Conformity, %",
      values: s.values.map((v) => (v === null ? null : Math.floor(v * 10_000) / 100)),
    })),
  ],
});
