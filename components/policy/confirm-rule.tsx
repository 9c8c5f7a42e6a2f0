"use client";

import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { Textarea } from "../ui/textarea";
import { useToast } from "../ui/toast";
import { visible } from "../ui/visible";
import type { RuleRow } from "./rule-row";

export type ConfirmAction = (input: { rule: string; version: number; note?: string | undefined }) => Promise<Acted<unknown>>;

/** Says what is confirmed before it is: a confirmation is a signature, not a click. */
export function ConfirmRule({ row, version, confirm }: { row: RuleRow; version: number; confirm: ConfirmAction }) {
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const toast = useToast();
  const { run, pending, problem, about, clear } = useAct(confirm, () => {
    setOpen(false);
    setNote("");
    toast({ title: `${row.id} confirmed` });
  });
  return (
    <Dialog
      title={`Is ${row.id} still needed?`}
      description="You confirm it as it stands, under your name. When it matches something else, it has to be confirmed again."
      open={open}
      onOpenChange={(next) => {
        clear();
        setOpen(next);
      }}
      trigger={
        <Button size="sm" aria-label={`Confirm ${row.id}`}>
          Confirm
        </Button>
      }
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button look="primary" disabled={pending} onClick={() => run({ rule: row.id, version, note: note.trim() || undefined })}>
            Confirm
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-sm">
          It {row.effect}: <span className="text-soft">{visible(row.caller)} → </span>
          <span className="code">{visible(row.destination)}</span>
          {row.reason && <span className="mt-1 block text-soft">{visible(row.reason)}</span>}
        </p>
        <Field id="confirm-note" label="Note" optional error={about("note")}>
          <Textarea id="confirm-note" value={note} maxLength={500} onChange={(e) => setNote(e.target.value)} />
        </Field>
        <ProblemNote problem={problem} fields={["note"]} />
      </div>
    </Dialog>
  );
}
