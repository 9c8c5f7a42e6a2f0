"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { useToast } from "../ui/toast";
import type { Checked } from "./check-draft";

export interface PublishInput {
  yaml: string;
  note?: string | undefined;
  base: number;
  acknowledged: boolean;
}
export type PublishAction = (input: PublishInput) => Promise<Acted<{ version: number; isNew: boolean }>>;

/** Note, acceptance of the lint's warnings, and the button that puts the draft in force. */
export function PublishBar({
  yaml,
  base,
  checked,
  isStale,
  isChanged,
  publish,
  onPublished,
}: {
  yaml: string;
  base: number;
  checked: Checked | undefined;
  isStale: boolean;
  isChanged: boolean;
  publish: PublishAction;
  onPublished: () => void;
}) {
  const [note, setNote] = useState("");
  const [accepted, setAccepted] = useState<string>();
  const router = useRouter();
  const toast = useToast();
  const { run, pending, problem, about } = useAct(publish, ({ version }) => {
    onPublished();
    toast({ title: `Version ${version} is in force` });
    router.push(`/policy/${version}`);
  });
  const count = (severity: string): number => checked?.problems.filter((p) => p.severity === severity).length ?? 0;
  const errors = count("error");
  const warnings = count("warning");
  // What was accepted is one list of remarks: another one has to be accepted again.
  const remarks = JSON.stringify(checked?.problems.filter((p) => p.severity === "warning").map((p) => [p.code, p.rule]));
  const isAccepted = warnings === 0 || accepted === remarks;
  const hint = !isChanged
    ? "Nothing has changed yet."
    : isStale
      ? "Checking …"
      : errors > 0
        ? `${errors} ${errors === 1 ? "error keeps" : "errors keep"} it from being published.`
        : !isAccepted
          ? "Its warnings have to be accepted first."
          : "It is in force from the moment you publish. Verdicts that were given stay.";
  return (
    <form
      className="grid gap-3 border-t px-4 py-4 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-end"
      onSubmit={(e) => {
        e.preventDefault();
        run({ yaml, note: note.trim() || undefined, base, acknowledged: warnings > 0 });
      }}
    >
      <div className="grid gap-3">
        <Field id="note" label="What for" optional hint="Shown beside the version, in the journal and on the charts." error={about("note")}>
          <Input id="note" value={note} maxLength={500} onChange={(e) => setNote(e.target.value)} />
        </Field>
        {warnings > 0 && errors === 0 && (
          <Checkbox
            label={`I have seen the ${warnings === 1 ? "warning and accept it" : `${warnings} warnings and accept them`}.`}
            checked={isAccepted}
            onChange={(e) => setAccepted(e.target.checked ? remarks : undefined)}
          />
        )}
        <ProblemNote problem={problem} fields={["note"]} />
      </div>
      <div className="grid justify-items-start gap-1.5 lg:justify-items-end">
        <Button
          type="submit"
          look="primary"
          size="lg"
          disabled={pending || isStale || !isChanged || errors > 0 || !isAccepted}
          aria-describedby="publish-hint"
        >
          Publish version {base + 1}
        </Button>
        <p id="publish-hint" className="max-w-72 text-xs text-soft lg:text-right">
          {hint}
        </p>
      </div>
    </form>
  );
}
