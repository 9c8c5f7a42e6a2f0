import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { insertSource, makeSourceToken, type Source } from "../db/source";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import {
  checkFormat,
  type FormatChoice,
  keepReasonShape,
  optionsShape,
  rateLimitShape,
  samplingShape,
  sourceName,
  tagsShape,
} from "./source-shape";
import { unmasking } from "./source-unmasking";

const shape = z.strictObject({
  name: sourceName,
  format: z.string(),
  options: optionsShape.default({}),
  tags: tagsShape.default({}),
  keepQueries: z.boolean().default(false),
  keepUsers: z.boolean().default(false),
  keepReason: keepReasonShape,
  keepInternal: z.boolean().default(false),
  silentAfter: z
    .int()
    .min(5)
    .max(90 * 1440)
    .default(1440),
  sampling: samplingShape.default(null),
  rateLimit: rateLimitShape.default({}),
  sample: z.boolean().default(false),
});

/**
 * Adds a source. Its token is in this answer and nowhere else.
 *
 * @param formats the catalogue; "auto" is known besides.
 * @throws {Problem} conflict when the name is taken; as {@link unmasking} where it keeps values in full.
 */
export async function createSource(
  db: Db,
  actor: Actor,
  input: unknown,
  formats: readonly FormatChoice[],
): Promise<{ source: Source; token: string }> {
  guard(actor, "source:manage");
  const { keepReason, ...draft } = parse(shape, input);
  checkFormat(draft, formats);
  const { columns, entries } = unmasking(actor, { keepQueries: false, keepUsers: false }, draft, keepReason, new Date());
  const { token, ...hash } = makeSourceToken();
  const source = await db.prisma.$transaction(async (tx) => {
    const made = await insertSource(tx, { ...draft, ...columns, ...hash, createdBy: actor.name });
    if (!made) throw new Problem("conflict", `There is already a source named ${draft.name}.`, { field: "name" });
    const subject = `source:${made.name}`;
    await writeJournal(tx, actor, { action: "source.create", subject, after: draft });
    for (const entry of entries) await writeJournal(tx, actor, { ...entry, subject });
    return made;
  });
  return { source, token };
}
