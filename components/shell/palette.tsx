"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { Section } from "./sections";

// The filter language comes along with it, so it is fetched when it is first asked for.
const Search = dynamic(() => import("./palette-search").then((m) => m.PaletteSearch), { ssr: false });

/** ⌘K or Ctrl K: go to any page, workload or destination. */
export function Palette({ sections }: { sections: Section[] }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key.toLowerCase() !== "k" || !(e.metaKey || e.ctrlKey) || e.shiftKey || e.altKey) return;
      e.preventDefault();
      setOpen((was) => !was);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return open ? <Search sections={sections} onClose={() => setOpen(false)} /> : null;
}
