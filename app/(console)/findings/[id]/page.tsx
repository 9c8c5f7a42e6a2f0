import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CommentForm } from "@/components/findings/comment-form";
import { FindingActions } from "@/components/findings/finding-actions";
import { FindingBody } from "@/components/findings/finding-body";
import { FindingHistory } from "@/components/findings/history";
import { FindingMarks } from "@/components/findings/marks";
import { Page, Section } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { visible } from "@/components/ui/visible";
import { getActor } from "@/lib/access/session";
import { rules } from "@/lib/audit/rules/index";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { may } from "@/lib/model/role";
import { readFinding } from "@/lib/report/finding-page";
import { triage } from "../actions";

export const metadata: Metadata = { title: "Finding" };

export default async function FindingPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await getActor("finding:read");
  const page = await readFinding(getDb(), actor, (await params).id);
  if (!page) notFound();
  const { finding, people } = page;
  const rule = rules.find((r) => r.id === finding.rule);
  const mayTriage = may(actor, "finding:triage");
  return (
    <Page>
      <PageHeader
        back={{ href: "/findings", label: "Findings" }}
        title={finding.title}
        mark={<FindingMarks finding={finding} now={(env.now ?? new Date()).getTime()} />}
        sentence={visible(finding.summary)}
        actions={mayTriage && <FindingActions id={finding.id} status={finding.status} people={people} action={triage} />}
      />
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <FindingBody page={page} rule={rule} />
        <Section title="History" note="Every decision and remark is in the journal." className="mt-0">
          <div className="grid gap-6">
            {mayTriage && <CommentForm id={finding.id} action={triage} />}
            <FindingHistory entries={page.history} firstSeen={finding.firstSeen} />
          </div>
        </Section>
      </div>
    </Page>
  );
}
