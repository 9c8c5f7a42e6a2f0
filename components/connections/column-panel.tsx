"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { Popover } from "radix-ui";
import { fieldIds } from "@/lib/query/fields";
import { type ColumnId, defaultColumns } from "@/lib/query/view";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { IconButton } from "../ui/icon-button";
import { ColumnButton } from "./column-button";
import { columnLabel } from "./columns";
import { useView } from "./use-view";

const every: readonly ColumnId[] = ["time", ...fieldIds, "count"];

/** Which columns, in which order, and how dense; all of it in the address. Open as soon as it is there. */
export function ColumnPanel() {
  const { view, show } = useView();
  const { columns } = view;
  const rest = every.filter((id) => !columns.includes(id));
  const move = (id: ColumnId, by: number) => {
    const next = columns.filter((c) => c !== id);
    next.splice(columns.indexOf(id) + by, 0, id);
    show({ columns: next });
  };
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>
        <ColumnButton />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label="Columns"
          className="z-40 flex max-h-[70vh] w-72 flex-col rounded-lg bg-raised shadow-over data-[state=open]:animate-enter"
        >
          <ul className="grow overflow-y-auto p-2">
            {columns.map((id, i) => (
              <li key={id} className="flex items-center rounded-md pl-2 hover:bg-hover">
                <Checkbox
                  label={columnLabel(id)}
                  checked
                  disabled={columns.length === 1}
                  onChange={() => show({ columns: columns.filter((c) => c !== id) })}
                  className="grow"
                />
                <IconButton label={`${columnLabel(id)} before`} disabled={i === 0} onClick={() => move(id, -1)}>
                  <ArrowUp />
                </IconButton>
                <IconButton label={`${columnLabel(id)} after`} disabled={i === columns.length - 1} onClick={() => move(id, 1)}>
                  <ArrowDown />
                </IconButton>
              </li>
            ))}
            {rest.map((id, i) => (
              <li key={id} className={i === 0 ? "mt-1 border-t pt-1 pl-2" : "pl-2"}>
                <Checkbox label={columnLabel(id)} checked={false} onChange={() => show({ columns: [...columns, id] })} />
              </li>
            ))}
          </ul>
          <footer className="flex items-center justify-between gap-2 border-t p-2">
            <Checkbox
              label="Roomy rows"
              checked={view.density === "roomy"}
              onChange={(e) => show({ density: e.target.checked ? "roomy" : "compact" })}
              className="pl-2"
            />
            <Button size="sm" look="quiet" onClick={() => show({ columns: defaultColumns })}>
              As usual
            </Button>
          </footer>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
