import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import type { DataEntry } from "../db/register";
import { Problem } from "../model/problem";
import { type Actor, guard } from "../model/role";
import { word } from "./source-shape";

/** As the policy's geo rules write a class: "personal", "identity-document". */
const dataClass = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,40}$/, "write a class as one word: letters, digits, dot, dash");

const shape = z.strictObject({
  /** Absent for a new entry. */
  id: z.int().optional(),
  service: word.min(1, "is needed"),
  /** "" speaks for every environment. */
  environment: word.default(""),
  classes: z.array(dataClass).min(1, "name at least one class of data").max(30),
  purpose: word.min(1, "is needed").max(120),
});

/** Says which data a service handles and why. Findings about geography follow at the next audit. */
export async function saveDataEntry(db: Db, actor: Actor, input: unknown): Promise<DataEntry> {
  guard(actor, "register:manage");
  const { id, ...given } = parse(shape, input);
  const draft = { ...given, classes: [...new Set(given.classes)].sort() };
  return db.prisma.$transaction(async (tx) => {
    const taken = await tx.dataRegister.findUnique({
      where: { service_environment: { service: draft.service, environment: draft.environment } },
    });
    if (taken && taken.id !== id)
      throw new Problem(
        "conflict",
        `service: ${draft.service}${draft.environment && ` in ${draft.environment}`} has an entry already. Change that one.`,
        {
          field: "service",
        },
      );
    const before = id === undefined ? null : await tx.dataRegister.findUnique({ where: { id } });
    if (id !== undefined && !before) throw new Problem("not-found", "This entry is not there any more.");

    const row = { ...draft, updatedBy: actor.name };
    const after = before
      ? await tx.dataRegister.update({ where: { id: before.id }, data: row })
      : await tx.dataRegister.create({ data: row });
    await writeJournal(tx, actor, {
      action: before ? "data-register.change" : "data-register.create",
      subject: `data-register:${after.service}${after.environment && `/${after.environment}`}`,
      before: before && journalled(before),
      after: journalled(after),
    });
    return after;
  });
}

/** What the journal keeps of an entry. */
export const journalled = ({ service, environment, classes, purpose }: DataEntry) => ({ service, environment, classes, purpose });
