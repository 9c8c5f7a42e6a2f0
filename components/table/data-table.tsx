"use client";

import { createColumnHelper, createSortedRowModel, rowSortingFeature, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { Body } from "./body";
import { HeadCell } from "./head-cell";
import { sortValue, type TableColumn, type TableRow } from "./row";
import { useRowKeys } from "./use-row-keys";

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
export type Features = typeof features;

export interface DataTableProps<R extends TableRow> {
  /** What the table holds, for those who cannot see where it stands. */
  caption: string;
  columns: readonly TableColumn<R>[];
  rows: readonly R[];
  initialSort?: { id: string; desc: boolean };
  /** Rows come sorted: the header only tells what is wanted. */
  onSort?: (id: string, desc: boolean) => void;
  /** Only rows in view are in the document; needs `height`. */
  virtual?: boolean;
  /** CSS height of the scrolled part. */
  height?: string;
  /** Opens a row in place (a peek panel) instead of following its href. */
  onOpen?: (row: R, index: number) => void;
  activeId?: string | undefined;
  /** Called when the last rows come into view. */
  onEnd?: () => void;
  empty?: ReactNode;
  /** Exact number of rows the question has, where more exist than are given. */
  total?: number | undefined;
  /** Where the others are. */
  rest?: string | undefined;
  dense?: boolean;
  /** The header stays in view while the page scrolls: for a table that is the page. */
  sticky?: boolean;
  className?: string;
}

/** The one table: sortable, sticky header, j/k and Enter, minor columns gone on narrow screens, virtual at any size. */
export function DataTable<R extends TableRow>(props: DataTableProps<R>) {
  const { caption, columns, rows, initialSort, onSort, virtual = false, height, onOpen, onEnd, empty, total, className } = props;
  const wrapper = useRef<HTMLDivElement>(null);
  const router = useRouter();

  const defs = useMemo(() => {
    const helper = createColumnHelper<Features, R>();
    return helper.columns(
      columns.map((column) =>
        helper.accessor((row) => sortValue(row, column.id), {
          id: column.id,
          header: column.label,
          enableSorting: column.sortable !== false,
          sortUndefined: "last",
          sortDescFirst: column.unit !== undefined && column.unit !== "text" && column.unit !== "host",
          sortFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
        }),
      ),
    );
  }, [columns]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({
    features,
    columns: defs,
    data,
    getRowId: (row) => row.id,
    manualSorting: onSort !== undefined,
    enableSortingRemoval: false,
    initialState: { sorting: initialSort ? [initialSort] : [] },
  });
  const sorted = table.getRowModel().rows;

  const virtualizer = useVirtualizer({
    count: virtual ? sorted.length : 0,
    getScrollElement: () => wrapper.current,
    estimateSize: () => 33,
    overscan: 12,
    onChange: (v) => {
      const last = v.getVirtualItems().at(-1);
      if (last && last.index >= sorted.length - 20) onEnd?.();
    },
  });
  const open = useCallback(
    (index: number) => {
      const row = sorted[index]?.original;
      if (!row) return;
      if (onOpen) onOpen(row, index);
      else if (row.href) router.push(row.href);
    },
    [sorted, onOpen, router],
  );
  const reveal = useCallback((index: number) => virtualizer.scrollToIndex(index), [virtualizer]);
  const keys = useRowKeys(wrapper, sorted.length, open, virtual ? reveal : undefined);

  // A mark on every row would say no more than one under them.
  const allSample = rows.length > 1 && rows.every((r) => r.sample);
  if (rows.length === 0) return <>{empty ?? <EmptyState why="There is nothing here for this period and scope." />}</>;
  return (
    <div className={className}>
      {/* A part that scrolls must be reachable by keyboard; one that does not is no place of its own. */}
      <div
        ref={wrapper}
        data-row-keys=""
        {...(height ? { role: "region", "aria-label": `${caption} (table)`, tabIndex: 0, style: { height } } : {})}
        className={cn(
          height ? "overflow-auto" : props.sticky ? "max-xl:overflow-x-auto" : "overflow-x-auto",
          "relative outline-none focus-visible:outline-2 print:h-auto! print:overflow-visible",
        )}
      >
        <table className="w-full border-separate border-spacing-0 text-sm">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {table.getFlatHeaders().map((header, i) => (
                <HeadCell
                  key={header.id}
                  column={columns[i]!}
                  sorted={header.column.getIsSorted()}
                  onSort={
                    header.column.getCanSort()
                      ? () => {
                          const desc = header.column.getNextSortingOrder() === "desc";
                          header.column.toggleSorting(desc);
                          onSort?.(header.column.id, desc);
                        }
                      : undefined
                  }
                />
              ))}
            </tr>
          </thead>
          <Body
            columns={columns}
            rows={sorted.map((r) => r.original)}
            virtual={virtual ? { items: virtualizer.getVirtualItems(), size: virtualizer.getTotalSize() } : undefined}
            active={keys.active}
            activeId={props.activeId}
            dense={props.dense}
            markSample={!allSample}
            onFocus={keys.setActive}
            onOpen={open}
          />
        </table>
      </div>
      {(allSample || (total !== undefined && total > rows.length)) && (
        <p className="flex flex-wrap justify-between gap-x-4 border-t px-5 py-2 text-xs text-faint">
          {total !== undefined && total > rows.length && (
            <span>
              {rows.length.toLocaleString("en")} of {total.toLocaleString("en")} rows
              {props.rest && (
                <Link prefetch={false} href={props.rest} className="link ml-3 print:hidden">
                  See all
                </Link>
              )}
            </span>
          )}
          {allSample && <span>All from the sample estate</span>}
        </p>
      )}
    </div>
  );
}

const collator = new Intl.Collator("en", { numeric: true });

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}
