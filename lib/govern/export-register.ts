import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { insertExport } from "../db/register";
import { type Actor, guard } from "../model/role";

const text = z.string().max(4000);
const shape = z.strictObject({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  rows: z
    .array(
      z.strictObject({
        service: text,
        environment: text,
        destination: text,
        classes: text,
        purpose: text,
        recipient: text,
        role: text,
        basis: text,
        validFrom: text,
        validUntil: text,
        countries: text,
        countriesFrom: text,
        document: text,
      }),
    )
    .max(100_000),
});

/** Keeps what an export of the register holds, so that the next can say what is new. */
export async function exportRegister(db: Db, actor: Actor, input: unknown): Promise<{ id: number }> {
  guard(actor, "register:export");
  const { from, to, rows } = parse(shape, input);
  return db.prisma.$transaction(async (tx) => {
    const id = await insertExport(tx, { exportedAt: new Date(), exportedBy: actor.name, rows });
    await writeJournal(tx, actor, { action: "register.export", subject: `register-export:${id}`, after: { from, to, rows: rows.length } });
    return { id };
  });
}
