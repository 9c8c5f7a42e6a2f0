"use client";

import type { WebhookState } from "@/lib/db/webhook";
import { ConfirmButton } from "../access/confirm-button";
import { useAct } from "../access/use-act";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Time } from "../ui/time";
import { useToast } from "../ui/toast";
import { visible } from "../ui/visible";
import { WebhookDialog } from "./webhook-dialog";
import type { WebhookActions } from "./webhook-settings";

const nothing = async () => ({ ok: undefined as never });

/** One webhook: where it leads, how its messages fare, what can be done. */
export function WebhookRow({ hook, actions }: { hook: WebhookState; actions?: WebhookActions | undefined }) {
  const toast = useToast();
  const test = useAct(actions?.test ?? nothing, ({ delivered, detail, durationMs }) =>
    toast({
      title: delivered ? `Delivered in ${durationMs} ms` : "Not delivered",
      detail: delivered ? undefined : detail,
      failed: !delivered,
    }),
  );
  const again = useAct(actions?.sendAgain ?? nothing, ({ messages }) => toast({ title: `${messages} will be sent again` }));
  return (
    <li className="grid gap-2 border-b px-5 py-4 last:border-b-0">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{hook.name}</span>
        {hook.disabledAt && <Badge>switched off</Badge>}
        {hook.dead > 0 && <Badge>{hook.dead} given up</Badge>}
        {actions && (
          <span className="ml-auto flex flex-wrap gap-2">
            <Button size="sm" disabled={test.pending} onClick={() => test.run(hook.id)}>
              Send a test
            </Button>
            {hook.dead > 0 && (
              <Button size="sm" disabled={again.pending} onClick={() => again.run(hook.id)}>
                Send again
              </Button>
            )}
            <WebhookDialog hook={hook} actions={actions} />
            <ConfirmButton
              size="sm"
              label="Remove"
              title={`Remove ${hook.name}`}
              confirm="Remove"
              done="Removed"
              action={() => actions.remove(hook.id)}
            >
              Messages that wait are not sent any more. Findings stay as they are.
            </ConfirmButton>
          </span>
        )}
      </div>
      <p className="code break-all text-sm text-soft">{visible(hook.url)}</p>
      <p className="text-sm text-soft">
        {hook.sentAt ? (
          <>
            Last delivered <Time at={hook.sentAt} />
          </>
        ) : (
          "Nothing was delivered yet"
        )}
        {hook.waiting > 0 && `; ${hook.waiting} waiting`}
        {hook.error && `. The last attempt failed: ${visible(hook.error)}`}
        {!hook.error && "."}
      </p>
      {(test.problem || again.problem) && (
        <p role="alert" className="text-sm text-violation-ink">
          {(test.problem ?? again.problem)?.detail}
        </p>
      )}
    </li>
  );
}
