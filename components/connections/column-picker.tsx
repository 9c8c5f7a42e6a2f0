"use client";

import { Columns3 } from "lucide-react";
import { Button, type ButtonProps } from "../ui/button";
import { useLazy } from "../ui/use-lazy";

const load = () => import("./column-panel").then((m) => m.ColumnPanel);

export function ColumnPicker() {
  const { Part: Panel, show } = useLazy(load);
  return Panel ? <Panel /> : <ColumnButton aria-haspopup="dialog" onPointerEnter={load} onFocus={load} onClick={show} />;
}

export const ColumnButton = (props: ButtonProps) => (
  <Button {...props}>
    <Columns3 className="text-faint" />
    Columns
  </Button>
);
