import type { Metadata } from "next";
import { AnswerPanel } from "@/components/answers/answer-panel";
import { DeniedPanel } from "@/components/engineer/denied-panel";
import { EngineerSentence } from "@/components/engineer/sentence";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { periodPhrase } from "@/components/page/period-words";
import { PrintButton } from "@/components/page/print-button";
import { scopeOf } from "@/lib/access/scope";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listScopeChoices } from "@/lib/db/scope-choice";
import { env } from "@/lib/env";
import { getEngineerSummary } from "@/lib/report/engineer-summary";
import { readQuestion } from "@/lib/report/question";
import { engineerChanges } from "@/lib/report/views/engineer-changes";
import { engineerDenied } from "@/lib/report/views/engineer-denied";
import { engineerNew } from "@/lib/report/views/engineer-new";
import { engineerRetries } from "@/lib/report/views/engineer-retries";
import { engineerRuns } from "@/lib/report/views/engineer-runs";

export const metadata: Metadata = { title: "Batch runs" };

/** Nightly jobs: a day holds one run of each. */
const lastDay = { from: "now-24h", to: "now" };

export default async function EngineerHome({ searchParams }: PageProps<"/engineer">) {
  const actor = await getActor("engineer:view");
  const db = getDb();
  const now = env.now?.getTime() ?? Date.now();
  const { question: q, range, problem } = readQuestion(await searchParams, now, lastDay);
  const choices = await listScopeChoices(db, scopeOf(actor));
  return (
    <Page>
      <PageHeader
        title="Batch runs"
        problem={problem}
        sentence={<EngineerSentence summary={getEngineerSummary(db, actor, q)} period={periodPhrase(range.from, range.to)} />}
        range={range}
        scope={{ team: q.team, environment: q.environment, ...choices }}
        actions={<PrintButton />}
      />
      <div className="grid gap-4 lg:grid-cols-12">
        <AnswerPanel
          question={engineerChanges.question}
          answer={engineerChanges.answer(db, actor, q)}
          className="lg:col-span-12"
          hold="14rem"
        />
        <AnswerPanel question={engineerRuns.question} answer={engineerRuns.answer(db, actor, q)} className="lg:col-span-12" hold="30rem" />
        <DeniedPanel question={engineerDenied.question} answer={engineerDenied.answer(db, actor, q)} className="lg:col-span-12" />
        <AnswerPanel
          question={engineerRetries.question}
          answer={engineerRetries.answer(db, actor, q)}
          className="lg:col-span-6"
          hold="20rem"
        />
        <AnswerPanel question={engineerNew.question} answer={engineerNew.answer(db, actor, q)} className="lg:col-span-6" hold="20rem" />
      </div>
    </Page>
  );
}
