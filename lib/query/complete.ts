import { type FieldId, fieldIds, fieldOf, isField } from "./fields";
import { printValue } from "./print";
import { type Span, type Token, tokenize } from "./tokenize";

/** What may stand at the caret, and which characters a choice replaces. */
export interface Completion extends Span {
  expects: "field" | "value";
  /** Of a value: the field it is for. */
  field?: FieldId;
  /** What is written already, escapes undone. */
  prefix: string;
  suggestions: readonly Suggestion[];
}

export interface Suggestion {
  /** Replaces the span. */
  insert: string;
  label: string;
  detail?: string;
  count?: number;
}

/** Completion from the language alone; values of open fields come from the store by `field` and `prefix`. */
export function completeAt(text: string, caret: number): Completion {
  const { tokens } = tokenize(text.slice(0, caret));
  const last = tokens.at(-1);
  const touching = last && last.to === caret ? last : undefined;
  const field = fieldAt(tokens, caret);
  if (field) {
    const word = touching?.kind === "word" ? touching : undefined;
    const prefix = word ? word.parts.join("*") : "";
    const span = { from: word?.from ?? caret, to: word ? wordEnd(text, caret) : caret };
    if (field === "has")
      return { ...span, expects: "value", prefix, suggestions: fieldIds.filter((id) => id.startsWith(prefix)).map(nameOnly) };
    return { ...span, expects: "value", field, prefix, suggestions: known(field, prefix) };
  }
  const word = touching?.kind === "word" && !touching.quoted ? touching : undefined;
  const prefix = (word?.parts.join("*") ?? "").toLowerCase();
  const starts = (id: FieldId): boolean => id.startsWith(prefix) || fieldOf(id).label.toLowerCase().startsWith(prefix);
  const offered = fieldIds.filter(starts).sort((a, b) => Number(b.startsWith(prefix)) - Number(a.startsWith(prefix)));
  return {
    from: word?.from ?? caret,
    to: word ? wordEnd(text, caret) : caret,
    expects: "field",
    prefix,
    suggestions: [
      ...offered.map((id) => ({ insert: `${id}:`, label: `${id}:`, detail: fieldOf(id).about })),
      ...("has".startsWith(prefix) ? [{ insert: "has:", label: "has:", detail: "The record says anything of the field." }] : []),
    ],
  };
}

/** A value as text to insert. */
export const suggestionOf = (field: FieldId, text: string, count?: number): Suggestion => ({
  insert: printValue(field, { kind: "exact", text }),
  label: text,
  ...(count !== undefined && { count }),
});

/** The field whose value the caret is in: right after its colon, in its first word, or inside its group. */
function fieldAt(tokens: readonly Token[], caret: number): FieldId | "has" | undefined {
  for (let i = tokens.length - 1, inGroup = false; i >= 0; i--) {
    const token = tokens[i]!;
    if (token.kind === "field") {
      const next = tokens[i + 1];
      const direct =
        inGroup || token.to === caret || (i === tokens.length - 2 && next?.kind === "word" && next.from === token.to && next.to === caret);
      const name = token.name.toLowerCase();
      return direct && (name === "has" || isField(name)) ? name : undefined;
    }
    if (token.kind === "close" || token.kind === "and" || token.kind === "not") return undefined;
    if (token.kind === "open") {
      if (inGroup || tokens[i - 1]?.kind !== "field" || tokens[i - 1]?.to !== token.from) return undefined;
      inGroup = true;
    }
  }
  return undefined;
}

function wordEnd(text: string, caret: number): number {
  let end = caret;
  while (end < text.length && !/[\s()]/.test(text[end]!)) end++;
  return end;
}

const nameOnly = (id: FieldId): Suggestion => ({ insert: id, label: id, detail: fieldOf(id).about });

const comparisons: Partial<Record<string, readonly Suggestion[]>> = {
  number: [
    { insert: ">", label: ">", detail: "more than" },
    { insert: "<", label: "<", detail: "less than" },
  ],
  bytes: [
    { insert: ">1mb", label: ">1mb", detail: "more than a megabyte" },
    { insert: ">=25mb", label: ">=25mb", detail: "25 megabytes and more" },
  ],
  duration: [
    { insert: ">1s", label: ">1s", detail: "longer than a second" },
    { insert: ">1h", label: ">1h", detail: "longer than an hour" },
  ],
  status: ["2xx", "3xx", "4xx", "5xx"].map((insert) => ({ insert, label: insert, detail: `${insert[0]}00 to ${insert[0]}99` })),
  flag: ["true", "false"].map((insert) => ({ insert, label: insert })),
  version: [{ insert: "<1.2", label: "<1.2", detail: "older than TLS 1.2" }],
};

function known(field: FieldId, prefix: string): Suggestion[] {
  const { type, values } = fieldOf(field);
  const listed = (values ?? []).map((v) => ({ insert: v, label: v }));
  return [...listed, ...(comparisons[type] ?? [])].filter((s) => s.insert.startsWith(prefix.toLowerCase()));
}
