"use client";

import { Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import type { ListedPerson } from "@/lib/db/person";
import { IconButton } from "../ui/icon-button";
import { PersonDialog } from "./person-dialog";
import type { RoleValues } from "./role-fields";

export interface PersonActions {
  change: (input: { id: string; disabled?: boolean; name?: string } & Partial<RoleValues>) => Promise<Acted<void>>;
  reset: (id: string) => Promise<Acted<{ link: string; expiresAt: Date }>>;
  endSessions: (id: string) => Promise<Acted<number>>;
}

export type PersonTask = "change" | "reset" | "sessions" | "disable" | "enable";

const item = "flex h-8 cursor-pointer items-center rounded-md px-2 text-sm outline-none select-none data-[highlighted]:bg-hover";

export function PersonMenu({ person, teams, actions }: { person: ListedPerson; teams: string[]; actions: PersonActions }) {
  const [task, setTask] = useState<PersonTask>();
  const tasks: [PersonTask, string][] = person.disabledAt
    ? [["enable", "Enable the account"]]
    : [
        ["change", "Change role and teams"],
        ["reset", person.hasPassword ? "Link for a new password" : "New one-time link"],
        ["sessions", "Sign out everywhere"],
        ["disable", "Disable the account"],
      ];
  return (
    <>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger asChild>
          <IconButton className="-my-1" label={`What to do about ${person.name}`}>
            <Ellipsis />
          </IconButton>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="end"
            sideOffset={4}
            className="z-50 w-56 rounded-lg bg-raised p-1 shadow-over data-[state=open]:animate-enter"
          >
            {tasks.map(([id, label]) => (
              <DropdownMenu.Item key={id} className={item} onSelect={() => setTask(id)}>
                {label}
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {task && <PersonDialog task={task} person={person} teams={teams} actions={actions} onClose={() => setTask(undefined)} />}
    </>
  );
}
