"use client";

import { columnResizingFeature, columnSizingFeature, createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { use, useEffect, useMemo, useRef, useState } from "react";
import type { FoundRecord } from "@/lib/db/found-record";
import type { FoundPage } from "@/lib/db/search";
import type { ColumnId } from "@/lib/query/view";
import { cn } from "../ui/cn";
import { EmptyState } from "../ui/empty-state";
import { columnLabel, columnWidth, isNumeric } from "./columns";
import { RecordCell } from "./record-cell";
import { TableFoot } from "./table-foot";
import { useGridKeys } from "./use-grid-keys";
import { usePages } from "./use-pages";
import { useView } from "./use-view";
import { zoneTime } from "./zone-time";

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const helper = createColumnHelper<typeof features, FoundRecord>();

/** The list: virtual rows, further pages as one scrolls, a grid to the keyboard. */
export function RecordsTable({ page, gone }: { page: Promise<FoundPage>; gone: Promise<number | undefined> }) {
  const { view, show } = useView();
  const { records, more, state, hasMore, searchedFrom } = usePages(use(page), view);
  const goneBefore = use(gone);
  const scroller = useRef<HTMLDivElement>(null);
  const height = view.density === "compact" ? 28 : 36;

  const columns = useMemo(
    () =>
      helper.columns(
        view.columns.map((id) =>
          helper.accessor((r) => r.id, { id, header: columnLabel(id), size: columnWidth(id), minSize: 48, maxSize: 900 }),
        ),
      ),
    [view.columns],
  );
  const table = useTable({ features, columns, data: records, getRowId: (r) => r.id, columnResizeMode: "onChange" });
  const rows = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 16,
    // Before there is a scroller to measure (on the server), a screen's worth.
    initialRect: { width: 1000, height: 640 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when the row height changes.
  useEffect(() => virtualizer.measure(), [height]);

  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (state === "idle" && hasMore && lastShown >= rows.length - 40) void more();
  }, [lastShown, rows.length, hasMore, state, more]);

  const [cell, setCell] = useState({ row: 0, column: 0 });
  useGridKeys({
    scroller,
    rows: records,
    columns: view.columns,
    cell,
    setCell,
    reveal: (index) => virtualizer.scrollToIndex(index),
    peek: (id) => show({ peek: id }),
  });

  if (records.length === 0 && !hasMore)
    return (
      <EmptyState
        title="Nothing matches"
        why={
          goneBefore === undefined
            ? "No connection in this period matches the filter. A longer period or fewer conditions may find some."
            : `No record that is kept matches the filter. Single records before ${zoneTime(goneBefore, view.tz).slice(0, 10)} have gone with their retention; only counts reach further back.`
        }
        {...(view.q && {
          action: {
            label: "Clear the filter",
            href: `/connections?v=1&from=${encodeURIComponent(view.from)}&to=${encodeURIComponent(view.to)}`,
          },
        })}
      />
    );
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <>
      <section
        ref={scroller}
        aria-label="Connections found"
        className="h-[max(24rem,calc(100dvh-28rem))] overflow-auto outline-none focus-visible:outline-2 print:h-auto"
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: it is a table, and a grid to the keyboard.
          role="grid"
          aria-rowcount={hasMore ? -1 : rows.length}
          aria-label="Connections, newest first"
          className="table-fixed border-separate border-spacing-0 text-sm"
          style={{ width: table.getTotalSize(), minWidth: "100%" }}
        >
          <thead>
            <tr>
              {table.getFlatHeaders().map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  style={{ width: header.getSize() }}
                  className={cn(
                    "group sticky top-0 z-10 h-8 border-b border-line-strong bg-surface px-2 text-xs font-medium whitespace-nowrap text-soft first:pl-4",
                    isNumeric(header.id as ColumnId) ? "text-right" : "text-left",
                  )}
                >
                  <span className="block truncate">{columnLabel(header.id as ColumnId)}</span>
                  <span
                    aria-hidden
                    onMouseDown={header.getResizeHandler()}
                    onTouchStart={header.getResizeHandler()}
                    className="absolute top-1 right-0 h-6 w-1.5 cursor-col-resize touch-none border-r border-transparent group-hover:border-line-strong"
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <Spacer height={before} span={view.columns.length} />}
            {items.map(({ index }) => {
              const record = records[index]!;
              return (
                <tr
                  key={record.id}
                  data-index={index}
                  aria-rowindex={index + 2}
                  aria-selected={record.id === view.peek}
                  onClick={(e) => {
                    if (!(e.target as Element).closest("a,button") && !window.getSelection()?.toString()) show({ peek: record.id });
                  }}
                  style={{ height }}
                  className="cursor-pointer hover:bg-hover aria-selected:bg-accent-wash aria-selected:[&_.text-faint]:text-soft hover:[&_.text-faint]:text-soft"
                >
                  {view.columns.map((id, i) => (
                    <RecordCell
                      key={id}
                      column={id}
                      record={record}
                      zone={view.tz}
                      current={index === cell.row && i === cell.column}
                      index={i}
                      onFocus={() => setCell({ row: index, column: i })}
                    />
                  ))}
                </tr>
              );
            })}
            {after > 0 && <Spacer height={after} span={view.columns.length} />}
          </tbody>
        </table>
      </section>
      <TableFoot shown={records.length} hasMore={hasMore} state={state} searchedFrom={searchedFrom} goneBefore={goneBefore} onMore={more} />
    </>
  );
}

const Spacer = ({ height, span }: { height: number; span: number }) => (
  <tr aria-hidden>
    <td colSpan={span} style={{ height, padding: 0 }} />
  </tr>
);
