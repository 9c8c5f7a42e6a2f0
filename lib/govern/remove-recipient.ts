import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { journalled } from "./save-recipient";

const shape = z.strictObject({ id: z.int() });

/** Takes an entry out: its destinations are then without a basis. */
export async function removeRecipient(db: Db, actor: Actor, input: unknown): Promise<void> {
  guard(actor, "register:manage");
  const { id } = parse(shape, input);
  await db.prisma.$transaction(async (tx) => {
    const before = await tx.recipientRegister.findUnique({ where: { id } });
    if (!before) throw new Problem("not-found", "This entry is not there any more.");
    await tx.recipientRegister.delete({ where: { id } });
    await writeJournal(tx, actor, { action: "recipient.remove", subject: `recipient:${before.host}`, before: journalled(before) });
  });
}
