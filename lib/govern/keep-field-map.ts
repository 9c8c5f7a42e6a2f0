import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { findSource, type Source } from "../db/source";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { changeSource } from "./change-source";
import type { FormatChoice } from "./source-shape";

const shape = z.strictObject({ id: z.int(), fields: z.string(), timezone: z.string().optional() });

/** Has a source read with a field mapping from now on. @throws {Problem} invalid, naming what is wrong with it. */
export async function keepFieldMap(db: Db, actor: Actor, input: unknown, formats: readonly FormatChoice[]): Promise<Source> {
  guard(actor, "source:manage");
  const { id, fields, timezone } = parse(shape, input);
  const source = await findSource(db.prisma, id);
  if (!source) throw new Problem("not-found", "This source is not there any more.");
  return changeSource(db, actor, { id, format: "mapped", options: { ...source.options, fields, timezone } }, formats);
}
