"use client";

import { useEffect, useState } from "react";
import { isTyping } from "../table/use-row-keys";
import { useLazy } from "../ui/use-lazy";
import { ExportButton } from "./export-button";

const load = () => import("./export-items").then((m) => m.ExportItems);

/** The whole filter as a file, not only what is on the screen. `e` opens it. */
export function ExportMenu() {
  const { Part: Items, show } = useLazy(load);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "e" || e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      e.preventDefault();
      setOpen(true);
      show();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [show]);
  if (Items) return <Items open={open} onOpen={setOpen} />;
  const onClick = () => {
    setOpen(true);
    show();
  };
  return <ExportButton aria-haspopup="menu" onPointerEnter={load} onFocus={load} onClick={onClick} />;
}
