import { isHarmlessKey } from "../../model/secrets";
import { bytesOfText, END, OTHER, PLAIN } from "./text-bytes";
import { Texts } from "./texts";

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const COLON = 58;
const OPEN = 123;
const CLOSE = 125;

interface Field {
  /** What stands from the end of the value before to the beginning of this one. */
  lead: Uint8Array;
  /** Where its value goes; -1 where nobody asks for it. */
  column: number;
  /** Whether its key names neither a person nor a secret. */
  isHarmless: boolean;
  /** Texts that had to be made of late: where nearly every one is new, none is looked for. */
  fresh: number;
  /** The field that followed the last time. */
  next: Field | undefined;
}

/**
 * Reads one object a line with the same keys again and again, as programs write it, from its bytes: where the next key
 * is the expected one, it is compared and never cut out, and only the values asked for are made. What is not flat and
 * plain (nested values, escapes, beyond ASCII) is left to JSON.parse.
 */
export class FlatJson {
  /** Whether the object read last holds nothing that masking could touch, as far as its keys and values tell. */
  isPlain = false;
  readonly #columns: ReadonlyMap<string, number>;
  readonly #fields = new Map<string, Field>();
  readonly #first: Field = { lead: new Uint8Array(), column: -1, isHarmless: true, fresh: 0, next: undefined };
  #texts: Texts | undefined;
  #line: Buffer | undefined;
  #end = 0;

  /** @param columns keys and the places of their values. */
  constructor(columns: ReadonlyMap<string, number>) {
    this.#columns = columns;
  }

  /** As `read`, of a text. @returns false where the line is for JSON.parse. */
  readText(line: string, values: unknown[]): boolean {
    if (line.length > 65_536) return false;
    this.#line ??= Buffer.alloc(3 * 65_536);
    const length = this.#line.write(line.trimEnd());
    return this.read(this.#line.subarray(0, length), 0, values) === length;
  }

  /**
   * Fills the values asked for from the line that begins here; the others stay undefined.
   *
   * @returns where the line ends (its line break, or the end of the bytes); -1 where it is for JSON.parse.
   */
  read(bytes: Buffer, from: number, values: unknown[]): number {
    if (bytes[from] !== OPEN) return -1;
    for (let i = 0; i < values.length; i++) values[i] = undefined;
    this.isPlain = true;
    let at = from;
    let field = this.#first;
    for (;;) {
      let next = field.next;
      if (next === undefined || !isAt(bytes, at, next.lead)) {
        next = this.#learn(bytes, at);
        if (next === undefined) return -1;
        field.next = next;
      }
      field = next;
      if (!field.isHarmless) this.isPlain = false;
      const value = this.#value(bytes, at + field.lead.length, field);
      if (value === nothing) return -1;
      if (field.column >= 0) values[field.column] = value;
      at = this.#end;
      const code = bytes[at];
      if (code === COMMA) continue;
      return code === CLOSE ? endOfLine(bytes, at + 1) : -1;
    }
  }

  /** The field whose key stands here, after a brace or a comma. */
  #learn(bytes: Buffer, at: number): Field | undefined {
    let from = at + 1;
    while (bytes[from] === SPACE) from++;
    if (bytes[from] !== QUOTE) return undefined;
    let to = from + 1;
    while (to - from <= 128 && to < bytes.length && bytesOfText[bytes[to]!]! < END) to++;
    let value = to + 1;
    if (bytes[to] !== QUOTE || bytes[value++] !== COLON) return undefined;
    while (bytes[value] === SPACE) value++;
    const lead = bytes.toString("latin1", at, value);
    let field = this.#fields.get(lead);
    if (!field) {
      // Keys that never come again are not a program's: such lines are not worth remembering.
      if (this.#fields.size >= 500) return undefined;
      const key = bytes.toString("latin1", from + 1, to);
      field = {
        lead: Uint8Array.from(bytes.subarray(at, value)),
        column: this.#columns.get(key) ?? -1,
        isHarmless: isHarmlessKey(key),
        fresh: 0,
        next: undefined,
      };
      this.#fields.set(lead, field);
    }
    return field;
  }

  /** The value that begins here; `#end` is where it ends. */
  #value(bytes: Buffer, at: number, field: Field): unknown {
    const code = bytes[at]!;
    if (code === QUOTE) {
      let end = at + 1;
      let kinds = PLAIN;
      for (;;) {
        const kind = end < bytes.length ? bytesOfText[bytes[end]!]! : OTHER;
        if (kind >= END) {
          if (kind === OTHER) return nothing;
          break;
        }
        kinds |= kind;
        end++;
      }
      if (kinds !== PLAIN) this.isPlain = false;
      this.#end = end + 1;
      return field.column < 0 ? undefined : this.#text(bytes, at + 1, end, field);
    }
    if ((code >= ZERO && code <= 57) || code === MINUS) return this.#number(bytes, at);
    for (const { text, value } of words)
      if (isAt(bytes, at, text)) {
        this.#end = at + text.length;
        return value;
      }
    return nothing;
  }

  #text(bytes: Buffer, from: number, to: number, field: Field): string {
    if (field.fresh > 200) return bytes.toString("latin1", from, to);
    this.#texts ??= new Texts();
    const text = this.#texts.of(bytes, from, to);
    if (this.#texts.isNew) field.fresh += 1;
    else if (field.fresh > 0) field.fresh -= 1;
    return text;
  }

  /** Up to fifteen digits are exact, and so is their quotient by a power of ten (IEEE 754); the rest is for Number. */
  #number(bytes: Buffer, at: number): unknown {
    let value = 0;
    let digits = 0;
    let fraction = -1;
    let i = at;
    for (; i < bytes.length; i++) {
      const digit = bytes[i]! - ZERO;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        digits++;
      } else if (digit === -2 && fraction < 0 && digits > 0) fraction = digits;
      else break;
    }
    const code = bytes[i];
    if (code === COMMA || code === CLOSE) {
      this.#end = i;
      const leading = bytes[at] === ZERO && (fraction < 0 ? digits : fraction) > 1;
      if (digits === 0 || digits === fraction || leading) return nothing;
      if (digits <= 15 || value < Number.MAX_SAFE_INTEGER) return fraction < 0 ? value : value / powers[digits - fraction]!;
    }
    while (i < bytes.length && bytes[i] !== COMMA && bytes[i] !== CLOSE && bytes[i] !== LF) i++;
    const text = bytes.toString("latin1", at, i);
    this.#end = i;
    return /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : nothing;
  }
}

function isAt(bytes: Buffer, at: number, text: Uint8Array): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false;
  return true;
}

/** Where the line ends that ends here but for blanks; -1 where something follows. */
function endOfLine(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === SPACE || bytes[at] === CR) at++;
  return at >= bytes.length || bytes[at] === LF ? at : -1;
}

const nothing = Symbol("no plain value");
const words = [
  { text: Buffer.from("true"), value: true },
  { text: Buffer.from("false"), value: false },
  { text: Buffer.from("null"), value: null },
] as const;
const powers = Array.from({ length: 23 }, (_, i) => 10 ** i);
