import type { Metadata } from "next";
import Link from "next/link";
import { JournalFilter } from "@/components/journal/journal-filter";
import { JournalList } from "@/components/journal/journal-list";
import { Page, Sheet } from "@/components/page/page";
import { PageHeader } from "@/components/page/page-header";
import { withParams } from "@/components/page/url";
import { EmptyState } from "@/components/ui/empty-state";
import { getActor } from "@/lib/access/session";
import { getDb } from "@/lib/db/client";
import { listJournal, listJournalActions } from "@/lib/db/journal";

export const metadata: Metadata = { title: "Journal" };

export default async function JournalPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await getActor("journal:read");
  const query = await searchParams;
  const text = (name: string) => (typeof query[name] === "string" ? query[name].trim().slice(0, 200) : "");
  const filter = { actor: text("actor"), action: text("action"), subject: text("subject") };
  const before = /^\d{1,18}$/.test(text("before")) ? BigInt(text("before")) : undefined;
  const [{ entries, next }, actions] = await Promise.all([
    listJournal(getDb(), filter, { before, limit: 50 }),
    listJournalActions(getDb()),
  ]);
  const older = next && withParams("/journal", new URLSearchParams(filter), { ...filter, before: String(next) });
  return (
    <Page>
      <PageHeader
        title="Journal"
        sentence="Who changed, exported or looked into what. Each entry was written with the change itself; nothing here can be edited."
      />
      <JournalFilter values={filter} actions={actions} />
      <Sheet>
        {entries.length > 0 ? (
          <JournalList entries={entries} />
        ) : (
          <EmptyState why="No entry matches." action={{ label: "Show all", href: "/journal" }} />
        )}
        {older && (
          <p className="border-t px-4 py-2 text-sm print:hidden">
            <Link href={older} className="link">
              Older entries
            </Link>
          </p>
        )}
      </Sheet>
    </Page>
  );
}
