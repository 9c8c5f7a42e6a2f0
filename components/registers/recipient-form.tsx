"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { Acted } from "@/lib/access/act";
import { basisWords, recipientBases, recipientRoles, roleWords } from "@/lib/model/register";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { FormProblem } from "./form-problem";
import type { RecipientDraft } from "./recipient-draft";
import { fieldError, useSave } from "./use-save";

const fields = ["host", "recipient", "role", "basis", "countries", "validFrom", "validUntil", "document"] as const;

/** To whom data goes at a destination, in a dialog. */
export function RecipientForm({
  draft,
  trigger,
  initiallyOpen = false,
  save,
}: {
  draft: RecipientDraft;
  trigger: ReactNode;
  initiallyOpen?: boolean;
  save: (input: RecipientDraft) => Promise<Acted<unknown>>;
}) {
  const id = useId();
  const [open, setOpen] = useState(initiallyOpen);
  const { run, pending, problem, reset } = useSave(() => setOpen(false));
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const text = (name: (typeof fields)[number]) => String(form.get(name) ?? "").trim();
    const input: RecipientDraft = {
      ...(draft.id === undefined ? {} : { id: draft.id }),
      host: text("host"),
      recipient: text("recipient"),
      role: text("role"),
      basis: text("basis"),
      countries: text("countries")
        .split(/[\s,;]+/)
        .filter(Boolean),
      validFrom: text("validFrom"),
      validUntil: text("validUntil"),
      document: text("document"),
    };
    run(() => save(input), `Saved ${input.recipient}`);
  };
  const field = (
    name: (typeof fields)[number],
    label: string,
    control: (props: { id: string; name: string }) => ReactNode,
    hint?: string,
    optional?: boolean,
  ) => (
    <Field
      id={`${id}-${name}`}
      label={label}
      error={fieldError(problem, name)}
      {...(hint ? { hint } : {})}
      {...(optional ? { optional } : {})}
    >
      {control({ id: `${id}-${name}`, name })}
    </Field>
  );
  return (
    <Dialog
      title={draft.id === undefined ? "Register a recipient" : `Edit ${draft.recipient}`}
      description="To whom data goes at a destination, and on which basis."
      trigger={trigger}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        reset();
      }}
      footer={
        <Button type="submit" form={id} look="primary" disabled={pending}>
          Save
        </Button>
      }
    >
      <form id={id} onSubmit={submit} className="grid gap-4">
        {field(
          "host",
          "Destination",
          (p) => (
            <Input {...p} required defaultValue={draft.host} className="code" autoComplete="off" />
          ),
          "A host; *.x for one label before x, **.x for any number",
        )}
        {field(
          "recipient",
          "Recipient",
          (p) => (
            <Input {...p} required defaultValue={draft.recipient} />
          ),
          "The legal person, as the contract names it",
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          {field("role", "Role", (p) => (
            <Select {...p} defaultValue={draft.role}>
              {recipientRoles.map((r) => (
                <option key={r} value={r}>
                  {roleWords[r]}
                </option>
              ))}
            </Select>
          ))}
          {field("basis", "Basis", (p) => (
            <Select {...p} defaultValue={draft.basis}>
              {recipientBases.map((b) => (
                <option key={b} value={b}>
                  {basisWords[b]}
                </option>
              ))}
            </Select>
          ))}
          {field(
            "validFrom",
            "Valid from",
            (p) => (
              <Input {...p} type="date" defaultValue={draft.validFrom} />
            ),
            undefined,
            true,
          )}
          {field(
            "validUntil",
            "Valid until",
            (p) => (
              <Input {...p} type="date" defaultValue={draft.validUntil} />
            ),
            undefined,
            true,
          )}
        </div>
        {field(
          "countries",
          "Countries",
          (p) => (
            <Input {...p} defaultValue={draft.countries.join(", ")} placeholder="DE, IE" autoComplete="off" />
          ),
          "Where it processes, by two letters. It stands where the location databases are silent or disagree: on the legal home, in exports and in audits. A country they agree on is shown besides, and records keep what the databases said.",
          true,
        )}
        {field(
          "document",
          "Document",
          (p) => (
            <Input {...p} type="url" defaultValue={draft.document} placeholder="https://" />
          ),
          "A link to the contract or clauses",
          true,
        )}
        <FormProblem problem={problem} fields={fields} />
      </form>
    </Dialog>
  );
}
