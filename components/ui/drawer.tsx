"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";

/**
 * A panel at the right edge that leaves the page in view and usable: j/k in the list behind it go on working.
 * Not modal: the page behind it stays reachable; Escape closes it.
 */
export function Drawer({
  title,
  open,
  onClose,
  actions,
  footer,
  className,
  children,
}: {
  title: ReactNode;
  open: boolean;
  onClose: () => void;
  actions?: ReactNode;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Primitive.Root open={open} modal={false} onOpenChange={(next) => !next && onClose()}>
      <Primitive.Portal>
        <Primitive.Content
          aria-describedby={undefined}
          onInteractOutside={(e) => e.preventDefault()}
          onOpenAutoFocus={(e) => e.preventDefault()}
          className={cn(
            "fixed inset-y-0 right-0 z-30 flex w-full max-w-[34rem] flex-col border-l bg-raised shadow-over data-[state=open]:animate-slide print:hidden",
            className,
          )}
        >
          <header className="flex min-h-13 items-center gap-2 border-b px-5 py-2">
            <Primitive.Title className="min-w-0 grow truncate text-base font-semibold">{title}</Primitive.Title>
            {actions}
            <Primitive.Close asChild>
              <IconButton label="Close" className="-mr-2">
                <X />
              </IconButton>
            </Primitive.Close>
          </header>
          <div className="min-h-0 grow overflow-y-auto px-5 py-4">{children}</div>
          {footer && <footer className="flex flex-wrap gap-2 border-t px-5 py-3">{footer}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
