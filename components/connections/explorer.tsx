"use client";

import { SlidersHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import { Suspense, useEffect, useState } from "react";
import type { Explored } from "@/lib/report/explore";
import { PanelGuard } from "../answers/panel-guard";
import { Page } from "../page/page";
import { PageHeader } from "../page/page-header";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { ColumnPicker } from "./column-picker";
import { ExportMenu } from "./export-menu";
import { Facets } from "./facets";
import { FoundSentence } from "./found-sentence";
import { Histogram } from "./histogram";
import { QueryBar } from "./query-bar";
import type { ReadRaw } from "./record-view";
import { RecordsTable } from "./records-table";
import { useViewControl, ViewProvider } from "./use-view";
import { ValueMenuProvider } from "./value-menu";
import { ZoneSelect } from "./zone-select";

const loadPeek = () => import("./peek").then((m) => m.Peek);
const Peek = dynamic(loadPeek, { ssr: false });

/** All connections: a filter, its facets, when they happened, and the records, newest first. */
export function Explorer({ explored, mayExport, readRaw }: { explored: Explored; mayExport: boolean; readRaw: ReadRaw }) {
  const control = useViewControl();
  const { view, pending } = control;
  const [withFacets, setWithFacets] = useState(false);
  // Fetched as soon as anybody moves, so that the first panel opens at once.
  useEffect(() => {
    const signals = ["pointermove", "keydown"] as const;
    for (const signal of signals) window.addEventListener(signal, loadPeek, { once: true });
    return () => {
      for (const signal of signals) window.removeEventListener(signal, loadPeek);
    };
  }, []);
  const found = explored.queryProblems === undefined ? explored : undefined;
  // Another search mounts anew what it fills; a change of columns does not.
  const key = JSON.stringify([view.q, view.from, view.to, view.tz]);
  return (
    <ViewProvider value={control}>
      <ValueMenuProvider>
        <Page width="full" className="pb-4">
          <PageHeader
            title="Connections"
            className="mb-4"
            range={{ from: view.from, to: view.to }}
            actions={
              <>
                <ZoneSelect />
                <ColumnPicker />
                {mayExport && found && <ExportMenu />}
              </>
            }
            sentence={
              found && (
                // As much room as the sentence takes, so that nothing moves when it comes.
                <div className="min-h-7 sm:min-h-14">
                  <Suspense fallback={<Skeleton className="h-7 w-full max-w-xl" />}>
                    <FoundSentence histogram={found.histogram} />
                  </Suspense>
                </div>
              )
            }
          />
          <QueryBar />
          {!found || explored.queryProblems ? (
            <EmptyState
              title="Nothing was searched"
              why={
                explored.queryProblems && "periodProblem" in explored && explored.periodProblem
                  ? explored.periodProblem
                  : "The filter cannot be read as it stands. No part of it was left out; mend what is underlined."
              }
            />
          ) : (
            <div className="mt-3 grid gap-4 lg:grid-cols-[15rem_minmax(0,1fr)]">
              <aside aria-label="Facets" className="print:hidden">
                <Button size="sm" aria-expanded={withFacets} onClick={() => setWithFacets(!withFacets)} className="lg:hidden">
                  <SlidersHorizontal /> Facets
                </Button>
                <div
                  className={cn("max-h-[calc(100dvh-12rem)] overflow-y-auto max-lg:mt-2 max-lg:max-h-96", !withFacets && "max-lg:hidden")}
                >
                  <PanelGuard key={key} question="Facets">
                    <Suspense fallback={<FacetsSkeleton />}>
                      <Facets facets={found.facets} />
                    </Suspense>
                  </PanelGuard>
                </div>
              </aside>
              <div className={cn("grid min-w-0 content-start gap-4 transition-opacity", pending && "opacity-60")} aria-busy={pending}>
                <PanelGuard key={`${key} time`} question="When it happened">
                  <section aria-label="When it happened" className="panel min-h-44 rounded-lg border bg-surface">
                    <Suspense fallback={<Skeleton className="m-4 h-36" />}>
                      <Histogram histogram={found.histogram} period={found.period} />
                    </Suspense>
                  </section>
                </PanelGuard>
                <PanelGuard key={`${key} list`} question="Connections found">
                  <div className="overflow-hidden rounded-lg border bg-surface">
                    <Suspense fallback={<Skeleton className="m-4 h-[max(22rem,calc(100dvh-27rem))]" />}>
                      <RecordsTable key={key} page={found.page} gone={found.gone} />
                    </Suspense>
                  </div>
                </PanelGuard>
              </div>
            </div>
          )}
        </Page>
        {view.peek && <Peek readRaw={readRaw} />}
      </ValueMenuProvider>
    </ViewProvider>
  );
}

const FacetsSkeleton = () => (
  <div className="grid gap-3 p-2">
    {Array.from({ length: 6 }, (_, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: all alike.
      <Skeleton key={i} className="h-28" />
    ))}
  </div>
);
