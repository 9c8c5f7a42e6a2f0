import type { Journal } from "@/lib/db/generated/prisma/client";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";
import { Change } from "./change";

/** Entries, newest first: who did what to what, and what it was before. */
export function JournalList({ entries }: { entries: Journal[] }) {
  return (
    <ol className="divide-y">
      {entries.map((e) => (
        <li key={String(e.id)} className="grid gap-x-6 gap-y-1 px-4 py-3 text-sm md:grid-cols-[12rem_minmax(0,1fr)]">
          <div className="flex flex-wrap gap-x-3 text-faint md:grid md:content-start">
            <Time at={e.at} exact />
            <span className="figures text-xs">entry {String(e.id)}</span>
          </div>
          <div className="min-w-0">
            <p className="break-words">
              <span className="font-medium">{visible(e.actorName)}</span> <span className="text-faint">({visible(e.actorRole)})</span>{" "}
              <span className="code">{e.action}</span> <span className="code break-all text-soft">{visible(e.subject)}</span>
            </p>
            <Change before={e.before} after={e.after} />
          </div>
        </li>
      ))}
    </ol>
  );
}
