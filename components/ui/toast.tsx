"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

export interface Notice {
  title: string;
  detail?: string;
  /** A failure stays until it is closed. */
  failed?: boolean;
}

const Notices = dynamic(() => import("./notices").then((m) => m.Notices), { ssr: false });

const Context = createContext<(notice: Notice) => void>(() => {});

/** `const toast = useToast(); toast({ title: "Rule confirmed" })` */
export const useToast = () => useContext(Context);

export function Toaster({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<(Notice & { id: number })[]>([]);
  const show = useCallback((notice: Notice) => setNotices((all) => [...all.slice(-2), { ...notice, id: Date.now() + Math.random() }]), []);
  const close = useCallback((id: number) => setNotices((all) => all.filter((x) => x.id !== id)), []);
  return (
    <Context.Provider value={show}>
      {children}
      {notices.length > 0 && <Notices notices={notices} onClose={close} />}
    </Context.Provider>
  );
}
