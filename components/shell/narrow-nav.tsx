"use client";

import { Menu } from "lucide-react";
import { IconButton } from "../ui/icon-button";
import { useLazy } from "../ui/use-lazy";
import type { Section } from "./sections";

const load = () => import("./narrow-sheet").then((m) => m.NarrowSheet);

/** The navigation of a narrow screen. */
export function NarrowNav({ sections }: { sections: Section[] }) {
  const { Part: Sheet, show } = useLazy(load);
  if (Sheet) return <Sheet sections={sections} />;
  return (
    <IconButton label="Menu" className="size-9 [&_svg]:size-5" onPointerEnter={load} onFocus={load} onClick={show}>
      <Menu />
    </IconButton>
  );
}
