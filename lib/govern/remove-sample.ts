import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { deleteSample, type RemovedSample } from "../db/sample-removal";
import { type Actor, guard } from "../model/role";
import { rejudgeAll } from "./save-mapping";

/** Removes the sample estate in one action. Sample accounts stay: one of them is doing this. */
export async function removeSample(db: Db, actor: Actor): Promise<RemovedSample> {
  guard(actor, "sample:remove");
  return db.prisma.$transaction(
    async (tx) => {
      const removed = await deleteSample(tx);
      await writeJournal(tx, actor, { action: "sample.remove", subject: "sample:estate", after: removed });
      // Own records may have been judged by the sample's policy, or attributed by its mappings.
      await rejudgeAll(tx);
      return removed;
    },
    { timeout: 300_000, maxWait: 10_000 },
  );
}
