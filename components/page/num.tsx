import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "../ui/cn";

/** A number in a sentence: strong, and a link to what it counts. */
export function Num({
  href,
  title,
  className,
  children,
}: {
  href?: string | undefined;
  title?: string;
  className?: string;
  children: ReactNode;
}) {
  const classes = cn("figures font-medium whitespace-nowrap text-ink", className);
  return href ? (
    <Link prefetch={false} href={href} title={title} className={cn(classes, "link")}>
      {children}
    </Link>
  ) : (
    <span title={title} className={classes}>
      {children}
    </span>
  );
}
