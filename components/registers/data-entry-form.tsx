"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { Acted } from "@/lib/access/act";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { FormProblem } from "./form-problem";
import { fieldError, useSave } from "./use-save";

export interface DataEntryDraft {
  id?: number;
  service: string;
  environment: string;
  classes: string[];
  purpose: string;
}

const split = (text: string): string[] =>
  text
    .split(/[,;]/)
    .map((s) => s.trim())
    .filter(Boolean);

/** Which data a service handles, in a dialog. */
export function DataEntryForm({
  draft,
  known,
  environments,
  trigger,
  save,
}: {
  draft: DataEntryDraft;
  /** Classes in use. */
  known: readonly string[];
  environments: readonly string[];
  trigger: ReactNode;
  save: (input: DataEntryDraft) => Promise<Acted<unknown>>;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [classes, setClasses] = useState(draft.classes.join(", "));
  const { run, pending, problem, reset } = useSave(() => setOpen(false));
  const error = (field: string) => fieldError(problem, field);
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const input = {
      ...(draft.id === undefined ? {} : { id: draft.id }),
      service: text("service"),
      environment: text("environment"),
      classes: split(classes),
      purpose: text("purpose"),
    };
    run(() => save(input), `Saved ${input.service}`);
  };
  return (
    <Dialog
      title={draft.id === undefined ? "Register a service" : `Edit ${draft.service}`}
      description="Which classes of data it handles. Geo rules of the policy are held against these."
      trigger={trigger}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        reset();
        if (next) setClasses(draft.classes.join(", "));
      }}
      footer={
        <Button type="submit" form={id} look="primary" disabled={pending}>
          Save
        </Button>
      }
    >
      <form id={id} onSubmit={submit} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field id={`${id}-service`} label="Service" error={error("service")} hint="As your logs or mappings name it">
            <Input id={`${id}-service`} name="service" required defaultValue={draft.service} autoComplete="off" />
          </Field>
          <Field id={`${id}-environment`} label="Environment" error={error("environment")}>
            <Select id={`${id}-environment`} name="environment" defaultValue={draft.environment}>
              <option value="">Every environment</option>
              {[...new Set([...environments, ...(draft.environment ? [draft.environment] : [])])].map((e) => (
                <option key={e}>{e}</option>
              ))}
            </Select>
          </Field>
        </div>
        <Field id={`${id}-classes`} label="Classes of data" error={error("classes")} hint="One word each, with commas between">
          <Input id={`${id}-classes`} required value={classes} onChange={(e) => setClasses(e.target.value)} autoComplete="off" />
        </Field>
        {known.length > 0 && (
          <div className="-mt-2 flex flex-wrap gap-1">
            {known
              .filter((c) => !split(classes).includes(c))
              .map((c) => (
                <Button key={c} size="sm" look="quiet" onClick={() => setClasses([...split(classes), c].join(", "))}>
                  + {c}
                </Button>
              ))}
          </div>
        )}
        <Field id={`${id}-purpose`} label="Purpose" error={error("purpose")}>
          <Input id={`${id}-purpose`} name="purpose" required defaultValue={draft.purpose} />
        </Field>
        <FormProblem problem={problem} fields={["service", "environment", "classes", "purpose"]} />
      </form>
    </Dialog>
  );
}
