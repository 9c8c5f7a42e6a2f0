import { randomBytes } from "node:crypto";
import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { seal } from "../db/keys";
import { findSetting } from "../db/setting";
import { cidrSet } from "../model/address";
import { Problem } from "../model/problem";
import { refuseUrl } from "../model/public-address";
import { type Actor, guard } from "../model/role";

const shape = z.strictObject({
  /** Absent for a new one. */
  id: z.int().optional(),
  name: z.string().trim().min(1, "is needed").max(60, "is too long"),
  url: z.string().trim().max(2000, "is too long"),
  enabled: z.boolean().default(true),
  /** A new secret for one that is there; the old one is worth nothing from then on. */
  rotate: z.boolean().default(false),
});

/**
 * Adds or changes a webhook.
 *
 * @returns its id, and its secret when it is new: in this answer and nowhere else.
 */
export async function saveWebhook(db: Db, actor: Actor, input: unknown): Promise<{ id: number; secret?: string }> {
  guard(actor, "setting:manage");
  const { id, rotate, enabled, ...draft } = parse(shape, input);
  const url = URL.parse(draft.url);
  if (!url) throw new Problem("invalid", "url: write an address such as https://hooks.example/waybill.", { field: "url" });
  const secret = id === undefined || rotate ? `whsec_${randomBytes(32).toString("base64url")}` : undefined;
  return db.prisma.$transaction(async (tx) => {
    const listed = await findSetting(tx, "outgoing.ranges");
    const refused = refuseUrl(url, cidrSet(Array.isArray(listed) ? (listed as string[]) : []));
    if (refused) throw new Problem("invalid", `url: ${refused}`, { field: "url" });
    const taken = await tx.webhook.findUnique({ where: { name: draft.name } });
    if (taken && taken.id !== id) throw new Problem("conflict", `There is already a webhook named ${draft.name}.`, { field: "name" });
    const before = id === undefined ? null : await tx.webhook.findUnique({ where: { id } });
    if (id !== undefined && !before) throw new Problem("not-found", "This webhook is not there any more.");
    const disabledAt = enabled ? null : (before?.disabledAt ?? new Date());
    const sealed = secret === undefined ? undefined : seal(Buffer.from(secret), "webhook");
    const saved = before
      ? await tx.webhook.update({
          where: { id: before.id },
          data: { name: draft.name, url: url.href, disabledAt, ...(sealed && { secret: sealed }) },
        })
      : await tx.webhook.create({ data: { name: draft.name, url: url.href, disabledAt, secret: sealed! } });
    await writeJournal(tx, actor, {
      action: before ? "webhook.change" : "webhook.create",
      subject: `webhook:${saved.name}`,
      before: before && { name: before.name, origin: URL.parse(before.url)?.origin, enabled: before.disabledAt === null },
      // The path of a webhook's address is often a secret itself.
      after: { name: saved.name, origin: url.origin, enabled, rotated: before !== null && rotate },
    });
    return { id: saved.id, secret };
  });
}
