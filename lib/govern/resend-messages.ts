import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { reviveMessages } from "../db/outbox";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";

const shape = z.strictObject({ id: z.int() });

/** A webhook's dead letters are tried again from the start. */
export async function resendMessages(db: Db, actor: Actor, input: unknown): Promise<{ messages: number }> {
  guard(actor, "setting:manage");
  const { id } = parse(shape, input);
  return db.prisma.$transaction(async (tx) => {
    const hook = await tx.webhook.findUnique({ where: { id } });
    if (!hook) throw new Problem("not-found", "This webhook is not there any more.");
    const messages = await reviveMessages(tx, id);
    await writeJournal(tx, actor, { action: "webhook.resend", subject: `webhook:${hook.name}`, after: { messages } });
    return { messages };
  });
}
