import Link from "next/link";
import type { Matrix as Answer } from "@/lib/report/answer";
import { cn } from "../ui/cn";
import { format } from "./format";

/**
 * A heat table. Counts and bytes deepen in ink; a ratio deepens in the violation's colour by what it lacks to one.
 * The number is always written, so that the shade is a help and never the message.
 */
export function Matrix({ answer, className }: { answer: Answer; className?: string }) {
  const largest = Math.max(...answer.cells.flat().map((c) => c ?? 0), Number.MIN_VALUE);
  return (
    <div className={cn("overflow-x-auto", className)}>
      <table className="w-full min-w-72 table-fixed border-separate border-spacing-px text-sm">
        <thead>
          <tr>
            <th scope="col" className="w-[28%] px-2 py-1 text-left text-xs font-medium text-faint">
              {answer.rowLabel}
              <span className="sr-only"> by {answer.columnLabel}</span>
            </th>
            {answer.columns.map((column) => (
              <th key={column} scope="col" className="truncate px-1.5 py-1 text-right text-xs font-medium text-soft">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row, r) => (
            <tr key={row}>
              <th scope="row" className="truncate px-2 py-1.5 text-left font-normal">
                {row}
              </th>
              {answer.columns.map((column, c) => (
                <Cell
                  key={column}
                  value={answer.cells[r]?.[c] ?? null}
                  link={answer.links?.[r]?.[c] ?? null}
                  unit={answer.unit}
                  largest={largest}
                  name={`${row}, ${column}`}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({
  value,
  link,
  unit,
  largest,
  name,
}: {
  value: number | null;
  link: string | null;
  unit: Answer["unit"];
  largest: number;
  name: string;
}) {
  if (value === null)
    return (
      <td className="hatch rounded-sm px-2 py-1.5 text-right text-faint opacity-40" title="No traffic">
        <span className="sr-only">no traffic</span>
      </td>
    );
  const shown = format(unit, value);
  return (
    <td
      className="rounded-sm p-0 text-right"
      style={{ background: shade(unit, value, largest) }}
      title={`${name}: ${format(unit, value, true)}`}
    >
      {link ? (
        <Link prefetch={false} href={link} className="block rounded-sm px-2 py-1.5 hover:underline">
          {shown}
        </Link>
      ) : (
        <span className="block px-2 py-1.5">{shown}</span>
      )}
    </td>
  );
}

function shade(unit: Answer["unit"], value: number, largest: number): string {
  // A tenth missing is as red as it gets: the difference that matters is between 100 % and 97 %, not between 40 % and 50 %.
  if (unit === "ratio") return mix("--violation", value >= 1 ? 0 : 5 + Math.min((1 - value) / 0.1, 1) * 30);
  return mix("--ink", value === 0 ? 0 : 3 + (value / largest) * 14);
}

const mix = (name: string, percent: number): string => `color-mix(in oklab, var(${name}) ${percent.toFixed(1)}%, transparent)`;
