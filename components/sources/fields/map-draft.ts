import type { FieldMap } from "@/lib/ingest/readers/field-map";
import type { Layout } from "@/lib/ingest/readers/mapped-line";
import type { SuggestedField } from "@/lib/ingest/suggest/suggest-fields";

/** What a person (or a kept mapping) said of one field; "" says nothing of a connection. */
export interface Choice {
  target: string;
  unit?: string | undefined;
  pattern?: string | undefined;
}

export type Choices = Readonly<Record<string, Choice>>;

export interface Words {
  allowed: string;
  denied: string;
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
  const others = Object.entries(choices).map(([other, c]): [string, Choice] => [
    other,
    choice.target !== "" && choice.target !== "hidden" && c.target === choice.target ? { target: "" } : c,
  ]);
  return { ...Object.fromEntries(others), [from]: choice };
}

const list = (text: string): string[] | undefined => {
  const words = text
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
  return words.length > 0 ? words : undefined;
};

/** The mapping as it is kept. A value that nobody can write on the page (constants) stays as it was. */
export function mapOf(
  name: string,
  layout: Layout,
  chosen: readonly (readonly [string, Choice])[],
  words: Words,
  base: FieldMap | undefined,
): FieldMap {
  const hidden = chosen.filter(([, c]) => c.target === "hidden").map(([from]) => from);
  const fields = chosen
    .filter(([, c]) => c.target !== "" && c.target !== "hidden")
    .map(([from, { target, unit, pattern }]) => [target, { from, ...(unit && { unit }), ...(pattern && { pattern }) }]);
  const told = { ...base?.words, allowed: list(words.allowed), denied: list(words.denied) };
  return {
    name: name.trim(),
    ...layout,
    fields: Object.fromEntries(fields) as FieldMap["fields"],
    ...(Object.values(told).some(Boolean) && { words: told }),
    ...(base?.constants && { constants: base.constants }),
    ...(hidden.length > 0 && { hidden }),
  };
}

/** What a kept mapping chose. */
export function choicesOf(map: FieldMap): Choices {
  const fields = Object.entries(map.fields).flatMap(([target, field]): [string, Choice][] =>
    field ? [[field.from, { target, unit: field.unit, pattern: field.pattern }]] : [],
  );
  return Object.fromEntries([...fields, ...(map.hidden ?? []).map((from): [string, Choice] => [from, { target: "hidden" }])]);
}

export function layoutOf({ shape, separator, equals, columns, template, syslog, after, only }: FieldMap): Layout {
  return { shape, separator, equals, columns, template, syslog, after, only };
}
