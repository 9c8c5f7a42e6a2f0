import type { Metadata } from "next";
import { RuleCounts } from "@/components/audit/rule-counts";
import { RunAudit } from "@/components/audit/run-audit";
import { emptyWords } from "@/components/findings/empty-words";
import { FindingFilterBar } from "@/components/findings/filters";
import { FindingList } from "@/components/findings/finding-list";
import { FindingsSentence } from "@/components/findings/sentence";
import { StatusTabs } from "@/components/findings/status-tabs";
import { Page, Section, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { getActor } from "@/lib/access/session";
import { rules } from "@/lib/audit/rules/index";
import { getDb } from "@/lib/db/client";
import { env } from "@/lib/env";
import { may } from "@/lib/model/role";
import { readQueue } from "@/lib/report/finding-queue";
import { runAudit, triage } from "./actions";

export const metadata: Metadata = { title: "Findings" };

export default async function Findings({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const actor = await getActor("finding:read");
  const q = await readQueue(getDb(), actor, await searchParams);
  const catalogue = rules.map(({ id, title }) => ({ id, title }));
  return (
    <Page>
      <PageHeader
        title="Findings"
        sentence={<FindingsSentence statuses={q.choices.statuses} oldest={q.choices.oldestOpen} last={q.last} />}
        actions={may(actor, "audit:run") && <RunAudit rules={catalogue} running={q.running} action={runAudit} />}
      />
      <StatusTabs status={q.status} statuses={q.choices.statuses} filters={q.filters} />
      <div className="my-3">
        <FindingFilterBar chosen={q.filters} rules={catalogue} {...q.choices} />
      </div>
      <Sheet>
        {q.findings.length > 0 ? (
          <FindingList
            findings={q.findings}
            total={q.total}
            people={q.people}
            now={(env.now ?? new Date()).getTime()}
            {...(may(actor, "finding:triage") && { action: triage })}
          />
        ) : (
          <EmptyState {...emptyWords(q.status, q.filters, q.last !== undefined)} />
        )}
      </Sheet>
      <Section title="What each rule came to" note="In the last audit that asked it. A field that is missing is never a pass.">
        <Sheet>
          <RuleCounts rows={catalogue.map((r) => ({ ...r, count: q.counts.get(r.id)?.count }))} />
        </Sheet>
      </Section>
    </Page>
  );
}
