"use client";

import { Menu, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { IconButton } from "../ui/icon-button";
import { Nav } from "./nav";
import type { Section } from "./sections";
import { Wordmark } from "./wordmark";

/** A sheet from the left, open as soon as it is there. */
export function NarrowSheet({ sections }: { sections: Section[] }) {
  const [open, setOpen] = useState(true);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <IconButton label="Menu" className="size-9 [&_svg]:size-5">
          <Menu />
        </IconButton>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-ink/25 data-[state=open]:animate-enter dark:bg-paper/70" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] overflow-y-auto bg-raised pb-8 shadow-over data-[state=open]:animate-enter"
        >
          <header className="flex h-13 items-center justify-between px-5">
            <Dialog.Title>
              <Wordmark />
            </Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label="Close">
                <X />
              </IconButton>
            </Dialog.Close>
          </header>
          <Nav sections={sections} onFollow={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
