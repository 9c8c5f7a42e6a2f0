import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A small word about a thing. It carries no colour: colour is kept for verdicts. */
export function Badge({ className, ...rest }: ComponentProps<"span">) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border border-line-strong px-1.5 text-xs text-soft",
        className,
      )}
      {...rest}
    />
  );
}

/** Says that what it stands beside belongs to the sample estate. */
export function SampleMark() {
  return (
    <span
      title="From the sample estate, not from your systems"
      className="inline-flex h-4 items-center rounded-sm border border-dashed border-line-strong px-1 text-[0.6875rem] leading-none text-faint"
    >
      sample
    </span>
  );
}
