import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { cn } from "./cn";

/** A button that shows only an icon; `label` is what it is called, and its tooltip. */
export function IconButton({ label, children, className, ...rest }: ButtonProps & { label: string; children: ReactNode }) {
  return (
    <Button look="quiet" size="sm" aria-label={label} title={label} className={cn("w-7 px-0", className)} {...rest}>
      {children}
    </Button>
  );
}
