"use client";

import { useMemo } from "react";
import type { ListedPerson } from "@/lib/db/person";
import { DataTable } from "../table/data-table";
import type { TableColumn } from "../table/row";
import { Badge, SampleMark } from "../ui/badge";
import { type PersonActions, PersonMenu } from "./person-menu";
import { roleNames } from "./roles";

const columns: TableColumn[] = [
  { id: "name", label: "Name" },
  { id: "role", label: "Role" },
  { id: "teams", label: "Teams", minor: true },
  { id: "state", label: "Account", minor: true },
  { id: "seen", label: "Last seen", unit: "time", minor: true },
  { id: "actions", label: "", sortable: false, align: "end" },
];

/** Everybody with an account, and what can be done about it. */
export function PeopleList({
  people,
  self,
  teams,
  actions,
}: {
  people: ListedPerson[];
  self: string;
  teams: string[];
  actions: PersonActions;
}) {
  const rows = useMemo(
    () =>
      people.map((p) => ({
        id: p.id,
        cells: {
          name: (
            <span className="grid min-w-0">
              <span className="inline-flex items-center gap-2 font-medium">
                <span className="truncate">{p.name}</span>
                {p.id === self && <Badge>you</Badge>}
                {p.sample && <SampleMark />}
              </span>
              <span className="truncate text-xs text-faint">{p.email}</span>
            </span>
          ),
          role: roleNames[p.role],
          teams:
            p.role !== "engineer" ? (
              <span className="text-faint">by role</span>
            ) : p.teams.includes("*") ? (
              "every team"
            ) : (
              p.teams.join(", ") || <span className="text-faint">none yet</span>
            ),
          state: stateOf(p),
          seen: p.seenAt?.getTime() ?? <span className="text-faint">not signed in</span>,
          actions: <PersonMenu person={p} teams={teams} actions={actions} />,
        },
        sortBy: { name: p.name, state: stateOf(p), teams: p.teams.join(","), seen: p.seenAt?.getTime() ?? null },
      })),
    [people, self, teams, actions],
  );
  return <DataTable caption="People" columns={columns} rows={rows} />;
}

function stateOf(p: ListedPerson): string {
  if (p.disabledAt) return "Disabled";
  if (p.hasPassword) return "Active";
  if (p.invitedUntil) return "Link not used yet";
  return "No password";
}
