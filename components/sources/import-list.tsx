import Link from "next/link";
import type { ListedImport } from "@/lib/db/import-list";
import { Bytes, Count } from "../ui/figures";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";
import { Reasons } from "./account";

/** Receipts, newest first: the account of each and the reasons for what was not used. */
export function ImportList({ imports, older }: { imports: ListedImport[]; older?: string | undefined }) {
  return (
    <>
      <ul className="divide-y">
        {imports.map((i) => (
          <li key={i.id} className="grid gap-1 px-4 py-3">
            <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
              <Time at={i.receivedAt} className="font-medium" />
              <span className="text-faint">
                #{i.id} · {i.format} · <Bytes value={i.bytes} />
                {i.origin && <> · {visible(i.origin)}</>}
                {i.replayOf !== null && <> · rejected lines of #{i.replayOf}, read again</>}
              </span>
              <span className="ml-auto flex flex-wrap gap-x-4 text-soft">
                <Part value={i.lines} word="lines" />
                <Part value={i.connections} word="connections" />
                {i.duplicates > 0 && <Part value={i.duplicates} word="duplicates" />}
                {i.skipped > 0 && <Part value={i.skipped} word="skipped" />}
                {i.rejected > 0 && (
                  <Link prefetch={false} href={`?import=${i.id}#rejected`} className="link font-semibold text-ink">
                    <Part value={i.rejected} word="rejected" />
                  </Link>
                )}
              </span>
            </div>
            {i.firstTime && i.lastTime && (
              <p className="text-xs text-faint">
                Records from <Time at={i.firstTime} exact /> to <Time at={i.lastTime} exact />
              </p>
            )}
            <Reasons label="Rejected because" reasons={i.rejectReasons} />
            <Reasons label="Skipped because" reasons={i.skipReasons} />
          </li>
        ))}
      </ul>
      {older && (
        <p className="border-t px-4 py-2 text-sm">
          <Link href={older} className="link">
            Older imports
          </Link>
        </p>
      )}
    </>
  );
}

const Part = ({ value, word }: { value: number; word: string }) => (
  <span className="whitespace-nowrap">
    <Count value={value} /> {word}
  </span>
);
