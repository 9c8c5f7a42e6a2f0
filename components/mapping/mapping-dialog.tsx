"use client";

import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import type { MappingKind } from "@/lib/enrich/workload";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { useToast } from "../ui/toast";
import { kindHints, kindNames } from "./kinds";

export interface MappingValues {
  id?: number;
  by: MappingKind;
  value: string;
  service: string;
  environment?: string | null;
  team?: string | null;
  priority: number;
}

export interface WorkloadNames {
  services: string[];
  environments: string[];
  teams: string[];
}

interface MappingDialogProps {
  values: Partial<MappingValues>;
  names: WorkloadNames;
  save: (input: MappingValues) => Promise<Acted<void>>;
  onClose: () => void;
}

const fields = ["by", "value", "service", "environment", "team", "priority"] as const;

/** A new mapping, or one that is there (it has an id). */
export function MappingDialog({ values, names, save, onClose }: MappingDialogProps) {
  const [by, setBy] = useState<MappingKind>(values.by ?? "cidr");
  const toast = useToast();
  const { run, pending, problem, about } = useAct(save, () => {
    toast({ title: "Mapping saved", detail: "Records that are stored are attributed again in the background." });
    onClose();
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={values.id === undefined ? "Add a mapping" : "Change the mapping"}
      description="Callers that match are this workload, in records to come and in those that are stored."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="mapping" look="primary" disabled={pending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="mapping"
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={(e) => {
          e.preventDefault();
          const form = new FormData(e.currentTarget);
          const text = (name: string) => String(form.get(name) ?? "").trim();
          run({
            id: values.id,
            by,
            value: text("value"),
            service: text("service"),
            environment: text("environment") || undefined,
            team: text("team") || undefined,
            priority: Number(text("priority") || 1000),
          });
        }}
      >
        {problem && !fields.some((f) => problem.field === f) && (
          <div className="sm:col-span-2">
            <ProblemNote problem={problem} />
          </div>
        )}
        <Field id="by" label="Recognised by">
          <Select id="by" name="by" value={by} onChange={(e) => setBy(e.target.value as MappingKind)} className="w-full">
            {(Object.keys(kindNames) as MappingKind[]).map((kind) => (
              <option key={kind} value={kind}>
                {kindNames[kind]}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="value" label="Value" hint={kindHints[by]} error={about("value")}>
          <Input id="value" name="value" required autoComplete="off" spellCheck={false} defaultValue={values.value} className="code" />
        </Field>
        <Choice name="service" label="Service" options={names.services} value={values.service} error={about("service")} required />
        <Choice
          name="environment"
          label="Environment"
          options={names.environments}
          value={values.environment}
          error={about("environment")}
        />
        <Choice name="team" label="Team" options={names.teams} value={values.team} error={about("team")} />
        <Field id="priority" label="Priority" hint="Lower goes first; 1000 when nothing speaks for another." error={about("priority")}>
          <Input id="priority" name="priority" type="number" min={0} max={100000} defaultValue={values.priority ?? 1000} />
        </Field>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  options: string[];
  value?: string | null | undefined;
  error?: string | undefined;
  required?: boolean;
}

function Choice({ name, label, options, value, error, required }: ChoiceProps) {
  return (
    <Field id={name} label={label} optional={!required} error={error}>
      <Input id={name} name={name} list={`${name}-names`} required={required} autoComplete="off" defaultValue={value ?? ""} />
      <datalist id={`${name}-names`}>
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </Field>
  );
}
