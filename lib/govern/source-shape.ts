import { z } from "zod";
import type { SourceOptions } from "../db/source";
import { parseCidr } from "../model/address";
import { Problem } from "../model/problem";

/** What a source's form must know of a format. */
export interface FormatChoice {
  id: string;
  options?: Partial<Record<"fields" | "timezone" | "internal", string>>;
  wrongIn?(options: SourceOptions): string | undefined;
}

/** It stands in addresses, commands and queries, so it is plain. */
export const sourceName = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "use lower-case letters, digits, dot, dash and underscore, starting with a letter or digit");

/** A word that people and policies use: no control characters, no edges of white space. */
export const word = z
  .string()
  .trim()
  .max(120, "at most 120 characters")
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, "control characters are not allowed");

const optional = <T extends z.ZodType>(inner: T) =>
  z.preprocess((value) => (typeof value === "string" && value.trim() === "" ? undefined : value), inner.optional());

export const optionalWord = optional(word);

export const tagsShape = z.strictObject({ service: optionalWord, environment: optionalWord, team: optionalWord });

export const optionsShape = z.strictObject({
  fields: optional(z.string().trim().max(30_000, "at most 30,000 characters")),
  timezone: optional(z.string().trim().refine(isZone, "a UTC offset such as +02:00, or a zone such as Europe/Berlin")),
  internal: z
    .array(
      z
        .string()
        .trim()
        .refine((text) => parseCidr(text) !== undefined, "a network such as 10.0.0.0/8, without host bits"),
    )
    .max(1000)
    .optional(),
});

export const reasonAsked = "say in 10 to 500 characters why these values are kept in full";

/** Why values are kept in full: a text of one line, counted in characters as the database counts them. */
export const keepReasonShape = optional(
  z
    .string()
    .transform((text) => text.replaceAll(/\s+/g, " ").trim())
    .refine((text) => [...text].length >= 10 && [...text].length <= 500, reasonAsked)
    .refine((text) => !/[\p{Cc}\p{Cf}]/u.test(text), "control characters are not allowed"),
);

/** Of how many things one is logged. */
export const samplingShape = z.int().min(2, "at least 2: one in two").max(1_000_000_000).nullable();

const rate = z.int().min(1, "at least 1 a second").max(1_000_000_000);

/** What a source may send; without a rate, what there is room for. */
export const rateLimitShape = z
  .strictObject({ linesPerSecond: rate.optional(), bytesPerSecond: rate.optional(), burstSeconds: z.int().min(1).max(3600).optional() })
  .refine((limit) => limit.burstSeconds === undefined || limit.linesPerSecond !== undefined || limit.bytesPerSecond !== undefined, {
    message: "a burst is of a rate: give lines or bytes a second",
    path: ["burstSeconds"],
  });

function isZone(text: string): boolean {
  if (/^[+-](0\d|1[0-4]):[0-5]\d$/.test(text)) return true;
  try {
    return /^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text) && !!new Intl.DateTimeFormat("en", { timeZone: text });
  } catch {
    return false;
  }
}

/** @throws {Problem} invalid for an unknown format, or for an option that the format does not read. */
export function checkFormat(draft: { format: string; options: SourceOptions }, formats: readonly FormatChoice[]): void {
  if (draft.format === "auto") return;
  const format = formats.find((f) => f.id === draft.format);
  if (!format) throw new Problem("invalid", "format: Waybill reads no format of this name.", { field: "format" });
  for (const option of ["fields", "timezone", "internal"] as const) {
    if (draft.options[option] !== undefined && !format.options?.[option])
      throw new Problem("invalid", `options.${option}: ${format.id} does not read it.`, { field: `options.${option}` });
  }
  const wrong = format.wrongIn?.(draft.options);
  if (wrong !== undefined) throw new Problem("invalid", `options.fields: ${wrong}.`, { field: "options.fields" });
}
