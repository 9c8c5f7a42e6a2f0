"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { presets } from "./period-words";

/** The choice of a period, under its button: usual ones, or two points in time. */
export function TimePanel({
  from,
  to,
  onChoose,
  onClose,
}: {
  from: string;
  to: string;
  onChoose: (period: { from: string; to: string }) => void;
  onClose: () => void;
}) {
  const [error, setError] = useState<string>();
  const panel = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const own = panel.current;
    (own?.querySelector<HTMLElement>("[aria-current]") ?? own?.querySelector("button"))?.focus();
    const outside = (e: Event) => e.target instanceof Node && !own?.parentElement?.contains(e.target) && onClose();
    const onKey = (e: KeyboardEvent) => e.key === "Escape" && onClose();
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
      document.removeEventListener("keydown", onKey);
    };
  }, [onClose]);

  const apply = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const a = new Date(`${form.get("from")}Z`);
    const b = new Date(`${form.get("to")}Z`);
    if (Number.isNaN(a.getTime()) || Number.isNaN(b.getTime())) setError("Give both a start and an end.");
    else if (a >= b) setError("The start must be before the end.");
    else onChoose({ from: a.toISOString(), to: b.toISOString() });
  };

  return (
    <div
      ref={panel}
      role="dialog"
      aria-label="Period"
      className="absolute top-full right-0 z-40 mt-1.5 w-80 animate-enter rounded-lg bg-raised shadow-over max-sm:fixed max-sm:inset-x-3 max-sm:top-auto max-sm:w-auto"
    >
      <ul className="grid grid-cols-2 p-2">
        {presets.map((p) => (
          <li key={p.label}>
            <button
              type="button"
              aria-current={p.from === from && p.to === to ? "true" : undefined}
              onClick={() => onChoose({ from: p.from, to: p.to })}
              className="flex h-8 w-full items-center rounded-md px-2 text-sm hover:bg-hover aria-[current]:bg-accent-wash aria-[current]:font-medium"
            >
              {p.label}
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={apply} className="grid gap-2 border-t p-3">
        <div className="grid gap-2">
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
    </div>
  );
}

const localOf = (text: string): string | undefined => {
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 16);
};
