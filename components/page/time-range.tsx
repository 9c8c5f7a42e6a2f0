"use client";

import { Calendar } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { Popover } from "radix-ui";
import { type FormEvent, useEffect, useState, useTransition } from "react";
import { isTyping } from "../table/use-row-keys";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { periodWords, presets } from "./period-words";
import { withParams } from "./url";

/** The period, kept in the address: relative ("now-7d") or absolute (RFC 3339, UTC). `t` opens it. */
export function TimeRange({ from, to }: { from: string; to: string }) {
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<string>();
  const [pending, start] = useTransition();
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "t" || e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      e.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const go = (next: { from: string; to: string }) => {
    setOpen(false);
    start(() => router.push(withParams(path, params, next), { scroll: false }));
  };
  const apply = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const a = new Date(`${form.get("from")}Z`);
    const b = new Date(`${form.get("to")}Z`);
    if (Number.isNaN(a.getTime()) || Number.isNaN(b.getTime())) setError("Give both a start and an end.");
    else if (a >= b) setError("The start must be before the end.");
    else go({ from: a.toISOString(), to: b.toISOString() });
  };

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button aria-busy={pending} className={cn("figures font-normal", pending && "text-faint")}>
          <Calendar className="text-faint" />
          {periodWords(from, to)}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          aria-label="Period"
          className="z-40 w-[min(26rem,calc(100vw-1.5rem))] rounded-lg bg-raised shadow-over data-[state=open]:animate-enter"
        >
          <ul className="grid grid-cols-2 p-2">
            {presets.map((p) => (
              <li key={p.label}>
                <button
                  type="button"
                  aria-current={p.from === from && p.to === to ? "true" : undefined}
                  onClick={() => go({ from: p.from, to: p.to })}
                  className="flex h-8 w-full items-center rounded-md px-2 text-sm hover:bg-hover aria-[current]:bg-accent-wash aria-[current]:font-medium"
                >
                  {p.label}
                </button>
              </li>
            ))}
          </ul>
          <form onSubmit={apply} className="grid gap-2 border-t p-3">
            <div className="grid gap-2 sm:grid-cols-2">
              <Field id="period-from" label="From (UTC)">
                <Input
                  id="period-from"
                  type="datetime-local"
                  name="from"
                  defaultValue={localOf(from)}
                  aria-invalid={error ? true : undefined}
                />
              </Field>
              <Field id="period-to" label="Until, not included (UTC)">
                <Input id="period-to" type="datetime-local" name="to" defaultValue={localOf(to)} aria-invalid={error ? true : undefined} />
              </Field>
            </div>
            <div className="flex items-center justify-between gap-3">
              <p role="alert" className="text-xs text-violation-ink">
                {error}
              </p>
              <Button type="submit" look="primary" size="sm">
                Apply
              </Button>
            </div>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

const localOf = (text: string): string | undefined => {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 16);
};
