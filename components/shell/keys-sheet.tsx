"use client";

import { Dialog } from "../ui/dialog";
import { KeyHint } from "../ui/key-hint";
import type { Place } from "./sections";

const general: [string, string][] = [
  ["?", "This sheet"],
  ["⌘ K", "Go to anything (Ctrl K elsewhere)"],
  ["/", "Query bar, or search on the page"],
  ["t", "Period"],
  ["j", "Next row"],
  ["k", "Previous row"],
  ["Enter", "Open the row"],
  ["e", "Export"],
  ["Esc", "Close"],
];

/** Every key, and what it does. */
export function KeysSheet({ places, open, onOpenChange }: { places: Place[]; open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog title="Keyboard" open={open} onOpenChange={onOpenChange} wide>
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        <KeyList title="Everywhere" keys={general} />
        <KeyList title="Go to" keys={places.map((p) => [`g ${p.letter}`, p.label])} />
      </div>
    </Dialog>
  );
}

function KeyList({ title, keys }: { title: string; keys: [string, string][] }) {
  return (
    <section>
      <h3 className="eyebrow pb-2">{title}</h3>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5 text-sm">
        {keys.map(([key, label]) => (
          <div key={key} className="contents">
            <dt>
              <KeyHint keys={key} />
            </dt>
            <dd className="text-soft">{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
