import type { Metadata } from "next";
import { AnswerPanel } from "@/components/answers/answer-panel";
import { ExportButton } from "@/components/legal/export-button";
import { OnlyCountry } from "@/components/legal/only-country";
import { LegalSentence } from "@/components/legal/sentence";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { periodPhrase } from "@/components/page/period-words";
import { PrintButton } from "@/components/page/print-button";
import { scopeOf } from "@/lib/access/scope";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listScopeChoices } from "@/lib/db/scope-choice";
import { env } from "@/lib/env";
import { may } from "@/lib/model/role";
import { homeHref } from "@/lib/report/home-href";
import { getLegalSummary } from "@/lib/report/legal-summary";
import { type PageParams, readQuestion } from "@/lib/report/question";
import { legalBasis } from "@/lib/report/views/legal-basis";
import { legalGeo } from "@/lib/report/views/legal-geo";
import { legalMap } from "@/lib/report/views/legal-map";
import { legalNew } from "@/lib/report/views/legal-new";
import { legalTransfers } from "@/lib/report/views/legal-transfers";

export const metadata: Metadata = { title: "Data abroad" };

export default async function LegalHome({ searchParams }: { searchParams: Promise<PageParams> }) {
  const actor = await getActor("legal:view");
  const db = getDb();
  const now = env.now?.getTime() ?? Date.now();
  const { question: q, range, problem } = readQuestion(await searchParams, now, { from: "now-30d", to: "now" });
  const choices = await listScopeChoices(db, scopeOf(actor));
  const country = q.params?.["country"];
  return (
    <Page>
      <PageHeader
        title="Data abroad"
        problem={problem}
        sentence={<LegalSentence summary={getLegalSummary(db, actor, q)} period={periodPhrase(range.from, range.to)} now={now} />}
        range={range}
        scope={{ team: q.team, environment: q.environment, ...choices }}
        actions={
          <>
            <PrintButton />
            {may(actor, "register:export") && <ExportButton fields={{ ...range, team: q.team, environment: q.environment }} />}
          </>
        }
      />
      <div className="grid gap-4 lg:grid-cols-12">
        <AnswerPanel question={legalMap.question} answer={legalMap.answer(db, actor, q)} className="lg:col-span-12" hold="32rem" />
        <AnswerPanel
          question={legalTransfers.question}
          answer={legalTransfers.answer(db, actor, q)}
          actions={country && <OnlyCountry country={country} all={homeHref("/legal", q)} />}
          className="lg:col-span-12"
          height="34rem"
          hold="40rem"
        />
        <AnswerPanel
          id="legal-geo"
          question={legalGeo.question}
          answer={legalGeo.answer(db, actor, q)}
          className="lg:col-span-12"
          hold="14rem"
        />
        <AnswerPanel
          id="legal-basis"
          question={legalBasis.question}
          answer={legalBasis.answer(db, actor, q)}
          className="lg:col-span-7"
          hold="30rem"
        />
        <AnswerPanel
          id="legal-new"
          question={legalNew.question}
          answer={legalNew.answer(db, actor, q)}
          className="lg:col-span-5"
          hold="30rem"
        />
      </div>
    </Page>
  );
}
