import type { ComponentProps } from "react";
import { cn } from "./cn";
import { control } from "./field";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(control, "h-8", className)} {...rest} />;
}
