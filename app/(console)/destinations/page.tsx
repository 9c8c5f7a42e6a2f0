import type { Metadata } from "next";
import { AnswerPanel } from "@/components/answers/answer-panel";
import { FindDestinations } from "@/components/destinations/find";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { scopeOf } from "@/lib/access/scope";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listScopeChoices } from "@/lib/db/scope-choice";
import { env } from "@/lib/env";
import { readQuestion } from "@/lib/report/question";
import { destinationList } from "@/lib/report/views/destination-list";

export const metadata: Metadata = { title: "Destinations" };

export default async function Destinations({ searchParams }: PageProps<"/destinations">) {
  const actor = await getActor("connection:read");
  const db = getDb();
  const { question: q, range, problem } = readQuestion(await searchParams, env.now?.getTime() ?? Date.now());
  const choices = await listScopeChoices(db, scopeOf(actor));
  const { find, by, domain } = q.params ?? {};
  return (
    <Page>
      <PageHeader
        title={domain ? `Hosts of ${domain}` : "Destinations"}
        {...(domain && { back: { href: "/destinations", label: "All destinations" } })}
        problem={problem}
        range={range}
        scope={{ team: q.team, environment: q.environment, ...choices }}
        actions={!domain && <FindDestinations find={find} by={by} keep={range} />}
      />
      <AnswerPanel question={destinationList.question} answer={destinationList.answer(db, actor, q)} hold="40rem" />
    </Page>
  );
}
