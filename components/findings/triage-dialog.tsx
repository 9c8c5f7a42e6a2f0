"use client";

import type { Acted } from "@/lib/access/act";
import type { Assignee } from "@/lib/db/assignee";
import type { Triage } from "@/lib/govern/triage-finding";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { roleNames } from "../people/roles";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Textarea } from "../ui/textarea";

export type TriageAction = (input: Triage) => Promise<Acted<{ changed: number }>>;
/** What a person is asked about before it is done. */
export type TriageTask = "resolve" | "accept" | "assign";

const titles: Record<TriageTask, string> = { resolve: "Resolve", accept: "Accept until a day", assign: "Assign" };
const explanations: Record<TriageTask, string> = {
  resolve: "It opens again by itself when it fails on new evidence.",
  accept: "The risk is known and taken for a time. On the day after, it opens again if it still fails.",
  assign: "Whoever is named answers for it. Only people who see the finding can be chosen.",
};

interface TriageDialogProps {
  task: TriageTask;
  ids: readonly string[];
  people: readonly Assignee[];
  action: TriageAction;
  onDone: (task: TriageTask, changed: number) => void;
  onClose: () => void;
}

export function TriageDialog({ task, ids, people, action, onDone, onClose }: TriageDialogProps) {
  const { run, pending, problem, about } = useAct(action, ({ changed }) => onDone(task, changed));
  const submit = (form: FormData): void => {
    const text = (name: string): string => String(form.get(name) ?? "");
    if (task === "resolve") run({ act: "resolve", ids: [...ids], reason: text("reason") });
    else if (task === "accept") run({ act: "accept", ids: [...ids], reason: text("reason"), until: text("until") });
    else run({ act: "assign", ids: [...ids], assignee: text("assignee") || null });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={ids.length === 1 ? titles[task] : `${titles[task]}: ${ids.length} findings`}
      description={explanations[task]}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="triage" look="primary" disabled={pending}>
            {task === "accept" ? "Accept" : titles[task]}
          </Button>
        </>
      }
    >
      <form
        id="triage"
        className="grid gap-4"
        onSubmit={(e) => {
          e.preventDefault();
          submit(new FormData(e.currentTarget));
        }}
      >
        <ProblemNote problem={problem} fields={["reason", "until", "assignee"]} />
        {task === "assign" && (
          <Field id="assignee" label="Person" error={about("assignee")}>
            <Select id="assignee" name="assignee" className="w-full" defaultValue="">
              <option value="">Nobody</option>
              {people.map((p) => (
                <option key={p.id} value={p.id}>
                  {p.name} · {roleNames[p.role]}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {task === "accept" && (
          <Field id="until" label="Last day (UTC)" error={about("until")} hint="At most a year from now.">
            <Input id="until" name="until" type="date" required className="w-44" />
          </Field>
        )}
        {task !== "assign" && (
          <Field id="reason" label="Reason" optional={task === "resolve"} error={about("reason")}>
            <Textarea id="reason" name="reason" rows={3} maxLength={2000} required={task === "accept"} />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
