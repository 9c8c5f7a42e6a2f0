import Link from "next/link";
import { cn } from "../ui/cn";

/** A few ways to see the same, as links; one is current. */
export function Segmented({ label, options }: { label: string; options: { label: string; href: string; current: boolean }[] }) {
  return (
    <nav aria-label={label} className="inline-flex rounded-md border border-line-strong bg-surface p-0.5 print:hidden">
      {options.map((option) => (
        <Link
          key={option.label}
          href={option.href}
          prefetch={false}
          scroll={false}
          aria-current={option.current ? "true" : undefined}
          className={cn(
            "flex h-6 items-center rounded-sm px-2 text-xs text-soft transition-colors hover:text-ink",
            option.current && "bg-hover font-medium text-ink",
          )}
        >
          {option.label}
        </Link>
      ))}
    </nav>
  );
}
