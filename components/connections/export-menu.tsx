"use client";

import { Download } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useEffect, useState } from "react";
import { viewParams } from "@/lib/query/view";
import { isTyping } from "../table/use-row-keys";
import { Button } from "../ui/button";
import { useView } from "./use-view";

const kinds = [
  ["csv", "CSV", "for spreadsheets"],
  ["ndjson", "NDJSON", "one JSON object a line"],
  ["ocsf", "OCSF", "NDJSON in the open schema"],
] as const;

/** The whole filter as a file, not only what is on the screen. `e` opens it. */
export function ExportMenu() {
  const { view } = useView();
  const [open, setOpen] = useState(false);
  const params = viewParams({ ...view, peek: undefined });
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "e" || e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      e.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <DropdownMenu.Root open={open} onOpenChange={setOpen} modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button>
          <Download className="text-faint" />
          Export
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-72 rounded-lg bg-raised p-1 text-sm shadow-over data-[state=open]:animate-enter"
        >
          {kinds.map(([kind, label, about]) => (
            <DropdownMenu.Item
              key={kind}
              asChild
              className="flex h-8 items-center gap-2 rounded-md px-2 outline-none data-[highlighted]:bg-hover"
            >
              <a href={`/api/export/${kind}?${params}`} download>
                <span className="w-16 font-medium">{label}</span>
                <span className="text-xs text-faint">{about}</span>
              </a>
            </DropdownMenu.Item>
          ))}
          <p className="px-2 py-1.5 text-xs text-pretty text-faint">
            Everything this filter finds in the period, in a ZIP with a manifest. The export is written to the journal.
          </p>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
