import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import { lockSource, type Source, updateSource } from "../db/source";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { checkFormat, type FormatChoice, keepReasonShape, optionsShape, rateLimitShape, samplingShape, tagsShape } from "./source-shape";
import { unmasking } from "./source-unmasking";

const shape = z.strictObject({
  id: z.int(),
  format: z.string().optional(),
  options: optionsShape.optional(),
  tags: tagsShape.optional(),
  keepQueries: z.boolean().optional(),
  keepUsers: z.boolean().optional(),
  keepReason: keepReasonShape,
  keepInternal: z.boolean().optional(),
  silentAfter: z
    .int()
    .min(5)
    .max(90 * 1440)
    .optional(),
  sampling: samplingShape.optional(),
  rateLimit: rateLimitShape.optional(),
  disabled: z.boolean().optional(),
});

/**
 * Changes how later lines are read; what is stored stays as it was stored. The name never changes: logs are shipped to it.
 *
 * @throws {Problem} not-found; invalid, naming the field; as {@link unmasking} where it keeps more in full than before.
 */
export async function changeSource(db: Db, actor: Actor, input: unknown, formats: readonly FormatChoice[]): Promise<Source> {
  guard(actor, "source:manage");
  const { id, disabled, keepQueries, keepUsers, keepReason, ...change } = parse(shape, input);
  return db.prisma.$transaction(async (tx) => {
    const before = await lockSource(tx, id);
    if (!before) throw new Problem("not-found", "This source is not there any more.");
    checkFormat({ format: change.format ?? before.format, options: change.options ?? before.options }, formats);
    const now = new Date();
    const { columns, entries } = unmasking(actor, before, { keepQueries, keepUsers }, keepReason, now);
    const disabledAt = disabled === undefined ? undefined : disabled ? (before.disabledAt ?? now) : null;
    const after = await updateSource(tx, id, { ...change, ...columns, disabledAt });
    const changed = (Object.keys(change) as (keyof typeof change)[]).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
    );
    const pick = (source: Source) => Object.fromEntries(changed.map((key) => [key, source[key]]));
    if (changed.length > 0) entries.unshift({ action: "source.change", before: pick(before), after: pick(after) });
    if (!before.disabledAt !== !after.disabledAt) entries.push({ action: after.disabledAt ? "source.disable" : "source.enable" });
    for (const entry of entries) await writeJournal(tx, actor, { ...entry, subject: `source:${before.name}` });
    return after;
  });
}
