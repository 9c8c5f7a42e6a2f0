import Link from "next/link";

/** Said on every page as long as sample sources are there. */
export function SampleBanner({ mayRemove }: { mayRemove: boolean }) {
  return (
    <aside
      aria-label="Sample estate"
      className="border-b border-dashed border-line-strong bg-sunken px-4 py-1.5 text-xs text-soft sm:px-6 lg:px-8 print:px-0"
    >
      Part of what you see is the sample estate, marked <span className="font-medium">sample</span>.{" "}
      {mayRemove && (
        <Link prefetch={false} href="/settings" className="link print:hidden">
          Remove it
        </Link>
      )}
    </aside>
  );
}
