import type { ReactNode } from "react";
import { cn } from "../ui/cn";

/** The column a page is set in. `full` uses the whole width (explorer, tables); prose and forms take `narrow`. */
export function Page({
  width = "wide",
  className,
  children,
}: {
  width?: "narrow" | "wide" | "full";
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "mx-auto w-full px-4 pt-6 pb-16 sm:px-6 lg:px-8 print:max-w-none print:p-0",
        width === "narrow" && "max-w-3xl",
        width === "wide" && "max-w-[88rem]",
        className,
      )}
    >
      {children}
    </div>
  );
}

/** A titled part of a page, on the page itself. */
export function Section({
  title,
  note,
  actions,
  className,
  children,
}: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={cn("mt-8 first:mt-0", className)}>
      <header className="mb-3 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 className="text-base font-semibold tracking-tight">{title}</h2>
          {note && <p className="mt-0.5 max-w-prose text-sm text-soft">{note}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2 print:hidden">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** A surface with a hairline: for a table or a form that is not the answer of a view. */
export function Sheet({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn("overflow-clip rounded-lg border bg-surface", className)}>{children}</div>;
}

/** Name and value pairs. */
export function Facts({ facts, className }: { facts: readonly (readonly [ReactNode, ReactNode])[]; className?: string }) {
  return (
    <dl className={cn("grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-sm", className)}>
      {facts.map(([name, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed per render and names may repeat.
        <div key={i} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
