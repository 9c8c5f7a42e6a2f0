"use client";

import type { Acted } from "@/lib/access/act";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { useToast } from "../ui/toast";
import { dayNames } from "./window-words";

export interface WindowValues {
  id?: number | undefined;
  job: string;
  cidr: string;
  /** Clock in UTC. */
  start: string;
  minutes: number;
  weekdays: number[];
}

const fields = ["job", "cidr", "start", "minutes", "weekdays"];

/** A new window, or one that is there (it has an id). */
export function WindowDialog({
  values,
  jobs,
  save,
  onClose,
}: {
  values: Partial<WindowValues>;
  jobs: string[];
  save: (input: WindowValues) => Promise<Acted<{ id: number }>>;
  onClose: () => void;
}) {
  const toast = useToast();
  const { run, pending, problem, about } = useAct(save, () => {
    toast({ title: "Window saved", detail: "Records that are stored are attributed again in the background." });
    onClose();
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={values.id === undefined ? "Register a window" : "Change the window"}
      description="What calls out from there in that time is a run of this job, unless its log or a registered run says otherwise."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="window" look="primary" disabled={pending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="window"
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={(e) => {
          e.preventDefault();
          const form = new FormData(e.currentTarget);
          const text = (name: string) => String(form.get(name) ?? "").trim();
          run({
            id: values.id,
            job: text("job"),
            cidr: text("cidr"),
            start: text("start"),
            minutes: Number(text("minutes")),
            weekdays: form.getAll("weekday").map(Number),
          });
        }}
      >
        {problem && !fields.some((f) => problem.field === f || problem.field?.startsWith(`${f}.`)) && (
          <div className="sm:col-span-2">
            <ProblemNote problem={problem} />
          </div>
        )}
        <Field id="job" label="Job" error={about("job")}>
          <Input id="job" name="job" list="job-names" required maxLength={120} autoComplete="off" defaultValue={values.job} />
          <datalist id="job-names">
            {jobs.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </Field>
        <Field id="cidr" label="From" hint="A network or one address." error={about("cidr")}>
          <Input
            id="cidr"
            name="cidr"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="10.20.4.60/32"
            defaultValue={values.cidr}
            className="code"
          />
        </Field>
        <Field id="start" label="Begins (UTC)" error={about("start")}>
          <Input id="start" name="start" type="time" required defaultValue={values.start ?? "02:00"} />
        </Field>
        <Field id="minutes" label="Lasts, minutes" hint="It may pass midnight." error={about("minutes")}>
          <Input id="minutes" name="minutes" type="number" min={1} max={1440} required defaultValue={values.minutes ?? 60} />
        </Field>
        <fieldset className="sm:col-span-2">
          <legend className="text-sm font-medium">Begins on</legend>
          <div className="mt-1 flex flex-wrap gap-x-5">
            {[1, 2, 3, 4, 5, 6, 0].map((day) => (
              <Checkbox
                key={day}
                name="weekday"
                value={day}
                label={dayNames[day]}
                defaultChecked={values.weekdays?.includes(day) ?? true}
              />
            ))}
          </div>
          {about("weekdays") && (
            <p role="alert" className="mt-1 text-xs text-violation-ink">
              {about("weekdays")}
            </p>
          )}
        </fieldset>
      </form>
    </Dialog>
  );
}
