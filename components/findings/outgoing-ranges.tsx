"use client";

import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Textarea } from "../ui/textarea";
import { useToast } from "../ui/toast";
import type { WebhookActions } from "./webhook-settings";

export function OutgoingRanges({ ranges, save }: { ranges: readonly string[]; save?: WebhookActions["putRanges"] | undefined }) {
  const toast = useToast();
  const { run, pending, problem, about } = useAct(save ?? refuse, () => toast({ title: "Saved" }));
  if (!save) return <p className="code text-sm">{ranges.join(", ")}</p>;
  return (
    <form
      className="grid gap-3"
      onSubmit={(e) => {
        e.preventDefault();
        const text = String(new FormData(e.currentTarget).get("ranges"));
        run(text.split(/[\s,]+/).filter((r) => r !== ""));
      }}
    >
      <Field id="ranges" label="Networks" optional hint="One a line, such as 10.20.0.0/16." error={about("ranges") ?? problem?.detail}>
        <Textarea id="ranges" name="ranges" rows={2} defaultValue={ranges.join("\n")} className="code" spellCheck={false} />
      </Field>
      <Button type="submit" disabled={pending} className="w-fit">
        Save
      </Button>
    </form>
  );
}

const refuse: WebhookActions["putRanges"] = async () => ({ ok: [] });
