import Link from "next/link";
import type { ListedReject } from "@/lib/db/reject-list";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";

/** Lines that could not be read: reason, place, and the line's structure with its words hidden. */
export function RejectList({ rejects, more }: { rejects: ListedReject[]; more?: string | undefined }) {
  return (
    <>
      <ul className="divide-y">
        {rejects.map((r) => (
          <li key={`${r.importId}:${r.line}`} className="grid gap-1.5 px-4 py-3">
            <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
              <span className="font-medium">{visible(r.reason)}</span>
              <span className="figures text-faint">
                line {r.line.toLocaleString("en")} · byte {r.offset.toLocaleString("en")} · import #{r.importId} · {r.format}
              </span>
              <Time at={r.receivedAt} className="ml-auto text-faint" />
            </div>
            <code className="code block max-h-24 overflow-y-auto break-all text-soft">{visible(r.masked)}</code>
          </li>
        ))}
      </ul>
      {more && (
        <p className="border-t px-4 py-2 text-sm">
          <Link href={more} className="link">
            Further rejected lines
          </Link>
        </p>
      )}
    </>
  );
}
