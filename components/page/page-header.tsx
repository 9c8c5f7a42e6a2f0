import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "../ui/cn";
import { Scope } from "./scope";
import { TimeRange } from "./time-range";

export interface PageHeaderProps {
  title: ReactNode;
  /** The sentence that answers the reader's first question; numbers in it are links (`Num`). */
  sentence?: ReactNode;
  /** Where one came from: the list this thing is in. */
  back?: { href: string; label: string };
  /** Beside the title: chips, ids. */
  mark?: ReactNode;
  /** Shows the period control; the values are those of the URL. */
  range?: { from: string; to: string };
  /** Shows the team and environment selectors; values are those there are. */
  scope?: { team?: string | undefined; environment?: string | undefined; teams: readonly string[]; environments: readonly string[] };
  /** Buttons and the export menu. */
  actions?: ReactNode;
  /** What the address said that could not be meant. */
  problem?: string | undefined;
  className?: string;
}

/** The one page header. Order on the page: what it is, what it says, then what narrows it. */
export function PageHeader({ title, sentence, back, mark, range, scope, actions, problem, className }: PageHeaderProps) {
  const controls = range || scope || actions;
  return (
    <header className={cn("mb-6 grid gap-4", className)}>
      {back && (
        <Link href={back.href} className="-mb-2 inline-flex w-fit items-center gap-1 text-sm text-soft hover:text-ink print:hidden">
          <ChevronLeft className="size-3.5" />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{title}</h1>
          {mark}
        </div>
        {controls && (
          <div className="flex flex-wrap items-center gap-2">
            {scope && <Scope {...scope} />}
            {range && <TimeRange {...range} />}
            {actions && <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div>}
          </div>
        )}
      </div>
      {problem && (
        <p role="alert" className="text-sm text-violation-ink">
          {problem} The usual period is shown instead.
        </p>
      )}
      {sentence && <div className="max-w-[62rem] text-lg leading-7 text-pretty text-soft">{sentence}</div>}
    </header>
  );
}
