const QUOTE = 34;
const COMMA = 44;
const CLOSE = 125;

interface Field {
  /** What stands from the end of the value before to the beginning of this one. */
  lead: string;
  /** Where its value goes; -1 where nobody asks for it. */
  column: number;
  /** The field that followed the last time. */
  next: Field | undefined;
}

/**
 * Reads one object a line with the same keys again and again, as programs write it: where the next key is the expected
 * one, it is compared and never cut out, and only the values asked for are made. What is not flat and plain (nested
 * values, escapes) is left to JSON.parse.
 */
export class FlatJson {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #fields = new Map<string, Field>();
  readonly #first: Field = { lead: "", column: -1, next: undefined };
  #end = 0;

  /** @param columns keys and the places of their values. */
  constructor(columns: ReadonlyMap<string, number>) {
    this.#columns = columns;
  }

  /** Fills the values asked for; the others stay undefined. @returns false where the line is for JSON.parse. */
  read(line: string, values: unknown[]): boolean {
    if (line.charCodeAt(0) !== 123 || line.includes("\\")) return false;
    values.fill(undefined);
    let at = 0;
    let field = this.#first;
    for (;;) {
      let next = field.next;
      if (next === undefined || !line.startsWith(next.lead, at)) {
        next = this.#learn(line, at);
        if (next === undefined) return false;
        field.next = next;
      }
      field = next;
      const value = this.#value(line, at + field.lead.length, field.column >= 0);
      if (value === nothing) return false;
      if (field.column >= 0) values[field.column] = value;
      at = this.#end;
      const code = line.charCodeAt(at);
      if (code === CLOSE) return line.length === at + 1 || line.slice(at + 1).trim() === "";
      if (code !== COMMA) return false;
    }
  }

  /** The field whose key stands here, after a brace or a comma. */
  #learn(line: string, at: number): Field | undefined {
    let from = at + 1;
    while (line.charCodeAt(from) === 32) from++;
    if (line.charCodeAt(from) !== QUOTE) return undefined;
    const to = line.indexOf('"', from + 1);
    let value = to + 1;
    if (to < 0 || to - from > 128 || line.charCodeAt(value++) !== 58) return undefined;
    while (line.charCodeAt(value) === 32) value++;
    const lead = line.slice(at, value);
    let field = this.#fields.get(lead);
    if (!field) {
      // Keys that never come again are not a program's: such lines are not worth remembering.
      if (this.#fields.size >= 500) return undefined;
      field = {
        lead: JSON.parse(JSON.stringify(lead)) as string,
        column: this.#columns.get(line.slice(from + 1, to)) ?? -1,
        next: undefined,
      };
      this.#fields.set(field.lead, field);
    }
    return field;
  }

  /** The value that begins here; `#end` is where it ends. */
  #value(line: string, at: number, wanted: boolean): unknown {
    const code = line.charCodeAt(at);
    if (code === QUOTE) {
      const end = line.indexOf('"', at + 1);
      if (end < 0) return nothing;
      this.#end = end + 1;
      return wanted ? line.slice(at + 1, end) : undefined;
    }
    if ((code >= 48 && code <= 57) || code === 45) return this.#number(line, at);
    for (const [text, value] of words)
      if (line.startsWith(text, at)) {
        this.#end = at + text.length;
        return value;
      }
    return nothing;
  }

  /** Up to fifteen digits are exact, and so is their quotient by a power of ten (IEEE 754); the rest is for Number. */
  #number(line: string, at: number): unknown {
    let value = 0;
    let digits = 0;
    let fraction = -1;
    let i = at;
    for (; ; i++) {
      const digit = line.charCodeAt(i) - 48;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
      } else if (digit === -2 && fraction < 0 && digits > 0) fraction = digits;
      else break;
    }
    const code = line.charCodeAt(i);
    if (code === COMMA || code === CLOSE) {
      this.#end = i;
      const leading = line.charCodeAt(at) === 48 && (fraction < 0 ? digits : fraction) > 1;
      if (digits === 0 || digits === fraction || leading) return nothing;
      if (digits <= 15 || value < Number.MAX_SAFE_INTEGER) return fraction < 0 ? value : value / powers[digits - fraction]!;
    }
    while (i < line.length && line.charCodeAt(i) !== COMMA && line.charCodeAt(i) !== CLOSE) i++;
    const text = line.slice(at, i);
    this.#end = i;
    return /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : nothing;
  }
}

const nothing = Symbol("no plain value");
const words = [
  ["true", true],
  ["false", false],
  ["null", null],
] as const;
const powers = Array.from({ length: 23 }, (_, i) => 10 ** i);
