import { z } from "zod";
import { type FieldTarget, type FieldTargetId, fieldTargets } from "./field-targets";
import { compileTemplate } from "./line-template";
import { strftimeReader } from "./time";

const shapes = ["json", "key-value", "separated", "template"] as const;

/** What one unit is: of a duration in milliseconds, of a size in bytes. Times since the epoch are told by these names too. */
export const fieldUnits = {
  time: { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 },
  duration: { s: 1000, ms: 1, us: 1e-3, ns: 1e-6, min: 60_000 },
  size: { B: 1, kB: 1000, KiB: 1024, MB: 1e6, MiB: 1_048_576 },
} as const;

const place = z.string().min(1, "is empty").max(200, "is longer than 200 characters");
const words = z.array(z.string().trim().toLowerCase().min(1).max(60)).max(50);
const targetIds = Object.keys(fieldTargets) as [FieldTargetId, ...FieldTargetId[]];

const field = z.strictObject({
  /** Path of a JSON member, key, name or number of a column, name in the template. */
  from: place,
  unit: z.enum(["s", "ms", "us", "ns", "min", "B", "kB", "KiB", "MB", "MiB"]).optional(),
  /** How a time is written (strftime), where it is none of the usual ways. */
  pattern: z.string().min(2).max(60).optional(),
});

const shape = z.strictObject({
  name: z.string().trim().min(1, "is needed").max(80, "is longer than 80 characters"),
  shape: z.enum(shapes),
  /** Between two cells or pairs; a blank stands for any number of blanks. */
  separator: z.string().min(1).max(3, "is longer than 3 characters").optional(),
  /** Between a key and its value; "=" where absent. */
  equals: z.string().min(1).max(3).optional(),
  /** Names of the columns in their order, as a header line gives them. */
  columns: z.array(z.string().max(200)).min(1).max(500).optional(),
  template: z.string().max(2000, "is longer than 2,000 characters").optional(),
  /** A syslog header may stand before each line. */
  syslog: z.boolean().optional(),
  /** The fields begin behind this text. */
  after: z.string().min(1).max(100).optional(),
  /** Lines without this text are no connections: they are skipped. */
  only: z.string().min(1).max(100).optional(),
  fields: z.partialRecord(z.enum(targetIds), field),
  /** Words of the product for its decisions, where they are not understood by themselves. */
  words: z.strictObject({ allowed: words.optional(), denied: words.optional(), alerted: words.optional() }).optional(),
  /** What every line says of a connection without writing it. */
  constants: z.partialRecord(z.enum(targetIds), z.string().trim().min(1).max(200)).optional(),
  /** Fields that are in no record, and hidden in the stored line: people and secrets. */
  hidden: z.array(place).max(100).optional(),
});

/** How the lines of a product that no format knows become connections: what a person pointed at, kept as the source's option. */
export type FieldMap = z.infer<typeof shape>;

const destinations: readonly FieldTargetId[] = ["dstIp", "dstHost", "url", "sni", "dnsQuestion"];

/** @returns the map, or what is wrong with it and where. Never throws. */
export function readFieldMap(text: string | undefined): FieldMap | string {
  if (text === undefined || text.trim() === "") return "there is no field mapping";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "the field mapping is no JSON";
  }
  return checkFieldMap(value);
}

export function checkFieldMap(value: unknown): FieldMap | string {
  const read = shape.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0]!;
    return `${issue.path.join(".") || "the field mapping"}: ${issue.message}`;
  }
  return wrongIn(read.data) ?? read.data;
}

function wrongIn(map: FieldMap): string | undefined {
  const template = map.shape === "template" ? compileTemplate(map.template ?? "") : undefined;
  if (typeof template === "string") return `template: ${template}`;
  if (map.shape === "separated" && map.separator === undefined) return "separator: is needed";
  const isThere = (from: string): boolean =>
    template ? template.names.includes(from) : map.shape !== "separated" || columnOf(map, from) !== undefined;
  const targets: Record<string, FieldTarget> = fieldTargets;
  for (const [id, { from, unit, pattern }] of Object.entries(map.fields)) {
    if (!isThere(from) && !isOfSyslog(map, from)) return `fields.${id}.from: ${template ? "the template" : "the line"} has no such field`;
    const { units } = targets[id]!;
    if (unit !== undefined && !(units && unit in fieldUnits[units])) return `fields.${id}.unit: does not fit`;
    if (pattern !== undefined && (units !== "time" || !isPattern(pattern))) return `fields.${id}.pattern: is no pattern of a time`;
  }
  if (!destinations.some((id) => map.fields[id] ?? map.constants?.[id]))
    return "fields: none says where to (destination, its name, URL, server name, or the name that was asked for)";
  return undefined;
}

/** Each directive once: a pattern of many open ones could be slow on a line made for it. */
function isPattern(pattern: string): boolean {
  const directives = pattern.match(/%[A-Za-z]/g) ?? [];
  return new Set(directives).size === directives.length && strftimeReader(pattern, (ms) => ms) !== undefined;
}

/** The place of a column by its name, or by its number from 1. */
export function columnOf(map: Pick<FieldMap, "columns">, from: string): number | undefined {
  const named = map.columns?.indexOf(from) ?? -1;
  if (named >= 0) return named;
  const number = /^[1-9][0-9]{0,2}$/.test(from) ? Number(from) - 1 : undefined;
  return number !== undefined && number < (map.columns?.length ?? 500) ? number : undefined;
}

/** What the header before a line says, as fields. */
export const syslogFields = ["syslog.time", "syslog.host", "syslog.program"] as const;
export const isOfSyslog = (map: FieldMap, from: string): boolean =>
  map.syslog === true && (syslogFields as readonly string[]).includes(from);
