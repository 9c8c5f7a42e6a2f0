import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { control } from "./field";

/** The browser's own select: it is the accessible one, and the one that works on a phone. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative inline-block", className)}>
      <select className={cn(control, "h-8 appearance-none truncate pr-7")} {...rest}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-faint" />
    </span>
  );
}
