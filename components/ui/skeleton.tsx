import { cn } from "./cn";

/** Holds the place of what is coming; give it the size of that. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-pulse-soft rounded-sm bg-hover", className)} />;
}
