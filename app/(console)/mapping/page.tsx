import type { Metadata } from "next";
import { AddMapping } from "@/components/mapping/add-mapping";
import { MappingList } from "@/components/mapping/mapping-list";
import { mappingSentence } from "@/components/mapping/sentence";
import { UnmappedList } from "@/components/mapping/unmapped-list";
import { Page, Section, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { EmptyState } from "@/components/ui/empty-state";
import { scopeOf } from "@/lib/access/scope";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { isRejudging, listMappings, listUnmapped, listWorkloadNames } from "@/lib/db/mapping";
import { env } from "@/lib/env";
import { may } from "@/lib/model/role";
import { removeMapping, saveMappingAction } from "./actions";

export const metadata: Metadata = { title: "Workload mapping" };

export default async function MappingPage() {
  const actor = await getActor("mapping:read");
  const db = getDb();
  const [mappings, unmapped, names, rejudging] = await Promise.all([
    listMappings(db),
    listUnmapped(db, scopeOf(actor), { now: env.now ?? new Date(), days: 30 }),
    listWorkloadNames(db),
    isRejudging(db),
  ]);
  const actions = may(actor, "mapping:manage") ? { save: saveMappingAction, remove: removeMapping } : undefined;
  return (
    <Page>
      <PageHeader
        title="Workload mapping"
        sentence={mappingSentence(unmapped)}
        actions={actions && <AddMapping names={names} save={actions.save} />}
      />
      {rejudging && (
        <p role="status" className="mb-6 text-sm text-soft">
          Stored records are being attributed again with the mappings below. Figures follow as it goes on.
        </p>
      )}
      {unmapped.rows.length > 0 && (
        <Section
          title="Who else is calling out?"
          note="Named after their address until a mapping says who they are; connections of the last 30 days."
        >
          <Sheet>
            <UnmappedList rows={unmapped.rows} total={unmapped.total} names={names} save={actions?.save} />
          </Sheet>
        </Section>
      )}
      <Section
        title="Mappings"
        note="Lower priority first, then what says more of one workload: tag, service, instance, interface, network, account. Tags in the log fill what no mapping says."
      >
        <Sheet>
          {mappings.length > 0 ? (
            <MappingList mappings={mappings} names={names} actions={actions} />
          ) : (
            <EmptyState why="Callers are named by what the log says of them, else by their address. A mapping gives addresses, interfaces or accounts a service, an environment and a team." />
          )}
        </Sheet>
      </Section>
    </Page>
  );
}
