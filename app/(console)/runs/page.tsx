import type { Metadata } from "next";
import Link from "next/link";
import { Page, Section, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { periodPhrase } from "@/components/page/period-words";
import { JobTable } from "@/components/runs/job-table";
import { RunsSentence } from "@/components/runs/list-sentence";
import { RunFilter } from "@/components/runs/run-filter";
import { RunTable } from "@/components/runs/run-table";
import { WindowList } from "@/components/runs/window-list";
import { EmptyState } from "@/components/ui/empty-state";
import { scopeOf } from "@/lib/access/scope";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listScopeChoices } from "@/lib/db/scope-choice";
import { env } from "@/lib/env";
import { may } from "@/lib/model/role";
import { homeHref } from "@/lib/report/home-href";
import { readQuestion } from "@/lib/report/question";
import { readRunsPage } from "@/lib/report/run-list-page";
import { removeWindow, saveWindow } from "./actions";

export const metadata: Metadata = { title: "Runs" };

export default async function Runs({ searchParams }: PageProps<"/runs">) {
  const actor = await getActor("run:read");
  const db = getDb();
  const { question: q, range, problem } = readQuestion(await searchParams, env.now?.getTime() ?? Date.now());
  const [page, choices] = await Promise.all([readRunsPage(db, actor, q), listScopeChoices(db, scopeOf(actor))]);
  const href = (more: Record<string, string | undefined>) => homeHref("/runs", q, { job: page.job, state: page.state, ...more });
  return (
    <Page>
      <PageHeader
        title={page.job ? `Runs of ${page.job}` : "Runs"}
        {...(page.job && { back: { href: homeHref("/runs", q), label: "All jobs" } })}
        problem={problem}
        sentence={<RunsSentence page={page} period={periodPhrase(range.from, range.to)} failedHref={href({ state: "failed" })} />}
        range={range}
        scope={{ team: q.team, environment: q.environment, ...choices }}
      />
      {page.jobs.length > 0 && (
        <Section
          title="Jobs"
          note="The newest run of each, and up to 30 runs as bars: taller with more connections, dark with a foot where it failed."
        >
          <Sheet>
            <JobTable jobs={page.jobs} />
          </Sheet>
        </Section>
      )}
      <Section
        title="Runs"
        actions={
          <RunFilter names={page.names} job={page.job} state={page.state} keep={{ ...range, team: q.team, environment: q.environment }} />
        }
      >
        <Sheet>
          {page.runs.length > 0 ? (
            <RunTable runs={page.runs} total={page.counts.runs} />
          ) : (
            <EmptyState
              why="No run began in this period that the filter finds. A run is known by a tag in the log, by waybill run around its command, or by a window below."
              action={{ label: "Show all runs", href: "/runs" }}
            />
          )}
          {page.older && (
            <p className="border-t px-5 py-2 text-sm print:hidden">
              <Link href={href({ after: page.older })} className="link">
                Older runs
              </Link>
            </p>
          )}
        </Sheet>
      </Section>
      <Section
        title="Registered windows"
        note="For logs that name no job: what calls out from an address in its window is a run of the job."
      >
        <Sheet>
          <WindowList
            windows={page.windows}
            jobs={page.names}
            actions={may(actor, "run:manage") ? { save: saveWindow, remove: removeWindow } : undefined}
          />
        </Sheet>
      </Section>
    </Page>
  );
}
