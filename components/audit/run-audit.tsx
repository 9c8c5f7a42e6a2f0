"use client";

import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { AuditProgress } from "./audit-progress";

export type RunAuditAction = (input: { from: string; to: string; rules: string[] }) => Promise<Acted<{ id: string }>>;

const periods = [
  ["now-24h", "Last 24 hours"],
  ["now-7d", "Last 7 days"],
  ["now-30d", "Last 30 days"],
  ["now-90d", "Last 90 days"],
] as const;

/** "Run audit now": asks for period and rules, starts it, and shows how far it is while the page goes on. */
export function RunAudit({
  rules,
  running,
  action,
}: {
  rules: readonly { id: string; title: string }[];
  /** An audit that is under way already. */
  running?: string | undefined;
  action: RunAuditAction;
}) {
  const [open, setOpen] = useState(false);
  const [id, setId] = useState(running);
  const [none, setNone] = useState(false);
  const { run, pending, problem, clear } = useAct(action, (started) => {
    setOpen(false);
    setId(started.id);
  });
  if (id) return <AuditProgress id={id} onEnd={() => setId(undefined)} />;
  return (
    <Dialog
      title="Run an audit"
      description="Judges the period by the rules and writes findings. It also runs by itself every hour, over the last day."
      open={open}
      onOpenChange={(next) => {
        clear();
        setOpen(next);
      }}
      trigger={<Button look="primary">Run audit now</Button>}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form="audit" look="primary" disabled={pending}>
            Start
          </Button>
        </>
      }
    >
      <form
        id="audit"
        className="grid gap-4"
        onSubmit={(e) => {
          e.preventDefault();
          const form = new FormData(e.currentTarget);
          const chosen = form.getAll("rule").map(String);
          setNone(chosen.length === 0);
          if (chosen.length > 0) run({ from: String(form.get("from")), to: "now", rules: chosen.length === rules.length ? [] : chosen });
        }}
      >
        <ProblemNote problem={problem} />
        <Field id="audit-from" label="Period">
          <Select id="audit-from" name="from" className="w-56" defaultValue="now-24h">
            {periods.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </Select>
        </Field>
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-sm font-medium">Rules</legend>
          {rules.map((r) => (
            <Checkbox key={r.id} name="rule" value={r.id} label={r.title} defaultChecked />
          ))}
          {none && (
            <p role="alert" className="text-xs text-violation-ink">
              Choose at least one rule.
            </p>
          )}
        </fieldset>
      </form>
    </Dialog>
  );
}
