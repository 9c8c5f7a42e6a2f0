import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { findSetting, saveSetting } from "../db/setting";
import { parseCidr } from "../model/address";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";

const shape = z.strictObject({ ranges: z.array(z.string().trim().min(1)).max(50, "at most 50 networks") });

/** Which private networks outgoing calls may go to; every other private address stays refused. */
export async function changeOutgoingRanges(db: Db, actor: Actor, input: unknown): Promise<string[]> {
  guard(actor, "setting:manage");
  const ranges = [...new Set(parse(shape, input).ranges)];
  const wrong = ranges.findIndex((r) => !parseCidr(r));
  if (wrong >= 0) throw new Problem("invalid", `ranges: entry ${wrong + 1} is no network such as 10.20.0.0/16.`, { field: "ranges" });
  await db.prisma.$transaction(async (tx) => {
    const before = await findSetting(tx, "outgoing.ranges");
    await saveSetting(tx, "outgoing.ranges", ranges, actor.name);
    await writeJournal(tx, actor, { action: "setting.change", subject: "setting:outgoing.ranges", before, after: ranges });
  });
  return ranges;
}
