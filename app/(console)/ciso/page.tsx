import type { Metadata } from "next";
import { CisoSentence } from "@/components/ciso/sentence";
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
import { Panels } from "./panels";

export const metadata: Metadata = { title: "Conformity" };

export default async function CisoHome({ searchParams }: { searchParams: Promise<PageParams> }) {
  const actor = await getActor("ciso:view");
  const params = await searchParams;
  const db = getDb();
  const now = env.now?.getTime() ?? Date.now();
  const { question: q, range, problem } = readQuestion(params, now);
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
      <Panels actor={actor} q={q} params={params} />
    </Page>
  );
}
