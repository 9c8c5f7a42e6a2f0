import type { Metadata } from "next";
import { ExportButton } from "@/components/legal/export-button";
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
import { getLegalSummary } from "@/lib/report/legal-summary";
import { type PageParams, readQuestion } from "@/lib/report/question";
import { Panels } from "./panels";

export const metadata: Metadata = { title: "Data abroad" };

export default async function LegalHome({ searchParams }: { searchParams: Promise<PageParams> }) {
  const actor = await getActor("legal:view");
  const db = getDb();
  const now = env.now?.getTime() ?? Date.now();
  const { question: q, range, problem } = readQuestion(await searchParams, now, { from: "now-30d", to: "now" });
  const choices = await listScopeChoices(db, scopeOf(actor));
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
      <Panels actor={actor} q={q} />
    </Page>
  );
}
