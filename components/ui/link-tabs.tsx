import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** Tabs that are addresses. */
export function LinkTabs({ label, tabs, current }: { label: string; tabs: { href: string; label: ReactNode }[]; current: string }) {
  return (
    <nav aria-label={label} className="flex gap-5 overflow-x-auto border-b print:hidden">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          prefetch={false}
          aria-current={tab.href === current ? "page" : undefined}
          className={cn(
            "-mb-px flex h-9 shrink-0 items-center border-b-2 border-transparent text-sm text-soft transition-colors hover:text-ink",
            tab.href === current && "border-ink font-medium text-ink",
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
