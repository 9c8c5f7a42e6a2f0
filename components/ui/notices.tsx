"use client";

import { X } from "lucide-react";
import { Toast as Primitive } from "radix-ui";
import { cn } from "./cn";
import type { Notice } from "./toast";

/** The notices in their corner; a failure stays until it is closed. */
export function Notices({ notices, onClose }: { notices: (Notice & { id: number })[]; onClose: (id: number) => void }) {
  return (
    <Primitive.Provider label="Notice">
      {notices.map((n) => (
        <Primitive.Root
          key={n.id}
          duration={n.failed ? Number.POSITIVE_INFINITY : 5000}
          onOpenChange={(open) => !open && onClose(n.id)}
          className={cn(
            "flex items-start gap-3 rounded-lg bg-raised py-3 pr-2 pl-4 shadow-over data-[state=open]:animate-enter",
            n.failed && "border-l-3 border-violation",
          )}
        >
          <div className="min-w-0 grow">
            <Primitive.Title className="text-sm font-medium">{n.title}</Primitive.Title>
            {n.detail && <Primitive.Description className="mt-0.5 text-sm text-soft">{n.detail}</Primitive.Description>}
          </div>
          <Primitive.Close aria-label="Close" className="rounded-md p-1 text-faint hover:bg-hover hover:text-ink">
            <X className="size-4" />
          </Primitive.Close>
        </Primitive.Root>
      ))}
      <Primitive.Viewport className="fixed right-4 bottom-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 outline-none print:hidden" />
    </Primitive.Provider>
  );
}
