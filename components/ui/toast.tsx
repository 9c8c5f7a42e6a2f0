"use client";

import { X } from "lucide-react";
import { Toast as Primitive } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { cn } from "./cn";

interface Notice {
  title: string;
  detail?: string;
  /** A failure stays until it is closed. */
  failed?: boolean;
}

const Context = createContext<(notice: Notice) => void>(() => {});

/** `const toast = useToast(); toast({ title: "Rule confirmed" })` */
export const useToast = () => useContext(Context);

export function Toaster({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<(Notice & { id: number })[]>([]);
  const show = useCallback((notice: Notice) => setNotices((all) => [...all.slice(-2), { ...notice, id: Date.now() + Math.random() }]), []);
  return (
    <Context.Provider value={show}>
      {children}
      <Primitive.Provider label="Notice">
        {notices.map((n) => (
          <Primitive.Root
            key={n.id}
            duration={n.failed ? Number.POSITIVE_INFINITY : 5000}
            onOpenChange={(open) => !open && setNotices((all) => all.filter((x) => x.id !== n.id))}
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
    </Context.Provider>
  );
}
