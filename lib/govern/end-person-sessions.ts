import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { endSessions } from "../db/session";
import { type Actor, guard } from "../model/role";

/** Signs a person out on every device. @returns how many sessions ended. */
export async function endPersonSessions(db: Db, actor: Actor, input: unknown): Promise<number> {
  guard(actor, "person:manage");
  const { id } = parse(z.strictObject({ id: z.uuid() }), input);
  return db.prisma.$transaction(async (tx) => {
    const { count } = await endSessions(tx, id);
    await writeJournal(tx, actor, { action: "session.end", subject: `person:${id}`, after: { sessions: count } });
    return count;
  });
}
