import type { FieldMap } from "@/lib/ingest/readers/field-map";
import type { Layout } from "@/lib/ingest/readers/mapped-line";
import type { SuggestedField } from "@/lib/ingest/suggest/suggest-fields";

/** What a person (or a kept mapping) said of one field; "" says nothing of a connection. */
export interface Choice {
  target: string;
  unit?: string | undefined;
  pattern?: string | undefined;
  /** What else a kept mapping reads from it; the page offers one thing a field. */
  also?: readonly Choice[] | undefined;
}

export type Choices = Readonly<Record<string, Choice>>;

export const decisions = ["allowed", "denied", "alerted"] as const;
/** As they are typed: apart by commas. */
export type Words = Readonly<Record<(typeof decisions)[number], string>>;

/** What every line says without writing it; a row may be half written. */
export interface Constant {
  target: string;
  value: string;
}

/** What holds of a field: what was chosen, else what is proposed and nobody chose for another field. */
export function choiceOf(field: SuggestedField, choices: Choices, proposing: boolean): Choice {
  const chosen = choices[field.from];
  if (chosen) return chosen;
  const { target, unit } = field;
  if (!proposing || target === undefined || (target !== "hidden" && Object.values(choices).some((c) => c.target === target)))
    return { target: "" };
  return { target, unit };
}

/** A target is one field's: who takes it takes it away. */
export function choose(choices: Choices, from: string, choice: Choice): Choices {
  const isTaken = (c: Choice): boolean => choice.target !== "" && choice.target !== "hidden" && c.target === choice.target;
  const others = Object.entries(choices).map(([other, c]): [string, Choice] => {
    const [first = { target: "" }, ...also] = [c, ...(c.also ?? [])].filter((one) => !isTaken(one)).map(({ also: _, ...one }) => one);
    return [other, also.length > 0 ? { ...first, also } : first];
  });
  return { ...Object.fromEntries(others), [from]: choice };
}

/** The fields of the lines, and those of the kept mapping that none of these lines happens to have. */
export function fieldsOf(found: readonly SuggestedField[], base: FieldMap | undefined, layout: Layout): SuggestedField[] {
  const known = new Set(found.map((field) => field.from));
  const kept = base ? Object.keys(choicesOf(base)).filter((from) => !known.has(from) && mayHold(layout, from)) : [];
  return [...found, ...kept.map((from): SuggestedField => ({ from, samples: [] }))];
}

/** A template and a list of columns name all that there is. */
function mayHold({ shape, template, columns }: Layout, from: string): boolean {
  if (from.startsWith("syslog.")) return true;
  if (shape === "template") return template?.includes(`{${from}}`) === true;
  return shape !== "separated" || (columns?.includes(from) ?? /^\d+$/.test(from));
}

const list = (text: string): string[] | undefined => {
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
  return words.length > 0 ? words : undefined;
};

/** The mapping as it is kept. */
export function mapOf(
  name: string,
  layout: Layout,
  chosen: readonly (readonly [string, Choice])[],
  words: Words,
  constants: readonly Constant[],
  base: FieldMap | undefined,
): FieldMap {
  const single = chosen.flatMap(([from, c]) => [c, ...(c.also ?? [])].map((one) => [from, one] as const));
  const hidden = single.filter(([, c]) => c.target === "hidden").map(([from]) => from);
  const fields = single
    .filter(([, c]) => c.target !== "" && c.target !== "hidden")
    .map(([from, { target, unit, pattern }]) => [target, { from, ...(unit && { unit }), ...(pattern && { pattern }) }]);
  // A word may hold a comma; what nobody changed stays as it was.
  const unchanged = wordsOf(base);
  const told = Object.fromEntries(
    decisions.map((action) => [action, words[action] === unchanged[action] ? base?.words?.[action] : list(words[action])]),
  );
  const fixed = constants.filter(({ target, value }) => target !== "" && value.trim() !== "");
  return {
    name: name.trim(),
    ...layout,
    fields: Object.fromEntries(fields) as FieldMap["fields"],
    ...(Object.values(told).some(Boolean) && { words: told }),
    ...(fixed.length > 0 && { constants: Object.fromEntries(fixed.map(({ target, value }) => [target, value.trim()])) }),
    ...(hidden.length > 0 && { hidden }),
  };
}

/** What a kept mapping chose. */
export function choicesOf(map: FieldMap): Choices {
  const choices = new Map<string, Choice>();
  const add = (from: string, choice: Choice): void => {
    const first = choices.get(from);
    choices.set(from, first ? { ...first, also: [...(first.also ?? []), choice] } : choice);
  };
  for (const [target, field] of Object.entries(map.fields))
    if (field) add(field.from, { target, unit: field.unit, pattern: field.pattern });
  for (const from of map.hidden ?? []) add(from, { target: "hidden" });
  return Object.fromEntries(choices);
}

export const wordsOf = (map: FieldMap | undefined): Words => ({
  allowed: map?.words?.allowed?.join(", ") ?? "",
  denied: map?.words?.denied?.join(", ") ?? "",
  alerted: map?.words?.alerted?.join(", ") ?? "",
});

export const constantsOf = (map: FieldMap | undefined): Constant[] =>
  Object.entries(map?.constants ?? {}).flatMap(([target, value]) => (value === undefined ? [] : [{ target, value }]));

export function layoutOf({ shape, separator, equals, columns, template, syslog, after, only }: FieldMap): Layout {
  return { shape, separator, equals, columns, template, syslog, after, only };
}
