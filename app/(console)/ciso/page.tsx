import type { Metadata } from "next";
import { AnswerPanel } from "@/components/answers/answer-panel";
import { ConformityPanel } from "@/components/ciso/conformity-panel";
import { CisoSentence } from "@/components/ciso/sentence";
import { MeasureTabs } from "@/components/page/measure-tabs";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { periodPhrase } from "@/components/page/period-words";
import { PrintButton } from "@/components/page/print-button";
import { scopeOf } from "@/lib/access/scope";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listScopeChoices } from "@/lib/db/scope-choice";
import { env } from "@/lib/env";
import { getCisoSummary } from "@/lib/report/ciso-summary";
import { type PageParams, readQuestion } from "@/lib/report/question";
import { cisoActivity } from "@/lib/report/views/ciso-activity";
import { cisoBlocked } from "@/lib/report/views/ciso-blocked";
import { cisoConfirmations } from "@/lib/report/views/ciso-confirmations";
import { cisoConformity } from "@/lib/report/views/ciso-conformity";
import { cisoCoverage } from "@/lib/report/views/ciso-coverage";
import { cisoUnits } from "@/lib/report/views/ciso-units";
import { cisoViolations } from "@/lib/report/views/ciso-violations";

export const metadata: Metadata = { title: "Conformity" };

export default async function CisoHome({ searchParams }: { searchParams: Promise<PageParams> }) {
  const actor = await getActor("ciso:view");
  const db = getDb();
  const now = env.now?.getTime() ?? Date.now();
  const { question: q, range, problem } = readQuestion(await searchParams, now);
  const choices = await listScopeChoices(db, scopeOf(actor));
  return (
    <Page>
      <PageHeader
        title="Conformity"
        problem={problem}
        sentence={<CisoSentence summary={getCisoSummary(db, actor, q)} period={periodPhrase(range.from, range.to)} now={now} />}
        range={range}
        scope={{ team: q.team, environment: q.environment, ...choices }}
        actions={<PrintButton />}
      />
      <div className="grid gap-4 lg:grid-cols-12">
        <ConformityPanel
          question={cisoConformity.question}
          conformity={cisoConformity.answer(db, actor, q)}
          activity={cisoActivity.answer(db, actor, q)}
          actions={<MeasureTabs path="/ciso" params={await searchParams} />}
          className="lg:col-span-7"
        />
        <div className="grid content-stretch gap-4 lg:col-span-5">
          <AnswerPanel question={cisoUnits.question} answer={cisoUnits.answer(db, actor, q)} hold="13rem" />
          <AnswerPanel question={cisoBlocked.question} answer={cisoBlocked.answer(db, actor, q)} hold="20rem" />
        </div>
        <AnswerPanel
          question={cisoViolations.question}
          answer={cisoViolations.answer(db, actor, q)}
          className="lg:col-span-12"
          hold="26rem"
        />
        <AnswerPanel question={cisoCoverage.question} answer={cisoCoverage.answer(db, actor, q)} className="lg:col-span-7" hold="24rem" />
        <AnswerPanel
          question={cisoConfirmations.question}
          answer={cisoConfirmations.answer(db, actor, q)}
          className="lg:col-span-5"
          hold="24rem"
        />
      </div>
    </Page>
  );
}
