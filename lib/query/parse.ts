import { and, everything, has, isEverything, not, or, type Query, type Value, where } from "./ast";
import { type FieldId, fieldIds, isField } from "./fields";
import { type QueryProblem, type Token, tokenize, type Word } from "./tokenize";
import { readValue, textValue } from "./value";

/** A query, or what keeps the text from being one: never both, and never a part of what was written. */
export type ParsedQuery = { query: Query; problems?: undefined } | { query?: undefined; problems: readonly QueryProblem[] };

const maxLength = 4096;
const maxDepth = 24;

export function parseQuery(text: string): ParsedQuery {
  if (text.length > maxLength) {
    return { problems: [{ from: maxLength, to: text.length, message: `A query has at most ${maxLength} characters.` }] };
  }
  const { tokens, problems } = tokenize(text);
  if (problems.length > 0) return { problems };
  const parser = new Parser(tokens, text.length);
  const query = parser.query();
  return parser.problems.length > 0 ? { problems: parser.problems } : { query };
}

class Parser {
  readonly problems: QueryProblem[] = [];
  #at = 0;

  constructor(
    readonly tokens: readonly Token[],
    readonly end: number,
  ) {}

  query(): Query {
    const read = this.tokens.length === 0 ? everything : this.#any(0);
    const rest = this.#peek();
    if (rest) this.#problem(rest, "This parenthesis was not opened.");
    return read ?? everything;
  }

  #peek(): Token | undefined {
    return this.tokens[this.#at];
  }

  #problem(span: { from: number; to: number }, message: string, fix?: string): undefined {
    // One mistake is told once: later ones at the same place follow from it.
    if (!this.problems.some((p) => p.from === span.from))
      this.problems.push({ from: span.from, to: span.to, message, ...(fix !== undefined && { fix }) });
  }

  #any(depth: number): Query | undefined {
    const parts = [this.#all(depth)];
    while (this.#peek()?.kind === "or") {
      this.#at++;
      parts.push(this.#all(depth));
    }
    const whole = parts.filter((p) => p !== undefined);
    return whole.length === 0 ? undefined : or(...whole);
  }

  #all(depth: number): Query | undefined {
    const parts: Query[] = [];
    let wanted = true;
    for (let token = this.#peek(); token && token.kind !== "or" && token.kind !== "close"; token = this.#peek()) {
      if (token.kind === "and") {
        this.#at++;
        if (wanted) this.#problem(token, "AND stands between two conditions.");
        wanted = true;
        continue;
      }
      const part = this.#one(depth);
      if (part) parts.push(part);
      wanted = false;
    }
    if (wanted) {
      const next = this.#peek() ?? { from: Math.max(0, this.end - 1), to: this.end };
      this.#problem(next, "A condition is missing here.");
    }
    return parts.length === 0 ? undefined : and(...parts);
  }

  #one(depth: number): Query | undefined {
    const token = this.#peek()!;
    this.#at++;
    switch (token.kind) {
      case "not": {
        const next = this.#peek();
        if (!next || next.kind === "or" || next.kind === "and" || next.kind === "close")
          return this.#problem(token, "Nothing follows to be negated.");
        const part = this.#one(depth + 1);
        return part && !isEverything(part) ? not(part) : undefined;
      }
      case "open": {
        if (depth >= maxDepth) {
          this.#at = this.tokens.length;
          return this.#problem(token, `Parentheses nest at most ${maxDepth} deep.`);
        }
        const inner = this.#any(depth + 1);
        if (this.#peek()?.kind === "close") this.#at++;
        else this.#problem(token, "This parenthesis is not closed.");
        return inner;
      }
      case "field":
        return this.#clause(token);
      case "word":
        if (token.parts.every((p) => p === "")) return this.#problem(token, "This text is empty.");
        return { kind: "text", value: textValue(token) };
      default:
        return this.#problem(token, "This is not expected here.");
    }
  }

  #clause(token: Extract<Token, { kind: "field" }>): Query | undefined {
    const name = token.name.toLowerCase();
    const span = { from: token.from, to: token.to - 1 };
    const known = name === "has" || isField(name);
    if (!known) {
      const fix = nearest(name);
      this.#problem(span, `${token.name} is no field.${fix ? ` Did you mean ${fix}?` : " Put text with a colon in quotation marks."}`, fix);
    }
    const words = this.#words(token);
    if (!words || !known) return undefined;
    if (name === "has") return this.#has(words);
    const field = name as FieldId;
    const values: Value[] = [];
    for (const word of words) {
      const read = readValue(field, word);
      if ("problem" in read) this.#problem(word, read.problem, read.fix);
      else values.push(read.value);
    }
    return values.length === 0 ? undefined : where(field, ...values);
  }

  #has(words: readonly Word[]): Query | undefined {
    const parts: Query[] = [];
    for (const word of words) {
      const name = word.parts.join("*").toLowerCase();
      if (isField(name)) parts.push(has(name));
      else this.#problem(word, `${name || "This"} is no field.`, nearest(name));
    }
    return parts.length === 0 ? undefined : or(...parts);
  }

  /** The value after a colon, or those of a group. */
  #words(token: Token): Word[] | undefined {
    const first = this.#peek();
    if (!first || first.from !== token.to || (first.kind !== "word" && first.kind !== "open")) {
      return this.#problem(token, "A value is missing after the colon.");
    }
    this.#at++;
    if (first.kind === "word") return [first];
    const words: Word[] = [];
    let wanted = true;
    for (let next = this.#peek(); next && next.kind !== "close"; next = this.#peek()) {
      this.#at++;
      if (wanted && next.kind === "word") words.push(next);
      else if (wanted || next.kind !== "or") this.#problem(next, "Values in parentheses are written (a OR b).");
      wanted = next.kind === "or";
    }
    const close = this.#peek();
    if (close) this.#at++;
    else return this.#problem(first, "This parenthesis is not closed.");
    if (wanted) return this.#problem(close, "A value is missing here.");
    return words;
  }
}

/** The field one or two slips away from what was written. */
function nearest(name: string): FieldId | undefined {
  let best: FieldId | undefined;
  let distance = Math.min(3, name.length - 1);
  for (const id of fieldIds) {
    const d = slips(name, id);
    if (d < distance) {
      distance = d;
      best = id;
    }
  }
  return best;
}

function slips(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
