import { compileTemplate } from "../readers/line-template";
import { kindOfValue, type ValueKind } from "./kind-of-value";

interface Token {
  /** What stands before the value. */
  lead: string;
  text: string;
}

const MOST_TOKENS = 60;
const pairs: Record<string, string> = { '"': '"', "[": "]", "(": ")", "<": ">" };

/** Proposes a template of text that is no table: what varies from line to line, or looks like a value, becomes a name. */
export function suggestTemplate(lines: readonly string[]): string {
  const all = lines.slice(0, 50).map(tokens);
  const first = all[0];
  if (!first) return "";
  const alike = all.filter((other) => other.length === first.length && other.every((token, i) => token.lead === first[i]!.lead));
  const taken = new Set<string>();
  let template = "";
  let isOpen = false;
  for (const [i, { lead, text }] of first.entries()) {
    template += literal(lead);
    const kind = kindOfValue(text);
    // A word that could be a decision is one where it differs.
    const isValue = text !== "" && ((kind !== undefined && kind !== "decision") || alike.some((other) => other[i]!.text !== text));
    // Two values with nothing between them could not be told apart.
    if (!isValue || (isOpen && lead === "")) template += literal(text);
    else template += `{${nameOf(kind, lead, taken)}}`;
    isOpen = isValue || (isOpen && lead === "" && text === "");
  }
  return typeof compileTemplate(template) === "string" ? "" : template;
}

const literal = (text: string): string => text.replaceAll("{", "{{");

const names: Record<ValueKind, string> = {
  time: "time",
  date: "date",
  url: "url",
  address: "address",
  name: "host",
  method: "method",
  protocol: "protocol",
  tls: "tls_version",
  decision: "action",
  mail: "email",
  number: "number",
};

/** The key before it, else what it looks like; each once. */
function nameOf(kind: ValueKind | undefined, lead: string, taken: Set<string>): string {
  const key = /([A-Za-z][A-Za-z0-9_.-]{0,40})[=:] ?["[(<]?$/.exec(lead.slice(-60))?.[1];
  const base = key ?? (kind === "address" ? (taken.has("source") ? "destination" : "source") : kind ? names[kind] : "field");
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}${n}`;
  taken.add(name);
  return name;
}

/** Words, and what stands in quotes or brackets; text behind the last one is a token of its own. */
function tokens(line: string): Token[] {
  const found: Token[] = [];
  const text = line.slice(0, 4000).trimEnd();
  let lead = "";
  let at = 0;
  while (at < text.length && found.length < MOST_TOKENS) {
    const c = text[at]!;
    const close = pairs[c];
    const end = close === undefined ? -1 : text.indexOf(close, at + 1);
    // What holds keys and values is taken apart further.
    if (end > at && !/^[A-Za-z_][\w.-]{0,40}=/.test(text.slice(at + 1, at + 50))) {
      found.push({ lead: lead + c, text: text.slice(at + 1, end) });
      lead = close!;
      at = end + 1;
      continue;
    }
    if (/[\s,;|"'[\](){}<>]/.test(c) || text.startsWith("->", at)) {
      lead += c === "-" ? "->" : c;
      at += c === "-" ? 2 : 1;
      continue;
    }
    const word = wordAt(text, at);
    const equals = /^[A-Za-z_][\w.-]{0,40}=/.exec(word.slice(0, 60))?.[0] ?? "";
    lead += equals;
    if (word.length > equals.length) {
      found.push({ lead, text: word.slice(equals.length) });
      lead = "";
    }
    at += word.length;
  }
  if (at < text.length) found.push({ lead, text: text.slice(at) });
  else if (lead !== "") found.push({ lead, text: "" });
  return found;
}

/** To the next blank or mark; a date and the time behind it are one word. */
function wordAt(text: string, from: number): string {
  const both = /^[0-9]{4}[-/][0-9]{2}[-/][0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?/.exec(
    text.slice(from, from + 45),
  );
  if (both) return both[0];
  let end = from;
  const equals = /^[A-Za-z_][\w.-]{0,40}=/.exec(text.slice(from, from + 45))?.[0].length ?? 0;
  end += equals;
  while (end < text.length && !/[\s,;|"'[\](){}<>]/.test(text[end]!) && !text.startsWith("->", end)) end++;
  // A colon at the end belongs to the text around the value.
  if (end - from > 1 && text[end - 1] === ":" && end - from - equals > 1) end--;
  return text.slice(from, Math.max(end, from + 1));
}
