import type { Acted } from "@/lib/access/act";
import type { WebhookState } from "@/lib/db/webhook";
import { Section, Sheet } from "../page/page";
import { EmptyState } from "../ui/empty-state";
import { OutgoingRanges } from "./outgoing-ranges";
import { WebhookDialog } from "./webhook-dialog";
import { WebhookRow } from "./webhook-row";

export interface WebhookActions {
  put: (input: {
    id?: number;
    name: string;
    url: string;
    enabled?: boolean;
    rotate?: boolean;
  }) => Promise<Acted<{ id: number; secret?: string }>>;
  remove: (id: number) => Promise<Acted<void>>;
  test: (id: number) => Promise<Acted<{ delivered: boolean; detail: string; durationMs: number }>>;
  sendAgain: (id: number) => Promise<Acted<{ messages: number }>>;
  putRanges: (ranges: string[]) => Promise<Acted<string[]>>;
}

/** Who is told about new findings, how it goes, and which private networks may be called. */
export function WebhookSettings({
  hooks,
  ranges,
  actions,
}: {
  hooks: readonly WebhookState[];
  ranges: readonly string[];
  /** Absent for those who only read. */
  actions?: WebhookActions;
}) {
  return (
    <>
      <Section
        title="Who is told about new findings?"
        note="A signed message goes out with each audit that finds something new. Nothing leaves before a webhook is here."
        actions={actions && <WebhookDialog actions={actions} />}
      >
        <Sheet>
          {hooks.length > 0 ? (
            <ul>
              {hooks.map((hook) => (
                <WebhookRow key={hook.id} hook={hook} actions={actions} />
              ))}
            </ul>
          ) : (
            <EmptyState why="Nobody is told. Add a webhook to send new findings to a chat, a ticket system or a SIEM." />
          )}
        </Sheet>
      </Section>
      {(actions || ranges.length > 0) && (
        <Section
          title="Which private networks may be called?"
          note="Outgoing calls go to public addresses only. A receiver inside your own network needs its network here."
        >
          <OutgoingRanges key={ranges.join()} ranges={ranges} save={actions?.putRanges} />
        </Section>
      )}
    </>
  );
}
