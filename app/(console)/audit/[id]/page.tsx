import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuditProgress } from "@/components/audit/audit-progress";
import { RuleCounts } from "@/components/audit/rule-counts";
import { periodText, runStatus } from "@/components/audit/run-words";
import { Facts, Page, Section, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import { getActor } from "@/lib/access/session";
import { rules } from "@/lib/audit/rules/index";
import { findAuditRun } from "@/lib/db/audit-run";
import { getDb } from "@/lib/db/client";

export const metadata: Metadata = { title: "Audit run" };

export default async function AuditRunPage({ params }: { params: Promise<{ id: string }> }) {
  await getActor("finding:read");
  const run = await findAuditRun(getDb(), (await params).id);
  if (!run) notFound();
  const asked = rules.filter((r) => run.rules.includes(r.id));
  const under = run.status === "queued" || run.status === "running";
  return (
    <Page>
      <PageHeader
        back={{ href: "/audit", label: "Audit runs" }}
        title={`Audit of ${periodText(run)}`}
        mark={<Badge>{runStatus[run.status]}</Badge>}
        sentence={run.error ?? undefined}
        actions={under && <AuditProgress id={run.id} />}
      />
      <Facts
        facts={[
          [
            "Asked for by",
            <span key="b">
              {run.requestedBy}, <Time at={run.requestedAt} exact />
            </span>,
          ],
          [
            "Period",
            <span key="p">
              <Time at={run.since} exact /> to <Time at={run.until} exact />
            </span>,
          ],
          ["Rules", asked.length === rules.length ? "all" : String(asked.length)],
        ]}
      />
      <Section title="What each rule came to">
        <Sheet>
          <RuleCounts rows={asked.map(({ id, title }) => ({ id, title, count: run.counts[id] }))} />
        </Sheet>
      </Section>
    </Page>
  );
}
