"use client";

import { useMemo, useState } from "react";
import type { Unmapped } from "@/lib/db/mapping";
import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";
import { Button } from "../ui/button";
import { visible } from "../ui/visible";
import { guessKind } from "./kinds";
import { MappingDialog, type WorkloadNames } from "./mapping-dialog";
import type { MappingActions } from "./mapping-list";

const columns: TableColumn[] = [
  { id: "name", label: "Caller" },
  { id: "connections", label: "Connections", unit: "count" },
  { id: "destinations", label: "Destinations", unit: "count", minor: true },
  { id: "bytesOut", label: "Sent", unit: "bytes", minor: true },
  { id: "last", label: "Last seen", unit: "time", minor: true },
];

/** Callers nothing maps yet, the busiest first, with a mapping offered for each. */
export function UnmappedList({
  rows,
  total,
  names,
  save,
}: {
  rows: Unmapped[];
  total: number;
  names: WorkloadNames;
  save?: MappingActions["save"] | undefined;
}) {
  const [chosen, setChosen] = useState<Unmapped>();
  const drawn = useMemo(
    () =>
      rows.map((r) => ({
        id: r.workloadId,
        sample: r.sample,
        cells: {
          name: <span className="code">{visible(r.name)}</span>,
          connections: r.connections,
          destinations: r.destinations,
          bytesOut: r.bytesOut,
          last: r.lastSeen.getTime(),
          actions: save && (
            <Button size="sm" className="-my-1" onClick={() => setChosen(r)}>
              Map it
            </Button>
          ),
        },
        sortBy: { name: r.name },
      })),
    [rows, save],
  );
  const all = save ? [...columns, { id: "actions", label: "", sortable: false, align: "end" as const }] : columns;
  return (
    <>
      <DataTable
        caption="Callers without a mapping"
        columns={all}
        rows={drawn}
        total={total}
        initialSort={{ id: "connections", desc: true }}
      />
      {chosen && save && (
        <MappingDialog
          values={{ by: guessKind(chosen.name), value: chosen.name }}
          names={names}
          save={save}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}
