"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import type { Acted } from "@/lib/access/act";
import type { Mapping } from "@/lib/db/mapping";
import { ConfirmButton } from "../access/confirm-button";
import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";
import { Absent } from "../ui/figures";
import { IconButton } from "../ui/icon-button";
import { visible } from "../ui/visible";
import { kindNames } from "./kinds";
import { MappingDialog, type MappingValues, type WorkloadNames } from "./mapping-dialog";

export interface MappingActions {
  save: (input: MappingValues) => Promise<Acted<void>>;
  remove: (id: number) => Promise<Acted<void>>;
}

const columns: TableColumn[] = [
  { id: "value", label: "Callers" },
  { id: "by", label: "Recognised by", minor: true },
  { id: "service", label: "Service" },
  { id: "environment", label: "Environment", minor: true },
  { id: "team", label: "Team", minor: true },
  { id: "priority", label: "Priority", unit: "count", minor: true },
];

/** What callers are recognised by, in the order it is asked. `actions` only for those who may change it. */
export function MappingList({
  mappings,
  names,
  actions,
}: {
  mappings: Mapping[];
  names: WorkloadNames;
  actions?: MappingActions | undefined;
}) {
  const [editing, setEditing] = useState<Mapping>();
  const rows = useMemo(
    () =>
      mappings.map((m) => ({
        id: String(m.id),
        sample: m.sample,
        cells: {
          value: <span className="code">{visible(m.value)}</span>,
          by: kindNames[m.by],
          service: m.service,
          environment: m.environment ?? <Absent why="Not said by the mapping" />,
          team: m.team ?? <Absent why="Not said by the mapping" />,
          priority: m.priority,
          actions: actions && (
            <span className="-my-1 flex justify-end">
              <IconButton label={`Change ${m.value}`} onClick={() => setEditing(m)}>
                <Pencil />
              </IconButton>
              <ConfirmButton
                look="quiet"
                size="sm"
                className="w-7 px-0"
                aria-label={`Delete ${m.value}`}
                label={<Trash2 />}
                title={`Delete the mapping of ${m.value}`}
                confirm="Delete"
                done="Mapping deleted"
                action={() => actions.remove(m.id)}
              >
                <p>Its callers fall to the next mapping that matches, or become unmapped. Stored records are attributed again.</p>
              </ConfirmButton>
            </span>
          ),
        },
        sortBy: { value: m.value, environment: m.environment, team: m.team },
      })),
    [mappings, actions],
  );
  return (
    <>
      <DataTable caption="Mappings" columns={actions ? [...columns, actionColumn] : columns} rows={rows} />
      {editing && actions && <MappingDialog values={editing} names={names} save={actions.save} onClose={() => setEditing(undefined)} />}
    </>
  );
}

const actionColumn: TableColumn = { id: "actions", label: "", sortable: false, align: "end" };
