"use client";

import type { Acted } from "@/lib/access/act";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Facts } from "../page/page";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { useToast } from "../ui/toast";

interface RetentionValues {
  recordDays: number;
  rollupDays: number;
}

/** How long what is kept; without `save` it is only told. */
export function RetentionForm({
  values,
  save,
}: {
  values: RetentionValues;
  save?: ((input: RetentionValues) => Promise<Acted<void>>) | undefined;
}) {
  const toast = useToast();
  const { run, pending, problem, about } = useAct(save ?? (async () => ({ ok: undefined })), () => toast({ title: "Retention saved" }));
  if (!save)
    return (
      <Facts
        facts={[
          ["Connection records", `${values.recordDays} days`],
          ["Roll-ups", `${values.rollupDays} days`],
        ]}
      />
    );
  return (
    <form
      className="grid gap-4"
      onSubmit={(e) => {
        e.preventDefault();
        const form = new FormData(e.currentTarget);
        run({ recordDays: Number(form.get("recordDays")), rollupDays: Number(form.get("rollupDays")) });
      }}
    >
      <ProblemNote problem={problem} fields={["recordDays", "rollupDays"]} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="recordDays" label="Connection records, days" hint="With their raw lines and rejected lines." error={about("recordDays")}>
          <Input id="recordDays" name="recordDays" type="number" min={1} max={3660} required defaultValue={values.recordDays} />
        </Field>
        <Field
          id="rollupDays"
          label="Roll-ups, days"
          hint="What the homes are drawn from; no addresses of callers."
          error={about("rollupDays")}
        >
          <Input id="rollupDays" name="rollupDays" type="number" min={1} max={3660} required defaultValue={values.rollupDays} />
        </Field>
      </div>
      <p className="text-sm text-soft">A shorter time deletes what is older with the next hourly pass. That cannot be undone.</p>
      <div>
        <Button type="submit" look="primary" disabled={pending}>
          Save
        </Button>
      </div>
    </form>
  );
}
