import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { journalled } from "./save-data-register";

const shape = z.strictObject({ id: z.int() });

/** Takes an entry out: whether a geo rule by class of data holds for the service can then no longer be said. */
export async function removeDataEntry(db: Db, actor: Actor, input: unknown): Promise<void> {
  guard(actor, "register:manage");
  const { id } = parse(shape, input);
  await db.prisma.$transaction(async (tx) => {
    const before = await tx.dataRegister.findUnique({ where: { id } });
    if (!before) throw new Problem("not-found", "This entry is not there any more.");
    await tx.dataRegister.delete({ where: { id } });
    await writeJournal(tx, actor, {
      action: "data-register.remove",
      subject: `data-register:${before.service}${before.environment && `/${before.environment}`}`,
      before: journalled(before),
    });
  });
}
