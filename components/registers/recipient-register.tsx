"use client";

import { ExternalLink, Pencil } from "lucide-react";
import { useMemo } from "react";
import type { Acted } from "@/lib/access/act";
import { basisWords, roleWords } from "@/lib/model/register";
import { DataTable } from "../table/data-table";
import type { TableColumn, TableRow } from "../table/row";
import { countryName } from "../ui/country";
import { EmptyState } from "../ui/empty-state";
import { Bytes } from "../ui/figures";
import { Host } from "../ui/host";
import { IconButton } from "../ui/icon-button";
import { Chip } from "../ui/outcome";
import type { RecipientDraft } from "./recipient-draft";
import { RecipientForm } from "./recipient-form";
import { RemoveButton } from "./remove-button";

export interface RecipientRow extends TableRow {
  entry: Required<RecipientDraft>;
  state: "valid" | "not yet" | "expired";
  bytesOut: number;
}

const stateLook = {
  valid: { label: "In force", tone: "conforming", shape: "disc" },
  "not yet": { label: "Not yet", tone: "reported", shape: "triangle" },
  expired: { label: "Ended", tone: "reported", shape: "triangle" },
} as const;

/** To whom data goes, and on which basis; with forms where `save` is given. */
export function RecipientRegister({
  recipients,
  save,
  remove,
}: {
  recipients: { entry: Required<RecipientDraft>; state: RecipientRow["state"]; bytesOut: number; sample: boolean }[];
  save?: ((input: RecipientDraft) => Promise<Acted<unknown>>) | undefined;
  remove?: ((input: { id: number }) => Promise<Acted<unknown>>) | undefined;
}) {
  const columns = useMemo(
    (): TableColumn<RecipientRow>[] => [
      { id: "recipient", label: "Recipient", unit: "text" },
      { id: "host", label: "Destination", minor: true, render: ({ entry }) => <Host host={entry.host} /> },
      { id: "role", label: "Role", unit: "text", minor: true },
      { id: "countries", label: "Countries", unit: "text", minor: true },
      {
        id: "basis",
        label: "Basis",
        minor: true,
        render: ({ entry }) =>
          entry.document ? (
            <a href={entry.document} target="_blank" rel="noreferrer noopener" className="link inline-flex items-center gap-1">
              {basisWords[entry.basis]}
              <ExternalLink className="size-3" aria-label="opens the document" />
            </a>
          ) : (
            basisWords[entry.basis]
          ),
      },
      {
        id: "until",
        label: "Valid until",
        minor: true,
        render: ({ entry }) => <span className="whitespace-nowrap">{entry.validUntil || "No end"}</span>,
      },
      { id: "state", label: "State", render: ({ state }) => <Chip {...stateLook[state]} /> },
      { id: "bytes", label: "Sent, 30 d", align: "end", minor: true, render: ({ bytesOut }) => <Bytes value={bytesOut} /> },
      ...(save && remove
        ? [
            {
              id: "actions",
              label: "",
              sortable: false,
              align: "end" as const,
              render: ({ entry }: RecipientRow) => (
                <span className="-my-1 flex justify-end">
                  <RecipientForm
                    draft={entry}
                    save={save}
                    trigger={
                      <IconButton label={`Edit ${entry.recipient}`}>
                        <Pencil />
                      </IconButton>
                    }
                  />
                  <RemoveButton
                    name={entry.recipient}
                    consequence="Its destinations are then without a basis."
                    remove={() => remove({ id: entry.id })}
                  />
                </span>
              ),
            },
          ]
        : []),
    ],
    [save, remove],
  );
  const rows = useMemo(
    () =>
      recipients.map(
        ({ entry, state, bytesOut, sample }): RecipientRow => ({
          id: String(entry.id),
          entry,
          state,
          bytesOut,
          sample,
          cells: {
            recipient: entry.recipient,
            role: roleWords[entry.role] ?? entry.role,
            countries: entry.countries.map(countryName).join(", ") || null,
            until: entry.validUntil || "No end",
          },
          sortBy: { host: entry.host, basis: entry.basis, state, bytes: bytesOut, until: entry.validUntil || "9999" },
        }),
      ),
    [recipients],
  );
  return (
    <DataTable
      caption="Recipient register"
      columns={columns}
      rows={rows}
      sticky
      empty={<EmptyState title="No recipient is registered" why="Every destination is then without a basis on the legal home." />}
    />
  );
}
