"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import type { ListedPerson } from "@/lib/db/person";
import { LinkOnce } from "../access/link-once";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { useToast } from "../ui/toast";
import type { PersonActions, PersonTask } from "./person-menu";
import { RoleFields, readRole } from "./role-fields";

const titles: Record<PersonTask, (name: string) => string> = {
  change: (name) => `Change ${name}`,
  reset: (name) => `A one-time link for ${name}`,
  sessions: (name) => `Sign ${name} out everywhere`,
  disable: (name) => `Disable ${name}`,
  enable: (name) => `Enable ${name}`,
};
const explanations: Partial<Record<PersonTask, string>> = {
  reset: "The present password and every session end now; the link lets them choose a new password.",
  sessions: "Every session ends at once, on every device. They can sign in again.",
  disable: "They are signed out at once, everywhere, and cannot sign in again until enabled. What they did stays in the journal.",
  enable: "They can sign in again, with the role they had.",
};
const confirms: Record<PersonTask, string> = {
  change: "Save",
  reset: "Make the link",
  sessions: "Sign out",
  disable: "Disable",
  enable: "Enable",
};

interface PersonDialogProps {
  task: PersonTask;
  person: ListedPerson;
  teams: string[];
  actions: PersonActions;
  onClose: () => void;
}

export function PersonDialog({ task, person, teams, actions, onClose }: PersonDialogProps) {
  const router = useRouter();
  const [made, setMade] = useState<{ link: string; expiresAt: Date }>();
  const toast = useToast();
  const { run, pending, problem, about } = useAct(
    async (form: FormData): Promise<Acted<unknown>> => {
      if (task === "reset") return actions.reset(person.id);
      if (task === "sessions") return actions.endSessions(person.id);
      if (task === "change") return actions.change({ id: person.id, name: String(form.get("name")), ...readRole(form) });
      return actions.change({ id: person.id, disabled: task === "disable" });
    },
    (ok) => {
      if (typeof ok === "object" && ok !== null && "link" in ok) return setMade(ok as { link: string; expiresAt: Date });
      toast({ title: typeof ok === "number" ? `${ok === 1 ? "A session" : `${ok} sessions`} ended` : "Saved" });
      onClose();
    },
  );
  // Only now: whoever makes a link for themselves is signed out by it, and must have read it first.
  const finish = () => {
    onClose();
    if (made) router.refresh();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && finish()}
      title={titles[task](person.name)}
      description={made ? undefined : explanations[task]}
      footer={
        made ? (
          <Button onClick={finish}>Done</Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form="person" look={task === "change" || task === "enable" ? "primary" : "danger"} disabled={pending}>
              {confirms[task]}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <LinkOnce {...made} whom={person.name} />
      ) : (
        <form
          id="person"
          className="grid gap-4"
          onSubmit={(e) => {
            e.preventDefault();
            run(new FormData(e.currentTarget));
          }}
        >
          <ProblemNote problem={problem} fields={task === "change" ? ["name", "role", "teams"] : []} />
          {task === "change" && (
            <>
              <Field id="name" label="Name" error={about("name")}>
                <Input id="name" name="name" required defaultValue={person.name} />
              </Field>
              <RoleFields values={person} teams={teams} about={about} />
              <p className="text-xs text-faint">A changed role ends their sessions; a changed team holds from their next click.</p>
            </>
          )}
        </form>
      )}
    </Dialog>
  );
}
