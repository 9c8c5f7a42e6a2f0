"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { isTyping } from "../table/use-row-keys";
import type { Section } from "./sections";

const Sheet = dynamic(() => import("./keys-sheet").then((m) => m.KeysSheet), { ssr: false });

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

  return open ? <Sheet places={places} open={open} onOpenChange={setOpen} /> : null;
}
