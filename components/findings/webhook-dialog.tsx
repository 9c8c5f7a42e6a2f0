"use client";

import { useState } from "react";
import type { WebhookState } from "@/lib/db/webhook";
import { ProblemNote } from "../access/problem-note";
import { useAct } from "../access/use-act";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { useToast } from "../ui/toast";
import type { WebhookActions } from "./webhook-settings";

/** Adds a webhook, or changes one. A new secret is shown this once. */
export function WebhookDialog({ hook, actions }: { hook?: WebhookState; actions: WebhookActions }) {
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string>();
  const toast = useToast();
  const { run, pending, problem, about, clear } = useAct(actions.put, (saved) => {
    if (saved.secret) return setSecret(saved.secret);
    toast({ title: "Saved" });
    setOpen(false);
  });
  const change = (next: boolean): void => {
    clear();
    setSecret(undefined);
    setOpen(next);
  };
  return (
    <Dialog
      title={hook ? `Change ${hook.name}` : "Add a webhook"}
      open={open}
      onOpenChange={change}
      trigger={
        <Button size={hook ? "sm" : "md"} look="plain">
          {hook ? "Change…" : "Add a webhook"}
        </Button>
      }
      footer={
        secret ? (
          <Button look="primary" onClick={() => change(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button type="submit" form="webhook" look="primary" disabled={pending}>
              {hook ? "Save" : "Add"}
            </Button>
          </>
        )
      }
    >
      {secret ? (
        <div className="grid gap-3 text-sm">
          <p className="text-soft">The receiver checks each message with this secret. It is shown this once.</p>
          <div className="flex items-center gap-3 rounded-md border bg-sunken px-3 py-2">
            <code className="code min-w-0 grow break-all">{secret}</code>
            <CopyButton text={secret} label="Copy" />
          </div>
        </div>
      ) : (
        <form
          id="webhook"
          className="grid gap-4"
          onSubmit={(e) => {
            e.preventDefault();
            const form = new FormData(e.currentTarget);
            run({
              ...(hook && { id: hook.id, enabled: form.has("enabled"), rotate: form.has("rotate") }),
              name: String(form.get("name")),
              url: String(form.get("url")),
            });
          }}
        >
          <ProblemNote problem={problem} fields={["name", "url"]} />
          <Field id="webhook-name" label="Name" error={about("name")}>
            <Input id="webhook-name" name="name" required maxLength={60} defaultValue={hook?.name} />
          </Field>
          <Field id="webhook-url" label="Address" error={about("url")} hint="https, unless it is inside your own network.">
            <Input
              id="webhook-url"
              name="url"
              type="url"
              required
              placeholder="https://hooks.example/waybill"
              defaultValue={hook?.url}
              className="code"
            />
          </Field>
          {hook && (
            <div className="grid gap-1">
              <Checkbox name="enabled" label="Switched on" defaultChecked={hook.disabledAt === null} />
              <Checkbox name="rotate" label="Make a new secret; the old one ends now" />
            </div>
          )}
        </form>
      )}
    </Dialog>
  );
}
