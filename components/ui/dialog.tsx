"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";

interface DialogProps {
  title: string;
  description?: ReactNode;
  /** What opens it; absent when `open` is given. */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Buttons, right-aligned under a hairline. */
  footer?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

export function Dialog({ title, description, trigger, open, onOpenChange, footer, wide, children }: DialogProps) {
  return (
    <Primitive.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger && <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>}
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-ink/25 data-[state=open]:animate-enter dark:bg-paper/70 print:hidden" />
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col rounded-lg bg-raised shadow-over data-[state=open]:animate-enter",
            wide ? "max-w-3xl" : "max-w-lg",
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 grow">
              <Primitive.Title className="text-lg font-semibold tracking-tight">{title}</Primitive.Title>
              {description && <Primitive.Description className="mt-1 text-sm text-soft">{description}</Primitive.Description>}
            </div>
            <Primitive.Close asChild>
              <IconButton label="Close" className="-mr-2">
                <X />
              </IconButton>
            </Primitive.Close>
          </header>
          <div className="min-h-0 grow overflow-y-auto px-5 pb-5">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Closes the dialog around it. */
export const DialogClose = Primitive.Close;
