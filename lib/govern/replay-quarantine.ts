import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { findSource } from "../db/source";
import { enqueueTask } from "../db/task";
import { Problem } from "../model/problem";
import type { Actor } from "../model/role";
import { readReplay } from "./replay-shape";

/** Has a source's rejected lines read again, by a task of this transaction. @throws {Problem} conflict while one is waiting. */
export async function replayQuarantine(db: Db, actor: Actor, input: unknown): Promise<void> {
  const { source: id, ...filter } = readReplay(actor, input);
  await db.prisma.$transaction(async (tx) => {
    const source = await findSource(tx, id);
    if (!source) throw new Problem("not-found", "This source is not there any more.");
    if (!(await enqueueTask(tx, "replay", { source: id, ...filter, by: actor.name }, `replay:${id}`)))
      throw new Problem("conflict", "A replay of this source is waiting already.");
    await writeJournal(tx, actor, { action: "quarantine.replay", subject: `source:${source.name}`, after: filter });
  });
}
