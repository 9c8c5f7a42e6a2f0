"use client";

import { ChevronDown } from "lucide-react";
import { memo } from "react";
import type { FoundRecord } from "@/lib/db/found-record";
import type { ColumnId } from "@/lib/query/view";
import { cn } from "../ui/cn";
import { columnLabel, isNumeric } from "./columns";
import { FieldValue } from "./field-value";
import { useValueMenu } from "./value-menu";

/** A cell: its menu comes by the button that shows on hover, by the context menu, or by "." on the focused cell. */
export const RecordCell = memo(function RecordCell({
  column,
  record,
  zone,
  current,
  index,
  onFocus,
}: {
  column: ColumnId;
  record: FoundRecord;
  zone: string;
  current: boolean;
  index: number;
  onFocus: () => void;
}) {
  const openMenu = useValueMenu();
  return (
    <td
      data-column={index}
      tabIndex={current ? 0 : -1}
      onFocus={(e) => e.target === e.currentTarget && onFocus()}
      onContextMenu={(e) => {
        if (window.getSelection()?.toString()) return;
        e.preventDefault();
        openMenu(column, record, { x: e.clientX, y: e.clientY });
      }}
      className={cn(
        "group/cell relative truncate border-b px-2 outline-none first:pl-4 focus-visible:bg-accent-wash focus-visible:outline-1 focus-visible:[&_.text-faint]:text-soft focus-visible:-outline-offset-1",
        isNumeric(column) && "text-right",
      )}
    >
      <FieldValue column={column} record={record} zone={zone} />
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Menu of ${columnLabel(column)}`}
        onClick={(e) => openMenu(column, record, e.currentTarget)}
        className="absolute top-1/2 right-0.5 hidden size-5 -translate-y-1/2 place-items-center rounded-sm bg-raised text-soft shadow-over group-hover/cell:grid hover:text-ink"
      >
        <ChevronDown className="size-3.5" />
      </button>
    </td>
  );
});
