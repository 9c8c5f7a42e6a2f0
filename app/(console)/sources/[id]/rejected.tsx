import Link from "next/link";
import { Section, Sheet } from "@/components/page/page";
import { RejectList } from "@/components/sources/reject-list";
import { RejectReasons } from "@/components/sources/reject-reasons";
import { ReplayButton } from "@/components/sources/replay-button";
import { EmptyState } from "@/components/ui/empty-state";
import { getDb } from "@/lib/db/client";
import { countQuarantine } from "@/lib/db/quarantine";
import { listRejects } from "@/lib/db/reject-list";
import { isTaskUnfinished } from "@/lib/db/task";
import { previewRejected, replayRejected } from "../actions";

/** The lines in quarantine, of one import or of all, and of one reason; the page has checked the permission. */
export async function Rejected({
  source,
  query,
  mayReplay,
}: {
  source: number;
  query: Record<string, string | string[] | undefined>;
  mayReplay: boolean;
}) {
  const db = getDb();
  const of = Number(query.import) || undefined;
  const reason = typeof query.reason === "string" ? query.reason : undefined;
  const [importId, line] = String(query.after ?? "")
    .split(":")
    .map(Number);
  const after = importId && line ? { importId, line } : undefined;
  const [{ rejects, next }, reasons, busy] = await Promise.all([
    listRejects(db, source, { after, importId: of, reason, limit: 25 }),
    countQuarantine(db, source, { importId: of }),
    isTaskUnfinished(db, `replay:${source}`),
  ]);
  const here = (more: Record<string, string | undefined>): string => {
    const named = Object.entries({ ...(of && { import: String(of) }), ...more }).filter((e): e is [string, string] => e[1] !== undefined);
    return `?${new URLSearchParams(named)}#rejected`;
  };
  return (
    <div id="rejected" className="mt-8 scroll-mt-16">
      <Section
        title={of ? `Rejected lines of import #${of}` : "Rejected lines"}
        note="Kept sealed, counted, never taken as allowed. Shown is their structure: letters and digits are hidden."
        actions={
          <>
            {of && (
              <Link href="?#rejected" className="link self-center text-sm">
                Those of all imports
              </Link>
            )}
            {mayReplay && !of && (rejects.length > 0 || busy) && (
              <ReplayButton source={source} reason={reason} busy={busy} preview={previewRejected} replay={replayRejected} />
            )}
          </>
        }
      >
        {reasons.length > 0 && <RejectReasons reasons={reasons} chosen={reason} hrefOf={(chosen) => here({ reason: chosen })} />}
        <Sheet>
          {rejects.length > 0 ? (
            <RejectList rejects={rejects} more={next && here({ reason, after: `${next.importId}:${next.line}` })} />
          ) : (
            <EmptyState why="No further rejected lines are kept." />
          )}
        </Sheet>
      </Section>
    </div>
  );
}
