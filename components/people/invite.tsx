"use client";

import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import { LinkOnce } from "../access/link-once";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { RoleFields, type RoleValues, readRole } from "./role-fields";

type InvitePerson = (input: { email: string; name: string } & RoleValues) => Promise<Acted<{ link: string; expiresAt: Date }>>;

export function Invite({ invite, teams }: { invite: InvitePerson; teams: string[] }) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<{ link: string; expiresAt: Date; name: string }>();
  const { run, pending, problem, about, clear } = useAct(async (input: Parameters<InvitePerson>[0]) => {
    const result = await invite(input);
    return result.problem ? result : { ok: { ...(result.ok as { link: string; expiresAt: Date }), name: input.name } };
  }, setMade);
  const change = (next: boolean) => {
    setOpen(next);
    setMade(undefined);
    clear();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={<Button look="primary">Add a person</Button>}
      title={made ? `A one-time link for ${made.name}` : "Add a person"}
      description={made ? undefined : "They choose their own password by a one-time link."}
      footer={
        made ? (
          <Button onClick={() => change(false)}>Done</Button>
        ) : (
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button type="submit" form="invite" look="primary" disabled={pending}>
              Make the link
            </Button>
          </>
        )
      }
    >
      {made ? (
        <LinkOnce {...made} whom={made.name} />
      ) : (
        <form
          id="invite"
          className="grid gap-4"
          onSubmit={(e) => {
            e.preventDefault();
            const form = new FormData(e.currentTarget);
            run({ name: String(form.get("name")), email: String(form.get("email")), ...readRole(form) });
          }}
        >
          <ProblemNote problem={problem} fields={["name", "email", "role", "teams"]} />
          <Field id="name" label="Name" error={about("name")}>
            <Input id="name" name="name" required maxLength={120} autoComplete="off" />
          </Field>
          <Field id="email" label="E-mail" hint="What they sign in with." error={about("email")}>
            <Input id="email" name="email" type="email" required autoComplete="off" />
          </Field>
          <RoleFields teams={teams} about={about} />
        </form>
      )}
    </Dialog>
  );
}
