import type { Metadata } from "next";
import { RunAudit } from "@/components/audit/run-audit";
import { RunList } from "@/components/audit/run-list";
import { Page, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { getActor } from "@/lib/access/session";
import { rules } from "@/lib/audit/rules/index";
import { listAuditRuns } from "@/lib/db/audit-run";
import { getDb } from "@/lib/db/client";
import { may } from "@/lib/model/role";
import { runAudit } from "../findings/actions";

export const metadata: Metadata = { title: "Audit runs" };

export default async function AuditRuns() {
  const actor = await getActor("finding:read");
  const runs = await listAuditRuns(getDb(), 100);
  const running = runs.find((r) => r.status === "queued" || r.status === "running");
  return (
    <Page>
      <PageHeader
        title="Audit runs"
        sentence={`${rules.length} rules judge the last day every hour. Each says what passed, what failed and what could not be judged.`}
        actions={
          may(actor, "audit:run") && (
            <RunAudit rules={rules.map(({ id, title }) => ({ id, title }))} running={running?.id} action={runAudit} />
          )
        }
      />
      <Sheet>
        {runs.length > 0 ? (
          <RunList runs={runs} />
        ) : (
          <EmptyState title="No audit has run yet" why="The first one runs within the hour after the server has started." />
        )}
      </Sheet>
    </Page>
  );
}
