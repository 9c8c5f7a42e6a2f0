import Link from "next/link";
import { cn } from "../ui/cn";
import { visible } from "../ui/visible";

/** Why lines wait in quarantine, with counts; each narrows the list to its own. */
export function RejectReasons({
  reasons,
  chosen,
  hrefOf,
}: {
  reasons: readonly { reason: string; lines: number }[];
  chosen: string | undefined;
  hrefOf: (reason: string | undefined) => string;
}) {
  const sum = reasons.reduce((total, r) => total + r.lines, 0);
  const rows = [{ reason: undefined, word: "Every reason", lines: sum }, ...reasons.map((r) => ({ ...r, word: visible(r.reason) }))];
  return (
    <ul aria-label="Reasons" className="mb-3 flex flex-wrap gap-1.5">
      {rows.map((r) => (
        <li key={r.reason ?? ""} className="max-w-full">
          <Link
            prefetch={false}
            scroll={false}
            href={hrefOf(r.reason)}
            aria-current={r.reason === chosen ? "true" : undefined}
            className={cn(
              "flex items-baseline gap-2 rounded-md border px-2.5 py-1 text-sm hover:bg-sunken",
              r.reason === chosen ? "border-ink font-medium" : "text-soft",
            )}
          >
            <span className="min-w-0 truncate">{r.word}</span>
            <span className="figures text-faint">{r.lines.toLocaleString("en")}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
