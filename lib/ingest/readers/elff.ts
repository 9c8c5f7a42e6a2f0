import { splitCsv } from "./csv";

const QUOTE = 34;
const BACKSLASH = 92;
const SPACE = 32;

/** Names of the columns, in lower case, from "#Fields: date time c-ip"; undefined for any other line. */
export const readElffHeader = (line: string): string[] | undefined => (/^#\s?fields:?\s+\S/i.test(line) ? elffColumns(line) : undefined);

/** Names as somebody lists them: with "#Fields:" before them or without, apart by blanks or commas. */
export const elffColumns = (text: string): string[] =>
  text
    .slice(0, 16_000)
    .replace(/^#\s?fields:?/i, "")
    .toLowerCase()
    .trim()
    .split(/[\s,]+/);

/** The values of a row of the Extended Log File Format: apart by blanks, a value that holds some in quotes. */
export function splitElff(line: string): string[] {
  const cells: string[] = [];
  const length = line.length;
  let at = 0;
  while (at < length) {
    while (line.charCodeAt(at) <= SPACE) at++;
    if (at >= length) break;
    let end = at;
    if (line.charCodeAt(at) === QUOTE) {
      end = endOfQuoted(line, at + 1);
      const value = line.slice(at + 1, end);
      cells.push(value.includes('"') ? value.replace(/(?:""|\\")/g, '"') : value);
      end++;
    } else {
      while (line.charCodeAt(end) > SPACE) end++;
      cells.push(line.slice(at, end));
    }
    at = end;
  }
  return cells;
}

/** A quote inside a value is doubled or behind a backslash; one before a blank ends it all the same. */
function endOfQuoted(line: string, from: number): number {
  for (let at = from; ; ) {
    const quote = line.indexOf('"', at);
    if (quote < 0) return line.length;
    const next = line.charCodeAt(quote + 1);
    if (Number.isNaN(next) || next <= SPACE) return quote;
    if (next === QUOTE) at = quote + 2;
    else if (line.charCodeAt(quote - 1) === BACKSLASH) at = quote + 1;
    else return quote;
  }
}

/** Rows by the names of their columns. */
export class ElffTable {
  readonly #places = new Map<string, number>();
  #cells: readonly string[] = [];

  get cells(): readonly string[] {
    return this.#cells;
  }

  /** How many columns are named. */
  get width(): number {
    return this.#places.size;
  }

  name(columns: readonly string[]): void {
    this.#places.clear();
    for (const [place, column] of columns.entries()) if (!this.#places.has(column)) this.#places.set(column, place);
  }

  /** @returns how many values the row has. */
  read(line: string, isCsv = false): number {
    this.#cells = isCsv ? splitCsv(line) : splitElff(line);
    return this.#cells.length;
  }

  /** Undefined where the column is not there, or holds nothing. */
  get(column: string): string | undefined {
    const place = this.#places.get(column);
    const cell = place === undefined ? undefined : this.#cells[place]?.trim();
    return cell === "" || cell === "-" ? undefined : cell;
  }
}
