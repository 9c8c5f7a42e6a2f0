"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import type { FoundRecord } from "@/lib/db/found-record";
import type { ColumnId } from "@/lib/query/view";

const Items = dynamic(() => import("./value-menu-items").then((m) => m.ValueMenuItems), { ssr: false });

export interface ChosenValue {
  column: ColumnId;
  record: FoundRecord;
  x: number;
  y: number;
  /** Gets the focus back. */
  from: HTMLElement | null;
}

type OpenMenu = (column: ColumnId, record: FoundRecord, at: Element | { x: number; y: number }) => void;

const Context = createContext<OpenMenu>(() => {});
/** Opens the menu of a value at an element, or where the pointer is. */
export const useValueMenu = () => useContext(Context);

/** One menu for all values on the page. */
export function ValueMenuProvider({ children }: { children: ReactNode }) {
  const [chosen, setChosen] = useState<ChosenValue>();
  const open = useCallback<OpenMenu>((column, record, at) => {
    const from = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    if (at instanceof Element) {
      const box = at.getBoundingClientRect();
      setChosen({ column, record, x: box.left, y: box.bottom, from });
    } else setChosen({ column, record, ...at, from });
  }, []);
  return (
    <Context.Provider value={open}>
      {children}
      {chosen && <Items chosen={chosen} onClose={() => setChosen(undefined)} />}
    </Context.Provider>
  );
}
