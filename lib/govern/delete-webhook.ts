import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";

const shape = z.strictObject({ id: z.int() });

/** Takes a webhook away, with its messages that are not sent. */
export async function deleteWebhook(db: Db, actor: Actor, input: unknown): Promise<void> {
  guard(actor, "setting:manage");
  const { id } = parse(shape, input);
  await db.prisma.$transaction(async (tx) => {
    const hook = await tx.webhook.findUnique({ where: { id } });
    if (!hook) throw new Problem("not-found", "This webhook is not there any more.");
    await tx.webhook.delete({ where: { id } });
    await writeJournal(tx, actor, {
      action: "webhook.delete",
      subject: `webhook:${hook.name}`,
      before: { origin: URL.parse(hook.url)?.origin },
    });
  });
}
