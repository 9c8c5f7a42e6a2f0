import Link from "next/link";
import type { Timeline as Answer } from "@/lib/report/answer";
import { OutcomeShape } from "../ui/outcome";
import { Time } from "../ui/time";

/** Dated entries down a hairline, newest first as given. */
export function Timeline({ answer, className }: { answer: Answer; className?: string }) {
  return (
    <div className={className}>
      <ol className="grid">
        {answer.entries.map((entry) => (
          <li key={`${entry.at}${entry.title}`} className="group grid grid-cols-[5.5rem_1rem_minmax(0,1fr)] gap-x-2 text-sm">
            <span className="pt-1.5 text-right text-xs leading-5 text-faint">
              <Time at={entry.at} />
            </span>
            <span aria-hidden className="relative flex justify-center">
              <span className="absolute inset-y-0 w-px bg-line group-first:top-3 group-last:bottom-auto group-last:h-3" />
              <span className="z-10 mt-[0.6rem] grid size-3 place-items-center rounded-full bg-surface">
                {entry.outcome ? <OutcomeShape outcome={entry.outcome} /> : <span className="size-1.5 rounded-full bg-line-strong" />}
              </span>
            </span>
            <span className="py-1.5">
              {entry.link ? (
                <Link prefetch={false} href={entry.link} className="font-medium hover:text-accent">
                  {entry.title}
                </Link>
              ) : (
                <span className="font-medium">{entry.title}</span>
              )}
              {entry.detail && <span className="block text-pretty text-soft">{entry.detail}</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
