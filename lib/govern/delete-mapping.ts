import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { mappingSubject } from "../db/mapping";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { pick, rejudgeAll } from "./save-mapping";

/** Takes a mapping away; its callers fall to the next that matches, or become provisional. */
export async function deleteMapping(db: Db, actor: Actor, input: unknown): Promise<void> {
  guard(actor, "mapping:manage");
  const { id } = parse(z.strictObject({ id: z.int() }), input);
  await db.prisma.$transaction(async (tx) => {
    const before = await tx.workloadMapping.findUnique({ where: { id } });
    if (!before) throw new Problem("not-found", "This mapping is not there any more.");
    await tx.workloadMapping.delete({ where: { id } });
    await writeJournal(tx, actor, { action: "mapping.delete", subject: mappingSubject(before), before: pick(before) });
    await rejudgeAll(tx);
  });
}
