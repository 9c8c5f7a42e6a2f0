import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

export function Checkbox({ label, className, ...rest }: ComponentProps<"input"> & { label: ReactNode }) {
  return (
    <label className={cn("flex min-h-6 items-center gap-2 text-sm", className)}>
      <input type="checkbox" className="size-4 shrink-0 accent-accent" {...rest} />
      <span>{label}</span>
    </label>
  );
}
