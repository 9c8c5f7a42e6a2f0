import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { getRetention, type Retention, saveSetting } from "../db/setting";
import { type Actor, guard } from "../model/role";

const days = z.int("whole days").min(1, "at least a day").max(3660, "at most ten years");
const shape = z.strictObject({ recordDays: days, rollupDays: days }).refine((r) => r.rollupDays >= r.recordDays, {
  path: ["rollupDays"],
  message: "roll-ups must be kept at least as long as the records they sum",
});

/** Says how long records and roll-ups are kept. What is older goes with the next hourly pass. */
export async function changeRetention(db: Db, actor: Actor, input: unknown): Promise<Retention> {
  guard(actor, "setting:manage");
  const after = parse(shape, input);
  await db.prisma.$transaction(async (tx) => {
    const { recordDays, rollupDays } = await getRetention({ prisma: tx });
    await saveSetting(tx, "retention", { ...after }, actor.name);
    await writeJournal(tx, actor, { action: "setting.change", subject: "setting:retention", before: { recordDays, rollupDays }, after });
  });
  return after;
}
