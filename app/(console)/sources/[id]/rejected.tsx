import Link from "next/link";
import { Section, Sheet } from "@/components/page/page";
import { RejectList } from "@/components/sources/reject-list";
import { EmptyState } from "@/components/ui/empty-state";
import { getDb } from "@/lib/db/client";
import { listRejects } from "@/lib/db/reject-list";

/** The lines in quarantine, of one import or of all; the page has checked the permission. */
export async function Rejected({ source, query }: { source: number; query: Record<string, string | string[] | undefined> }) {
  const of = Number(query.import) || undefined;
  const [importId, line] = String(query.after ?? "")
    .split(":")
    .map(Number);
  const after = importId && line ? { importId, line } : undefined;
  const { rejects, next } = await listRejects(getDb(), source, { after, importId: of, limit: 25 });
  const more = next && `?${new URLSearchParams({ ...(of && { import: String(of) }), after: `${next.importId}:${next.line}` })}#rejected`;
  return (
    <div id="rejected" className="mt-8 scroll-mt-16">
      <Section
        title={of ? `Rejected lines of import #${of}` : "Rejected lines"}
        note="Kept sealed, counted, never taken as allowed. Shown is their structure: letters and digits are hidden."
        actions={
          of && (
            <Link href="?#rejected" className="link text-sm">
              Those of all imports
            </Link>
          )
        }
      >
        <Sheet>
          {rejects.length > 0 ? <RejectList rejects={rejects} more={more} /> : <EmptyState why="No further rejected lines are kept." />}
        </Sheet>
      </Section>
    </div>
  );
}
