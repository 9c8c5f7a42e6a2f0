"use client";

import { Pencil } from "lucide-react";
import { useMemo } from "react";
import type { Acted } from "@/lib/access/act";
import { DataTable } from "../table/data-table";
import type { TableColumn, TableRow } from "../table/row";
import { Badge } from "../ui/badge";
import { EmptyState } from "../ui/empty-state";
import { IconButton } from "../ui/icon-button";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";
import { type DataEntryDraft, DataEntryForm } from "./data-entry-form";
import { RemoveButton } from "./remove-button";

interface Row extends TableRow {
  entry: Required<DataEntryDraft> & { updatedAt: Date; updatedBy: string; sample: boolean };
}

/** Which data each service handles, and why; with forms where `save` is given. */
export function DataRegister({
  entries,
  classes,
  environments,
  save,
  remove,
}: {
  entries: Row["entry"][];
  classes: string[];
  environments: string[];
  save?: ((input: DataEntryDraft) => Promise<Acted<unknown>>) | undefined;
  remove?: ((input: { id: number }) => Promise<Acted<unknown>>) | undefined;
}) {
  const columns = useMemo(
    (): TableColumn<Row>[] => [
      {
        id: "service",
        label: "Service",
        render: ({ entry }) => (
          <>
            {visible(entry.service)}
            {entry.environment && <span className="block text-xs text-soft md:hidden">{visible(entry.environment)}</span>}
          </>
        ),
      },
      { id: "environment", label: "Environment", unit: "text", minor: true },
      {
        id: "classes",
        label: "Classes of data",
        render: ({ entry }) => (
          <span className="flex flex-wrap gap-1">
            {entry.classes.map((c) => (
              <Badge key={c}>{c}</Badge>
            ))}
          </span>
        ),
      },
      { id: "purpose", label: "Purpose", unit: "text", minor: true },
      {
        id: "updated",
        label: "Changed",
        minor: true,
        render: ({ entry }) => (
          <span className="text-soft">
            <Time at={entry.updatedAt} /> by {entry.updatedBy}
          </span>
        ),
      },
      ...(save && remove
        ? [
            {
              id: "actions",
              label: "",
              sortable: false,
              align: "end" as const,
              render: ({ entry }: Row) => (
                <span className="-my-1 flex justify-end">
                  <DataEntryForm
                    draft={entry}
                    known={classes}
                    environments={environments}
                    save={save}
                    trigger={
                      <IconButton label={`Edit ${entry.service}`}>
                        <Pencil />
                      </IconButton>
                    }
                  />
                  <RemoveButton
                    name={entry.service}
                    consequence="Geo rules by class of data can then not be judged for it: they are shown as unknown, never as kept."
                    remove={() => remove({ id: entry.id })}
                  />
                </span>
              ),
            },
          ]
        : []),
    ],
    [classes, environments, save, remove],
  );
  const rows = useMemo(
    () =>
      entries.map(
        (entry): Row => ({
          id: String(entry.id),
          entry,
          sample: entry.sample,
          cells: { environment: entry.environment || "Every one", purpose: entry.purpose },
          sortBy: { service: entry.service, classes: entry.classes.join(), updated: entry.updatedAt.getTime() },
        }),
      ),
    [entries],
  );
  return (
    <DataTable
      caption="Data register"
      columns={columns}
      rows={rows}
      sticky
      empty={
        <EmptyState
          title="No service is registered"
          why="Without this register nobody can say which data left: geo rules by class of data stay unknown."
        />
      }
    />
  );
}
