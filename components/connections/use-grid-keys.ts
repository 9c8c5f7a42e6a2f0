"use client";

import { type RefObject, useEffect } from "react";
import type { FoundRecord } from "@/lib/db/found-record";
import type { ColumnId } from "@/lib/query/view";
import { focusSoon, isTyping } from "../table/use-row-keys";
import { useValueMenu } from "./value-menu";

interface Grid {
  scroller: RefObject<HTMLElement | null>;
  rows: readonly FoundRecord[];
  columns: readonly ColumnId[];
  cell: { row: number; column: number };
  setCell: (cell: { row: number; column: number }) => void;
  /** Brings a row into the document. */
  reveal: (row: number) => void;
  peek: (id: string) => void;
}

/** j, k anywhere; arrows, Home, End, Page keys on a cell; Enter looks at the record, "." opens the value's menu. */
export function useGridKeys({ scroller, rows, columns, cell, setCell, reveal, peek }: Grid): void {
  const openMenu = useValueMenu();
  useEffect(() => {
    // The address itself: a key may follow another before what it changed is drawn.
    const lookedAt = () => new URLSearchParams(window.location.search).get("peek");
    const go = (row: number, column: number) => {
      const next = { row: Math.min(Math.max(row, 0), rows.length - 1), column: Math.min(Math.max(column, 0), columns.length - 1) };
      setCell(next);
      reveal(next.row);
      // With a record in the panel, moving through the list moves what is looked at.
      const peeked = lookedAt();
      if (peeked && rows[next.row]!.id !== peeked) peek(rows[next.row]!.id);
      focusSoon(scroller, `tr[data-index="${next.row}"] > [data-column="${next.column}"]`, { preventScroll: true });
    };
    const onKey = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || rows.length === 0) return;
      const target = e.target instanceof HTMLElement ? e.target : null;
      const onCell = target?.dataset["column"] !== undefined && scroller.current?.contains(target);
      const inPanel = target?.closest("[data-peek]") && !/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      if (isTyping(e.target) && !inPanel) return;
      const peeked = lookedAt();
      const at = peeked ? rows.findIndex((r) => r.id === peeked) : cell.row;
      const row = at < 0 ? cell.row : at;
      const started = onCell || peeked !== null;
      if (e.key === "j") go(started ? row + 1 : row, cell.column);
      else if (e.key === "k") go(row - 1, cell.column);
      else if (!onCell) return;
      else if (e.key === "ArrowDown") go(cell.row + 1, cell.column);
      else if (e.key === "ArrowUp") go(cell.row - 1, cell.column);
      else if (e.key === "ArrowRight") go(cell.row, cell.column + 1);
      else if (e.key === "ArrowLeft") go(cell.row, cell.column - 1);
      else if (e.key === "PageDown") go(cell.row + 15, cell.column);
      else if (e.key === "PageUp") go(cell.row - 15, cell.column);
      else if (e.key === "Home") go(cell.row, 0);
      else if (e.key === "End") go(cell.row, columns.length - 1);
      else if (e.key === "Enter") peek(rows[cell.row]!.id);
      else if (e.key === "." || e.key === "ContextMenu" || (e.key === "F10" && e.shiftKey))
        openMenu(columns[cell.column]!, rows[cell.row]!, target!);
      else return;
      e.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [scroller, rows, columns, cell, setCell, reveal, peek, openMenu]);
}
