import type { Metadata } from "next";
import Link from "next/link";
import { Page, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { sourcesSentence } from "@/components/sources/sentence";
import { SourceList } from "@/components/sources/source-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { formats } from "@/lib/ingest/formats";
import { may } from "@/lib/model/role";
import { readSourceList } from "@/lib/report/source-list";

export const metadata: Metadata = { title: "Sources" };

export default async function Sources() {
  const actor = await getActor("source:read");
  const { sources, missed } = await readSourceList(getDb(), actor, Date.now());
  const add = may(actor, "source:manage") ? { label: "Add a source", href: "/sources/new" } : undefined;
  return (
    <Page>
      <PageHeader
        title="Sources"
        sentence={sourcesSentence(sources)}
        actions={
          add && (
            <Button asChild look="primary">
              <Link href={add.href}>{add.label}</Link>
            </Button>
          )
        }
      />
      <Sheet>
        {sources.length > 0 ? (
          <SourceList
            sources={sources}
            missed={missed}
            formatNames={Object.fromEntries([["auto", "Told from the lines"], ...formats.map((f) => [f.id, f.name])])}
          />
        ) : (
          <EmptyState
            title="No log is read yet"
            why="A source is one log feed: a proxy, a flow log, a sensor. Add one, and send its first line."
            action={add}
          />
        )}
      </Sheet>
    </Page>
  );
}
