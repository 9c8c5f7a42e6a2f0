import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { findSource } from "../db/source";
import { enqueueTask } from "../db/task";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";

const shape = z.strictObject({
  source: z.int(),
  /** Only lines that were rejected for this. */
  reason: z.string().min(1).max(500).optional(),
  /** Only lines that were received from this moment on. */
  since: z.iso.datetime({ offset: true }).optional(),
});

/** Has a source's rejected lines read again, by a task of this transaction. @throws {Problem} conflict while one is waiting. */
export async function replayQuarantine(db: Db, actor: Actor, input: unknown): Promise<void> {
  guard(actor, "quarantine:replay");
  const { source: id, ...filter } = parse(shape, input);
  await db.prisma.$transaction(async (tx) => {
    const source = await findSource(tx, id);
    if (!source) throw new Problem("not-found", "This source is not there any more.");
    if (!(await enqueueTask(tx, "replay", { source: id, ...filter, by: actor.name }, `replay:${id}`)))
      throw new Problem("conflict", "A replay of this source is waiting already.");
    await writeJournal(tx, actor, { action: "quarantine.replay", subject: `source:${source.name}`, after: filter });
  });
}
