import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { findSource, makeSourceToken, updateSource } from "../db/source";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";

/** A new token; the old one is refused from this moment on. @returns the token, here and nowhere else. */
export async function rotateSourceToken(db: Db, actor: Actor, input: unknown): Promise<{ token: string }> {
  guard(actor, "source:manage");
  const { id } = parse(z.strictObject({ id: z.int() }), input);
  const { token, ...kept } = makeSourceToken();
  await db.prisma.$transaction(async (tx) => {
    const source = await findSource(tx, id);
    if (!source) throw new Problem("not-found", "This source is not there any more.");
    await updateSource(tx, id, kept);
    await writeJournal(tx, actor, {
      action: "source.rotate-token",
      subject: `source:${source.name}`,
      before: { ends: source.tokenHint },
      after: { ends: kept.tokenHint },
    });
  });
  return { token };
}
