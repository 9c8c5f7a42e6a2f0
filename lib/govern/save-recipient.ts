import { z } from "zod";
import { parse } from "../access/parse";
import type { Db } from "../db/client";
import { writeJournal } from "../db/journal";
import type { RecipientEntry } from "../db/register";
import { Problem } from "../model/problem";
import { recipientBases, recipientRoles } from "../model/register";
import { type Actor, guard } from "../model/role";
import { canonicalPattern } from "../policy/pattern";
import { countriesOf } from "../policy/regions";
import { word } from "./source-shape";

const empty = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);
const day = z.preprocess(empty, z.iso.date("write a date as 2026-11-22").optional());

const country = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code) => /^[A-Z]{2}$/.test(code) && countriesOf(code) !== undefined, "write countries by their two letters: DE, CH");

// A link in a register is followed by people: only the web, never a script.
const link = z.preprocess(
  empty,
  z
    .url({ protocol: /^https?$/, error: "write an address that starts with https://" })
    .max(500)
    .optional(),
);

const shape = z.strictObject({
  /** Absent for a new entry. */
  id: z.int().optional(),
  host: z.string().trim().toLowerCase().min(1, "is needed"),
  recipient: word.min(1, "is needed"),
  role: z.enum(recipientRoles),
  basis: z.enum(recipientBases),
  countries: z.array(country).max(60).default([]),
  validFrom: day,
  validUntil: day,
  document: link,
});

/** Says to whom data goes at a destination, in which role, on which basis and until when. */
export async function saveRecipient(db: Db, actor: Actor, input: unknown): Promise<RecipientEntry> {
  guard(actor, "register:manage");
  const { id, validFrom, validUntil, document, ...given } = parse(shape, input);
  const read = canonicalPattern(given.host);
  if ("why" in read) throw new Problem("invalid", `host: ${read.why}. ${read.fix ?? ""}`.trim(), { field: "host" });
  if (validFrom && validUntil && validUntil < validFrom)
    throw new Problem("invalid", "validUntil: it lies before the start.", { field: "validUntil" });
  const draft = {
    ...given,
    host: read.pattern,
    countries: [...new Set(given.countries)].sort(),
    validFrom: validFrom ? new Date(`${validFrom}T00:00:00Z`) : null,
    validUntil: validUntil ? new Date(`${validUntil}T00:00:00Z`) : null,
    document: document ?? null,
    updatedBy: actor.name,
  };
  return db.prisma.$transaction(async (tx) => {
    const taken = await tx.recipientRegister.findUnique({ where: { host: draft.host } });
    if (taken && taken.id !== id)
      throw new Problem("conflict", `host: ${draft.host} has an entry already, for ${taken.recipient}. Change that one.`, {
        field: "host",
      });
    const before = id === undefined ? null : await tx.recipientRegister.findUnique({ where: { id } });
    if (id !== undefined && !before) throw new Problem("not-found", "This entry is not there any more.");
    const after = before
      ? await tx.recipientRegister.update({ where: { id: before.id }, data: draft })
      : await tx.recipientRegister.create({ data: draft });
    await writeJournal(tx, actor, {
      action: before ? "recipient.change" : "recipient.create",
      subject: `recipient:${after.host}`,
      before: before && journalled(before),
      after: journalled(after),
    });
    return after;
  });
}

/** What the journal keeps of an entry. */
export const journalled = ({ host, recipient, role, basis, countries, validFrom, validUntil, document }: RecipientEntry) => ({
  host,
  recipient,
  role,
  basis,
  countries,
  validFrom: validFrom?.toISOString().slice(0, 10) ?? null,
  validUntil: validUntil?.toISOString().slice(0, 10) ?? null,
  document,
});
