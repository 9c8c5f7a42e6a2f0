import type { ReactNode } from "react";
import type { Unit } from "@/lib/report/answer";

export interface TableColumn<R extends TableRow = TableRow> {
  id: string;
  label: string;
  /** How a plain value is drawn; numbers are right-aligned. */
  unit?: Unit;
  align?: "start" | "end";
  /** Hidden on narrow screens. */
  minor?: boolean;
  /** CSS width of the column. */
  width?: string;
  /** False where order means nothing (actions). */
  sortable?: boolean;
  /** Draws the cell; for tables made in the browser (a function cannot come from the server). */
  render?: (row: R) => ReactNode;
}

export interface TableRow {
  id: string;
  /** Opened by click and Enter. */
  href?: string | undefined;
  sample?: boolean | undefined;
  /** Plain values are drawn by the column's unit; nodes as they are. */
  cells: Record<string, ReactNode>;
  /** What a cell that is a node sorts by. */
  sortBy?: Record<string, string | number | null>;
}

export const sortValue = (row: TableRow, column: string): string | number | undefined => {
  const given = row.sortBy?.[column];
  if (given !== undefined) return given ?? undefined;
  const cell = row.cells[column];
  return typeof cell === "string" || typeof cell === "number" ? cell : undefined;
};

const numbers: readonly (Unit | undefined)[] = ["count", "bytes", "ratio", "durationMs"];
export const isNumeric = (column: Pick<TableColumn, "unit" | "align">): boolean =>
  column.align ? column.align === "end" : numbers.includes(column.unit);
