import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AnswerPanel } from "@/components/answers/answer-panel";
import { DestinationSentence } from "@/components/destinations/sentence";
import { Page } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { Host } from "@/components/ui/host";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { destinationQuery, getDestinationSummary, hostOfSegment } from "@/lib/report/destination-page";
import { readQuestion } from "@/lib/report/question";
import { destinationActivity } from "@/lib/report/views/destination-activity";
import { destinationCallers } from "@/lib/report/views/destination-callers";
import { destinationObservations } from "@/lib/report/views/destination-observations";

export const metadata: Metadata = { title: "Destination" };

export default async function Destination({ params, searchParams }: PageProps<"/destinations/[host]">) {
  const actor = await getActor("connection:read");
  const db = getDb();
  const host = hostOfSegment((await params).host) ?? notFound();
  const { question, range, problem } = readQuestion(await searchParams, env.now?.getTime() ?? Date.now(), { from: "now-30d", to: "now" });
  const q = { ...question, params: { ...question.params, host } };
  const sentence = (
    <DestinationSentence summary={getDestinationSummary(db, actor, q, host)} query={destinationQuery(host, q)} period={q.period} />
  );
  return (
    <Page>
      <PageHeader
        back={{ href: "/destinations", label: "Destinations" }}
        title={<Host host={host} />}
        problem={problem}
        range={range}
        sentence={sentence}
      />
      <div className="grid gap-4">
        <AnswerPanel question={destinationActivity.question} answer={destinationActivity.answer(db, actor, q)} />
        <AnswerPanel question={destinationCallers.question} answer={destinationCallers.answer(db, actor, q)} hold="16rem" />
        <AnswerPanel question={destinationObservations.question} answer={destinationObservations.answer(db, actor, q)} hold="16rem" />
      </div>
    </Page>
  );
}
