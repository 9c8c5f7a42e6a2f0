import { isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { Place } from "../model/policy";
import { kindOf, type PolicyFile, quote, short } from "./yaml";

export interface Field {
  key: Place;
  node: Node | null;
}

export type Word = { text: string; at: Place };

/** Reads typed values out of the tree; whatever is not as it should be becomes a problem with its place. */
export class Reader {
  constructor(
    readonly file: PolicyFile,
    /** The rule that problems are about. */
    readonly rule?: string,
  ) {}

  of(rule: string | undefined): Reader {
    return new Reader(this.file, rule);
  }

  place(node: Node | null | undefined): Place {
    return this.file.placeOf(node);
  }

  error(at: Place, code: string, message: string, fix?: string): void {
    this.file.error(at, code, message, { fix, rule: this.rule });
  }

  /** @param keys those allowed; any key when absent. @returns undefined after a problem. */
  mapping(node: Node | null | undefined, what: string, keys?: readonly string[], at?: Place): Map<string, Field> | undefined {
    if (!isMap(node)) {
      this.error(node || !at ? this.place(node) : at, "wrong-type", `${what} must be a mapping (key: value), not ${kindOf(node)}.`);
      return undefined;
    }
    const fields = new Map<string, Field>();
    for (const { key, value } of node.items) {
      const place = this.place(key as Node);
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) this.error(place, "wrong-type", `A key of ${what} must be plain text.`);
      else if (keys && !keys.includes(name))
        this.error(place, "unknown-key", `${what} has no key ${quote(name)}. Known: ${keys.join(", ")}.`, didYouMean(name, keys));
      else if (fields.has(name))
        this.error(place, "duplicate-key", `${short(name)} is there twice.`, "Keep one; several values go into one list.");
      else fields.set(name, { key: place, node: (value ?? null) as Node | null });
    }
    return fields;
  }

  /** One text. Numbers and booleans are refused rather than guessed: `no` and `1.10` lose what was meant. */
  word(field: Field | undefined, what: string, max = 255): Word | undefined {
    if (!field) return undefined;
    return this.#text(field.node, what, field.key, max);
  }

  #text(node: Node | null, what: string, at: Place, max: number): Word | undefined {
    if (isScalar(node) && typeof node.value === "string") {
      const text = node.value.trim();
      if (text === "") this.error(this.place(node), "empty", `${what} is empty.`);
      else if (text.length > max) this.error(this.place(node), "too-long", `${what} is longer than ${max} characters.`);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
      else if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(text))
        this.error(this.place(node), "control-character", `${what} holds a control character.`);
      else return { text, at: this.place(node) };
      return undefined;
    }
    const written = isScalar(node) && node.value !== null ? ((node as Scalar).source ?? String(node.value)) : undefined;
    this.error(
      node ? this.place(node) : at,
      "wrong-type",
      `${what} must be text, not ${kindOf(node)}.`,
      written === undefined ? undefined : `Write "${short(written)}" in quotes.`,
    );
    return undefined;
  }

  /** One value or a list of them. */
  nodes(field: Field, what: string): Node[] | undefined {
    if (!isSeq(field.node))
      return field.node && !(isScalar(field.node) && field.node.value === null) ? [field.node] : this.#empty(field, what);
    return field.node.items.length > 0 ? (field.node.items as Node[]) : this.#empty(field, what);
  }

  #empty(field: Field, what: string): undefined {
    this.error(field.key, "empty", `${what} names nothing.`, "Leave the key out to ask nothing.");
    return undefined;
  }

  words(field: Field | undefined, what: string): Word[] | undefined {
    if (!field) return undefined;
    return this.nodes(field, what)?.flatMap((n) => this.#text(n, what, field.key, 255) ?? []);
  }

  oneOf<T extends string>(field: Field | undefined, what: string, known: readonly T[]): T | undefined {
    const word = this.word(field, what);
    if (!word) return undefined;
    const found = known.find((k) => k === word.text);
    if (!found)
      this.error(word.at, "bad-value", `${what} is one of ${known.join(", ")}, not ${quote(word.text)}.`, didYouMean(word.text, known));
    return found;
  }

  integer(field: Field | undefined, what: string, min: number, max: number): number | undefined {
    if (!field) return undefined;
    const value = isScalar(field.node) ? field.node.value : undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
    this.error(field.node ? this.place(field.node) : field.key, "bad-value", `${what} must be a whole number from ${min} to ${max}.`);
    return undefined;
  }
}

function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (word.length > 40) return undefined;
  const near = known.map((k) => ({ k, d: distance(word.toLowerCase(), k) })).sort((a, b) => a.d - b.d)[0];
  return near && near.d <= Math.max(1, Math.floor(near.k.length / 3)) ? `Write \`${near.k}\`.` : undefined;
}

/** Edits between two words; two letters that changed places count once. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
