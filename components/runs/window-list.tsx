"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import type { Acted } from "@/lib/access/act";
import type { JobWindow } from "@/lib/db/run-window";
import { ConfirmButton } from "../access/confirm-button";
import { DataTable } from "../table/data-table";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { IconButton } from "../ui/icon-button";
import { WindowDialog, type WindowValues } from "./window-dialog";
import { clockOf, windowWords } from "./window-words";

export interface WindowActions {
  save: (input: WindowValues) => Promise<Acted<{ id: number }>>;
  remove: (id: number) => Promise<Acted<void>>;
}

const columns = [
  { id: "job", label: "Job" },
  { id: "cidr", label: "From", unit: "address" as const, minor: true },
  { id: "when", label: "When" },
];
const actionColumn = { id: "actions", label: "", sortable: false, align: "end" as const };

/** Jobs known by when and from where they run. `actions` only for those who may change them. */
export function WindowList({ windows, jobs, actions }: { windows: JobWindow[]; jobs: string[]; actions?: WindowActions | undefined }) {
  const [editing, setEditing] = useState<Partial<WindowValues>>();
  const rows = useMemo(
    () =>
      windows.map((w) => ({
        id: String(w.id),
        sample: w.createdBy === "sample",
        cells: {
          job: w.job,
          cidr: w.cidr,
          when: windowWords(w),
          actions: actions && (
            <span className="-my-1 flex justify-end">
              <IconButton label={`Change the window of ${w.job}`} onClick={() => setEditing({ ...w, start: clockOf(w.startMinute) })}>
                <Pencil />
              </IconButton>
              <ConfirmButton
                look="quiet"
                size="sm"
                className="w-7 px-0"
                aria-label={`Delete the window of ${w.job}`}
                label={<Trash2 />}
                title={`Delete the window of ${w.job}`}
                confirm="Delete"
                done="Window deleted"
                action={() => actions.remove(w.id)}
              >
                <p>Records that were its runs' by the clock alone belong to no run from then on.</p>
              </ConfirmButton>
            </span>
          ),
        },
        sortBy: { when: w.startMinute },
      })),
    [windows, actions],
  );
  return (
    <>
      <DataTable
        caption="Registered windows"
        columns={actions ? [...columns, actionColumn] : columns}
        rows={rows}
        empty={<EmptyState why="No job is known by its window. One is needed only where neither the log nor waybill run names the run." />}
      />
      {actions && (
        <p className="border-t px-5 py-3 print:hidden">
          <Button onClick={() => setEditing({})}>Register a window</Button>
        </p>
      )}
      {editing && actions && <WindowDialog values={editing} jobs={jobs} save={actions.save} onClose={() => setEditing(undefined)} />}
    </>
  );
}
