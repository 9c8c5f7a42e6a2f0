"use client";

import type { VirtualItem } from "@tanstack/react-virtual";
import Link from "next/link";
import type { MouseEvent } from "react";
import { SampleMark } from "../ui/badge";
import { cn } from "../ui/cn";
import { isNumeric, type TableColumn, type TableRow } from "./row";
import { Value } from "./value";

export function Body<R extends TableRow>({
  columns,
  rows,
  virtual,
  active,
  activeId,
  dense,
  markSample,
  onFocus,
  onOpen,
}: {
  columns: readonly TableColumn<R>[];
  rows: readonly R[];
  virtual: { items: VirtualItem[]; size: number } | undefined;
  active: number;
  activeId: string | undefined;
  dense: boolean | undefined;
  markSample: boolean;
  onFocus: (index: number) => void;
  onOpen: (index: number) => void;
}) {
  const indexes = virtual ? virtual.items.map((item) => item.index) : rows.keys();
  const before = virtual?.items[0]?.start ?? 0;
  const after = virtual ? virtual.size - (virtual.items.at(-1)?.end ?? 0) : 0;
  return (
    <tbody>
      {before > 0 && <Spacer height={before} span={columns.length} />}
      {[...indexes].map((index) => {
        const row = rows[index]!;
        return (
          <tr
            key={row.id}
            data-index={index}
            tabIndex={!row.href && index === Math.max(active, 0) ? 0 : -1}
            aria-current={row.id === activeId ? "true" : undefined}
            onFocus={(e) => e.target === e.currentTarget && onFocus(index)}
            onClick={(e) => isPlainClick(e) && onOpen(index)}
            className={cn(
              "group/row outline-none hover:bg-hover focus-visible:bg-accent-wash aria-[current]:bg-accent-wash",
              row.href && "cursor-pointer",
            )}
          >
            {columns.map((column, i) => (
              <td
                key={column.id}
                className={cn(
                  "border-b px-3 align-top first:pl-5 last:pr-5 group-last/row:border-b-0",
                  dense ? "py-1" : "py-1.5",
                  isNumeric(column) && "text-right",
                  column.minor && "max-md:hidden",
                  i === 0 && "max-md:min-w-24",
                )}
              >
                <Cell column={column} row={row} first={i === 0} markSample={markSample} />
              </td>
            ))}
          </tr>
        );
      })}
      {after > 0 && <Spacer height={after} span={columns.length} />}
    </tbody>
  );
}

function Cell<R extends TableRow>({
  column,
  row,
  first,
  markSample,
}: {
  column: TableColumn<R>;
  row: R;
  first: boolean;
  markSample: boolean;
}) {
  const content = column.render ? (
    column.render(row)
  ) : (
    <Value value={row.cells[column.id]} unit={column.unit} domain={row.cells["domain"]} />
  );
  if (!first) return content;
  return (
    <>
      {row.href ? (
        <Link prefetch={false} href={row.href} className="hover:text-accent">
          {content}
        </Link>
      ) : (
        content
      )}
      {markSample && row.sample && (
        <>
          {" "}
          <SampleMark />
        </>
      )}
    </>
  );
}

const Spacer = ({ height, span }: { height: number; span: number }) => (
  <tr aria-hidden>
    <td colSpan={span} style={{ height, padding: 0 }} />
  </tr>
);

/** A click that is not on a control, not a selection of text, and not meant for a new tab. */
function isPlainClick(e: MouseEvent): boolean {
  if (e.defaultPrevented || e.metaKey || e.ctrlKey || e.shiftKey || e.button !== 0) return false;
  if ((e.target as Element).closest("a,button,input,select,label")) return false;
  return !window.getSelection()?.toString();
}
