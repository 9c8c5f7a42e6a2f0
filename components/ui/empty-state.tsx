import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

/** Why there is nothing, and the one action that helps. `why` says which: no data yet, filter too narrow, no permission, silent since … */
export function EmptyState({
  title,
  why,
  action,
  className,
  children,
}: {
  title?: string;
  why: ReactNode;
  action?: { label: string; href: string };
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div className={cn("flex flex-col items-start justify-center gap-3 px-5 py-8", className)}>
      <div className="max-w-prose">
        {title && <p className="text-base font-medium">{title}</p>}
        <p className="text-sm text-soft">{why}</p>
      </div>
      {action && (
        <Button asChild>
          <Link href={action.href}>{action.label}</Link>
        </Button>
      )}
      {children}
    </div>
  );
}
