import type { ReactNode } from "react";
import { compactBytes } from "../ui/number";

/** What was seen and has no entry, each with its way in. */
export function MissingList({
  title,
  note,
  rows,
}: {
  title: string;
  note: string;
  rows: { id: string; name: ReactNode; bytesOut: number; action?: ReactNode }[];
}) {
  if (rows.length === 0) return null;
  return (
    <section className="mb-6 rounded-lg border border-dashed border-line-strong px-5 py-4">
      <h2 className="text-sm font-semibold">{title}</h2>
      <p className="text-sm text-soft">{note}</p>
      <ul className="mt-3 grid gap-x-8 gap-y-1 sm:grid-cols-2 xl:grid-cols-3">
        {rows.map((row) => (
          <li key={row.id} className="flex min-h-8 min-w-0 items-center gap-3 text-sm">
            <span className="min-w-0 grow truncate">{row.name}</span>
            <span className="figures text-xs text-faint">{compactBytes(row.bytesOut)}</span>
            {row.action}
          </li>
        ))}
      </ul>
    </section>
  );
}
