import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";

const DAY = 86_400_000;
const plain = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]*$/u, "holds control characters");

const shape = z.strictObject({
  label: plain.min(1, "is needed").max(200, "is too long"),
  /** Concerns every service when absent. */
  service: plain.max(200, "is too long").optional(),
  /** RFC 3339; now when absent. */
  at: z.iso.datetime({ offset: true, message: "write a time such as 2026-11-20T08:00:00Z" }).optional(),
});

/** Notes a deploy, so that what changes afterwards can be told from what changed by itself. */
export async function recordMark(
  db: Db,
  actor: Actor,
  input: unknown,
  { now = Date.now(), sample = false }: { now?: number; sample?: boolean } = {},
): Promise<{ id: number; at: Date }> {
  guard(actor, "run:manage");
  const { label, service, at: given } = parse(shape, input);
  const at = given ? Date.parse(given) : now;
  if (at > now + DAY || at < now - 400 * DAY)
    throw new Problem("invalid", "at: within the last 400 days, and a day ahead at most.", { field: "at" });
  return db.prisma.$transaction(async (tx) => {
    const mark = await tx.mark.create({ data: { at: new Date(at), kind: "deploy", label, service: service || null, sample } });
    await writeJournal(tx, actor, {
      action: "mark.create",
      subject: `mark:${mark.id}`,
      after: { at: mark.at.toISOString(), label, service },
    });
    return { id: mark.id, at: mark.at };
  });
}
