import Link from "next/link";
import type { Outcome } from "@/lib/model/verdict";
import type { Ranking as Answer } from "@/lib/report/answer";
import { Value } from "../table/value";
import { cn } from "../ui/cn";
import { outcomeLook } from "../ui/outcome";
import { outcomeFill } from "./fill";
import { format } from "./format";

/** Bars in HTML: label, value, and a bar as long as its share of the largest, split by its parts. */
export function Ranking({ answer, className }: { answer: Answer; className?: string }) {
  const largest = Math.max(...answer.rows.map((r) => r.value), Number.MIN_VALUE);
  return (
    <div className={className}>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        {answer.rows.map((row) => (
          <li key={row.label}>
            <Row row={row} unit={answer.unit} largest={largest} />
          </li>
        ))}
      </ol>
      {answer.other && answer.other.count > 0 && (
        <p className="figures mt-2 flex justify-between gap-3 text-xs text-faint">
          <span>{format("count", answer.other.count)} others</span>
          <span>{format(answer.unit, answer.other.value)}</span>
        </p>
      )}
    </div>
  );
}

function Row({ row, unit, largest }: { row: Answer["rows"][number]; unit: Answer["unit"]; largest: number }) {
  const content = (
    <>
      <span className="flex items-baseline justify-between gap-4 text-sm">
        <span className="min-w-0 truncate group-hover:text-accent">
          <Value value={row.label} unit={row.unit} />
          {row.note && <span className="ml-2 text-xs text-faint">{row.note}</span>}
        </span>
        <span className="figures shrink-0" title={format(unit, row.value, true)}>
          {format(unit, row.value)}
        </span>
      </span>
      <span aria-hidden className="mt-1 flex h-1.5 gap-px overflow-hidden rounded-full bg-hover">
        <span className="flex h-full gap-px" style={{ width: `${Math.max((row.value / largest) * 100, 0.5)}%` }}>
          {(row.parts ?? [{ label: row.label, value: row.value }]).map((part) => (
            <Part key={part.label} share={row.value === 0 ? 0 : part.value / row.value} outcome={part.outcome} />
          ))}
        </span>
      </span>
      {row.parts && <span className="sr-only">{row.parts.map((p) => `${p.label} ${format(unit, p.value)}`).join(", ")}</span>}
    </>
  );
  const classes = "group block rounded-md px-2 py-1.5 -mx-2";
  return row.link ? (
    <Link
      prefetch={false}
      href={row.link}
      className={cn(classes, "hover:bg-hover")}
      title={row.parts?.map((p) => `${p.label} ${format(unit, p.value, true)}`).join(" · ")}
    >
      {content}
    </Link>
  ) : (
    <div className={classes}>{content}</div>
  );
}

function Part({ share, outcome }: { share: number; outcome?: Outcome | undefined }) {
  if (share <= 0) return null;
  return (
    <span
      className={cn("h-full min-w-px", outcome && outcomeLook[outcome].shape === "hatch" && "hatch")}
      style={{ flexGrow: share, flexBasis: 0, backgroundColor: outcome ? outcomeFill(outcome) : "var(--soft)" }}
    />
  );
}
