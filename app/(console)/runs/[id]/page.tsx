import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { Against } from "@/components/runs/against";
import { RunSentence } from "@/components/runs/run-sentence";
import { RunView } from "@/components/runs/run-view";
import { SampleMark } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { isProblem } from "@/lib/access/respond";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { runRecordsHref } from "@/lib/query/run-link";
import { readRunPage } from "@/lib/report/run-page";

export const metadata: Metadata = { title: "Run" };

export default async function RunById({ params, searchParams }: PageProps<"/runs/[id]">) {
  const actor = await getActor("run:read");
  const { against } = await searchParams;
  const chosen = typeof against === "string" ? against : undefined;
  const now = env.now?.getTime() ?? Date.now();
  const page = await readRunPage(getDb(), actor, (await params).id, chosen, now).catch((error) => {
    if (isProblem(error) && error.code === "not-found") notFound();
    throw error;
  });
  const { run } = page;
  return (
    <Page>
      <PageHeader
        back={{ href: `/runs?job=${encodeURIComponent(run.job)}`, label: `Runs of ${run.job}` }}
        title={`${run.job}, ${run.startedAt.toISOString().slice(0, 16).replace("T", " ")} UTC`}
        mark={run.sample && <SampleMark />}
        sentence={<RunSentence page={page} />}
        actions={
          <>
            <Against earlier={page.earlier} chosen={page.isChosen ? page.against : undefined} />
            <Button asChild>
              <Link href={runRecordsHref(run)}>Its records</Link>
            </Button>
          </>
        }
      />
      <RunView page={page} />
    </Page>
  );
}
