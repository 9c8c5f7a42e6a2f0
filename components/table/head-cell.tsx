import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "../ui/cn";
import { isNumeric, type TableColumn } from "./row";

export function HeadCell<R extends object>({
  column,
  sorted,
  onSort,
}: {
  column: Pick<TableColumn<never>, "id" | "label" | "unit" | "align" | "minor" | "width"> & R;
  sorted: false | "asc" | "desc";
  onSort?: (() => void) | undefined;
}) {
  const end = isNumeric(column);
  return (
    <th
      scope="col"
      aria-sort={sorted ? (sorted === "asc" ? "ascending" : "descending") : undefined}
      style={column.width ? { width: column.width } : undefined}
      className={cn(
        "sticky top-0 z-10 h-8 border-b border-line-strong bg-surface px-3 text-xs font-medium whitespace-nowrap text-soft first:pl-5 last:pr-5",
        end ? "text-right" : "text-left",
        column.minor && "max-md:hidden",
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={cn("group inline-flex h-6 items-center gap-1 hover:text-ink", sorted && "text-ink", end && "flex-row-reverse")}
        >
          {column.label}
          {sorted === "asc" ? (
            <ArrowUp className="size-3" />
          ) : (
            <ArrowDown className={cn("size-3", !sorted && "opacity-0 group-hover:opacity-40")} />
          )}
        </button>
      ) : (
        column.label || <span className="sr-only">Actions</span>
      )}
    </th>
  );
}
