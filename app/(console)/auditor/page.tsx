import type { Metadata } from "next";
import { AnswerPanel } from "@/components/answers/answer-panel";
import { EvidenceForm } from "@/components/auditor/evidence-form";
import { AuditorSentence } from "@/components/auditor/sentence";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { PrintButton } from "@/components/page/print-button";
import { scopeOf } from "@/lib/access/scope";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listScopeChoices } from "@/lib/db/scope-choice";
import { env } from "@/lib/env";
import { getAuditorSummary } from "@/lib/report/auditor-summary";
import { readQuestion } from "@/lib/report/question";
import { auditorFindings } from "@/lib/report/views/auditor-findings";
import { auditorImports } from "@/lib/report/views/auditor-imports";
import { auditorJournal } from "@/lib/report/views/auditor-journal";
import { auditorPolicy } from "@/lib/report/views/auditor-policy";
import { auditorRules } from "@/lib/report/views/auditor-rules";
import { auditorSources } from "@/lib/report/views/auditor-sources";

export const metadata: Metadata = { title: "Evidence" };

const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}:00Z`;

export default async function AuditorHome({ searchParams }: PageProps<"/auditor">) {
  const actor = await getActor("auditor:view");
  const db = getDb();
  const now = env.now?.getTime() ?? Date.now();
  const { question: q, range, problem } = readQuestion(await searchParams, now, { from: "now-30d", to: "now" });
  const choices = await listScopeChoices(db, scopeOf(actor));
  return (
    <Page>
      <PageHeader
        title="Evidence"
        problem={problem}
        sentence={
          <AuditorSentence
            summary={getAuditorSummary(db, actor, q)}
            since={iso(q.period.from).slice(0, 10)}
            now={Math.max(now, Date.now())}
          />
        }
        range={range}
        scope={{ team: q.team, environment: q.environment, ...choices }}
        actions={<PrintButton />}
      />
      <div className="grid gap-4 lg:grid-cols-12">
        <AnswerPanel
          question={auditorImports.question}
          answer={auditorImports.answer(db, actor, q)}
          className="lg:col-span-12"
          hold="24rem"
        />
        <AnswerPanel question={auditorRules.question} answer={auditorRules.answer(db, actor, q)} className="lg:col-span-7" hold="26rem" />
        <div className="grid content-stretch gap-4 lg:col-span-5">
          <AnswerPanel question={auditorFindings.question} answer={auditorFindings.answer(db, actor, q)} hold="12rem" />
          <AnswerPanel question={auditorPolicy.question} answer={auditorPolicy.answer(db, actor, q)} hold="14rem" />
        </div>
        <AnswerPanel
          question={auditorSources.question}
          answer={auditorSources.answer(db, actor, q)}
          className="lg:col-span-7"
          hold="24rem"
        />
        <AnswerPanel
          question={auditorJournal.question}
          answer={auditorJournal.answer(db, actor, q)}
          className="lg:col-span-5"
          hold="24rem"
        />
        <EvidenceForm
          from={iso(q.period.from)}
          to={iso(q.period.to)}
          keep={{ team: q.team, environment: q.environment }}
          className="lg:col-span-12"
        />
      </div>
    </Page>
  );
}
