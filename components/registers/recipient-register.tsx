"use client";

import { ExternalLink, Pencil } from "lucide-react";
import { useMemo, useState } from "react";
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
import { visible } from "../ui/visible";
import type { RecipientDraft } from "./recipient-draft";
import { RecipientForm } from "./recipient-form";
import { RemoveButton } from "./remove-button";

export interface RecipientRow extends TableRow {
  entry: Required<RecipientDraft>;
  state: "valid" | "not yet" | "expired";
  bytesOut: number | null;
}

const stateLook = {
  valid: { label: "In force", tone: "conforming", shape: "disc" },
  "not yet": { label: "Not yet", tone: "reported", shape: "triangle" },
  expired: { label: "Ended", tone: "reported", shape: "triangle" },
} as const;

/** To whom data goes, and on which basis; with forms where `save` is given. */
export function RecipientRegister({
  recipients,
  opened,
  save,
  remove,
}: {
  recipients: { entry: Required<RecipientDraft>; state: RecipientRow["state"]; bytesOut: number | null; sample: boolean }[];
  /** Host of the entry whose form is open from the start. */
  opened?: string | undefined;
  save?: ((input: RecipientDraft) => Promise<Acted<unknown>>) | undefined;
  remove?: ((input: { id: number }) => Promise<Acted<unknown>>) | undefined;
}) {
  // Of the entries that were there at first: one that has just been entered does not open again.
  const [first] = useState(() => recipients.find((r) => r.entry.host === opened)?.entry.id);
  const columns = useMemo(
    (): TableColumn<RecipientRow>[] => [
      {
        id: "recipient",
        label: "Recipient",
        render: ({ entry }) => (
          <>
            <span className="block xl:min-w-36">{visible(entry.recipient)}</span>
            <Host host={entry.host} className="block text-xs [word-break:break-word] md:hidden" />
          </>
        ),
      },
      {
        id: "host",
        label: "Destination",
        minor: true,
        render: ({ entry }) => (
          <Host host={entry.host} className="[word-break:break-word] min-[1400px]:inline-block min-[1400px]:min-w-44" />
        ),
      },
      { id: "role", label: "Role", unit: "text", minor: true },
      { id: "countries", label: "Countries", unit: "text", minor: true },
      {
        id: "basis",
        label: "Basis",
        minor: true,
        render: ({ entry }) =>
          entry.document ? (
            <a href={entry.document} target="_blank" rel="noreferrer noopener" className="link">
              {basisWords[entry.basis]}
              {"\u00a0"}
              <ExternalLink className="inline size-3 align-baseline" aria-label="opens the document" />
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
                    initiallyOpen={entry.id === first}
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
    [save, remove, first],
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
            role: roleWords[entry.role] ?? entry.role,
            countries: entry.countries.map(countryName).join(", ") || null,
            until: entry.validUntil || "No end",
          },
          sortBy: {
            recipient: entry.recipient,
            host: entry.host,
            basis: entry.basis,
            state,
            bytes: bytesOut,
            until: entry.validUntil || "9999",
          },
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
