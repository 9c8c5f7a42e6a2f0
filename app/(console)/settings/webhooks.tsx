import { WebhookSettings } from "@/components/findings/webhook-settings";
import { Section, Sheet } from "@/components/page/page";
import { DeadTasks } from "@/components/settings/dead-tasks";
import { getDb } from "@/lib/db/client";
import { findSetting } from "@/lib/db/setting";
import { listDeadTasks } from "@/lib/db/task";
import { listWebhooks } from "@/lib/db/webhook";
import { type Actor, may } from "@/lib/model/role";
import { putOutgoingRanges, putWebhook, removeWebhook, sendAgain, tryWebhook } from "./webhook-actions";

/** Who is told about new findings, and what background work failed; the page has checked the permission to read. */
export async function Webhooks({ actor }: { actor: Actor }) {
  const db = getDb();
  const [hooks, ranges, dead] = await Promise.all([listWebhooks(db), findSetting(db.prisma, "outgoing.ranges"), listDeadTasks(db)]);
  const manage = may(actor, "setting:manage");
  return (
    <>
      <WebhookSettings
        hooks={manage ? hooks : hooks.map((h) => ({ ...h, url: new URL(h.url).origin }))}
        ranges={Array.isArray(ranges) ? (ranges as string[]) : []}
        {...(manage && { actions: { put: putWebhook, remove: removeWebhook, test: tryWebhook, sendAgain, putRanges: putOutgoingRanges } })}
      />
      {dead.length > 0 && (
        <Section
          title="Which background work was given up?"
          note="Each was tried six times. The server's log holds more under the same time."
        >
          <Sheet>
            <DeadTasks tasks={dead} />
          </Sheet>
        </Section>
      )}
    </>
  );
}
