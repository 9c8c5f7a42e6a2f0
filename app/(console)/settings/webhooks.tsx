import { WebhookSettings } from "@/components/findings/webhook-settings";
import { getDb } from "@/lib/db/client";
import { findSetting } from "@/lib/db/setting";
import { listWebhooks } from "@/lib/db/webhook";
import { type Actor, may } from "@/lib/model/role";
import { putOutgoingRanges, putWebhook, removeWebhook, sendAgain, tryWebhook } from "./webhook-actions";

/** Who is told about new findings; the page has checked the permission to read. */
export async function Webhooks({ actor }: { actor: Actor }) {
  const db = getDb();
  const [hooks, ranges] = await Promise.all([listWebhooks(db), findSetting(db.prisma, "outgoing.ranges")]);
  const manage = may(actor, "setting:manage");
  return (
    <WebhookSettings
      hooks={manage ? hooks : hooks.map((h) => ({ ...h, url: new URL(h.url).origin }))}
      ranges={Array.isArray(ranges) ? (ranges as string[]) : []}
      {...(manage && { actions: { put: putWebhook, remove: removeWebhook, test: tryWebhook, sendAgain, putRanges: putOutgoingRanges } })}
    />
  );
}
