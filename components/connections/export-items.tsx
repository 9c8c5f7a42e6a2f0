"use client";

import { DropdownMenu } from "radix-ui";
import { viewParams } from "@/lib/query/view";
import { ExportButton } from "./export-button";
import { useView } from "./use-view";

const kinds = [
  ["csv", "CSV", "for spreadsheets"],
  ["ndjson", "NDJSON", "one JSON object a line"],
  ["ocsf", "OCSF", "NDJSON in the open schema"],
] as const;

export function ExportItems({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const { view } = useView();
  const params = viewParams({ ...view, peek: undefined });
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpen} modal={false}>
      <DropdownMenu.Trigger asChild>
        <ExportButton />
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
