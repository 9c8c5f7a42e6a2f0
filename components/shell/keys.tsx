"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { isTyping } from "../table/use-row-keys";
import { Dialog } from "../ui/dialog";
import { KeyHint } from "../ui/key-hint";
import type { Section } from "./sections";

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

/** `?` shows the keys, `g` and a letter goes to a page. */
export function Keys({ sections }: { sections: Section[] }) {
  const [open, setOpen] = useState(false);
  const waiting = useRef(0);
  const router = useRouter();
  const places = sections.flatMap((s) => s.places).filter((p) => p.letter);

  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      const afterG = Date.now() - waiting.current < 1500;
      waiting.current = 0;
      if (afterG) {
        const place = places.find((p) => p.letter === e.key);
        if (!place) return;
        // Before the row keys hear it: `g j` is no `j`.
        e.preventDefault();
        e.stopImmediatePropagation();
        router.push(place.href);
      } else if (e.key === "g") waiting.current = Date.now();
      else if (e.key === "?") setOpen(true);
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [places, router]);

  return (
    <Dialog title="Keyboard" open={open} onOpenChange={setOpen} wide>
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
