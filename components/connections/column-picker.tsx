"use client";

import { useLazy } from "../ui/use-lazy";
import { ColumnButton } from "./column-button";

const load = () => import("./column-panel").then((m) => m.ColumnPanel);

export function ColumnPicker() {
  const { Part: Panel, show } = useLazy(load);
  return Panel ? <Panel /> : <ColumnButton aria-haspopup="dialog" onPointerEnter={load} onFocus={load} onClick={show} />;
}
