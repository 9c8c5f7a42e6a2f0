"use client";

import { Tabs as Primitive } from "radix-ui";
import type { ReactNode } from "react";

/** Tabs whose contents are all at hand; where each tab is a page of its own, use `LinkTabs`. */
export function Tabs({ tabs, initial }: { tabs: { id: string; label: ReactNode; content: ReactNode }[]; initial?: string }) {
  return (
    <Primitive.Root defaultValue={initial ?? tabs[0]?.id ?? ""}>
      <Primitive.List className="flex gap-5 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.id}
            value={tab.id}
            className="-mb-px h-9 shrink-0 border-b-2 border-transparent text-sm text-soft transition-colors hover:text-ink data-[state=active]:border-ink data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.id} value={tab.id} className="pt-4">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
