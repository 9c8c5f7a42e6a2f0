"use client";

import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useId, useState } from "react";
import { connectionsHref, queryText } from "@/lib/query/link";
import { cn } from "../ui/cn";
import { visible } from "../ui/visible";
import { PlaceIcon } from "./icons";
import type { Section } from "./sections";
import { useFoundValues } from "./use-found-values";

interface Choice {
  key: string;
  label: string;
  kind: string;
  icon: string;
  href: string;
}

const period = { from: "now-30d", to: "now" };

export function PaletteSearch({ sections, onClose }: { sections: Section[]; onClose: () => void }) {
  const id = useId();
  const router = useRouter();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const asked = text.trim().toLowerCase();
  const places = sections.flatMap((s) => s.places);
  const found = useFoundValues(
    asked,
    places.some((p) => p.href === "/connections"),
  );
  const choices: Choice[] = [
    ...places
      .filter((p) => p.label.toLowerCase().includes(asked))
      .map((p) => ({ key: p.href, label: p.label, kind: "Page", icon: p.icon, href: p.href })),
    ...found.map(({ field, value }) =>
      field === "service"
        ? {
            key: `s ${value}`,
            label: value,
            kind: "Workload",
            icon: "engineer",
            href: connectionsHref(queryText({ service: value }), period),
          }
        : {
            key: `h ${value}`,
            label: value,
            kind: "Destination",
            icon: "destinations",
            href: `/destinations/${encodeURIComponent(value)}`,
          },
    ),
  ];
  const active = Math.min(at, choices.length - 1);
  const go = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    router.push(choice.href);
  };
  const onKey = (e: KeyboardEvent) => {
    if (e.key === "ArrowDown") setAt(Math.min(active + 1, choices.length - 1));
    else if (e.key === "ArrowUp") setAt(Math.max(active - 1, 0));
    else if (e.key === "Enter") go(choices[active]);
    else return;
    e.preventDefault();
  };

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-ink/25 data-[state=open]:animate-enter dark:bg-paper/70" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg bg-raised shadow-over"
        >
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <input
            role="combobox"
            aria-expanded={choices.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={choices[active] ? `${id}-${active}` : undefined}
            aria-label="Page, workload or destination"
            placeholder="Go to a page, a workload or a destination"
            value={text}
            onChange={(e) => {
              setText(e.target.value);
              setAt(0);
            }}
            onKeyDown={onKey}
            className="h-12 w-full border-b bg-transparent px-4 text-base outline-none"
          />
          <div id={`${id}-list`} role="listbox" aria-label="Found" className="max-h-[50vh] overflow-y-auto p-2">
            {choices.map((choice, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above holds the focus and takes the keys.
              <div
                key={choice.key}
                id={`${id}-${i}`}
                role="option"
                tabIndex={-1}
                aria-selected={i === active}
                onMouseMove={() => setAt(i)}
                onClick={() => go(choice)}
                className={cn("flex h-9 cursor-pointer items-center gap-3 rounded-md px-2 text-sm", i === active && "bg-hover")}
              >
                <span className="text-faint">
                  <PlaceIcon name={choice.icon} />
                </span>
                <span className={cn("min-w-0 grow truncate", choice.kind === "Destination" && "code")}>{visible(choice.label)}</span>
                <span className="text-xs text-faint">{choice.kind}</span>
              </div>
            ))}
          </div>
          {choices.length === 0 && <p className="px-4 pb-4 text-sm text-soft">Nothing begins with that.</p>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
