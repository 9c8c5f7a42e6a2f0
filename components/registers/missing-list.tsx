import type { ReactNode } from "react";
import { compactBytes } from "../ui/number";

/** What was seen and has no entry, each with its way in. */
export function MissingList({ title, note, rows }: { title: string; note: string; rows: Missing[] }) {
  if (rows.length === 0) return null;
  return (
    <section className="mb-6 rounded-lg border border-dashed border-line-strong px-5 py-4">
      <h2 className="text-sm font-semibold">{title}</h2>
      <p className="text-sm text-soft">{note}</p>
      <Rows rows={rows.slice(0, shown)} />
      {rows.length > shown && (
        <details className="mt-1">
          <summary className="w-fit py-1 text-sm text-soft hover:text-ink">{rows.length - shown} more</summary>
          <Rows rows={rows.slice(shown)} />
        </details>
      )}
    </section>
  );
}

const shown = 6;

interface Missing {
  id: string;
  name: ReactNode;
  bytesOut: number;
  action?: ReactNode;
}

function Rows({ rows }: { rows: Missing[] }) {
  return (
    <ul className="mt-3 grid gap-x-8 gap-y-1 sm:grid-cols-2 xl:grid-cols-3">
      {rows.map((row) => (
        <li key={row.id} className="flex min-h-8 min-w-0 items-center gap-3 text-sm">
          <span className="min-w-0 grow truncate">{row.name}</span>
          <span className="figures text-xs whitespace-nowrap text-faint">
            {row.bytesOut > 0 ? compactBytes(row.bytesOut) : "not logged"}
          </span>
          {row.action}
        </li>
      ))}
    </ul>
  );
}
