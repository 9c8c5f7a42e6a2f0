import { detached } from "../../model/detached";

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const EQUALS = 61;
const SPACE = 32;

/** Keys of the line before, each made once: a text that is there already is neither made nor asked for its hash. */
const lastKeys: string[] = [];
const MOST_KEYS = 96;
const LONGEST_KEY = 64;

/** Characters of a key. */
const KEY = Uint8Array.from({ length: 128 }, (_, code) => (/[A-Za-z0-9_.-]/.test(String.fromCharCode(code)) ? 1 : 0));
const isKey = (code: number): boolean => code < 128 && KEY[code] === 1;

/**
 * key=value pairs apart by blanks or commas, values bare or in quotes, or each pair in quotes as a CSV cell. Text before
 * the first pair (a syslog header) and between pairs is passed over. Of two equal keys the first with a value holds.
 */
export function readPairs(line: string): Map<string, string> {
  const pairs = new Map<string, string>();
  const length = line.length;
  let at = 0;
  let count = 0;
  while (at < length) {
    // Lines of one kind have their keys in one order: the key that stood here is looked for before any other.
    let key = count < MOST_KEYS ? lastKeys[count] : undefined;
    let from = at;
    let equals: number;
    if (key !== undefined && line.charCodeAt(at + key.length) === EQUALS && line.startsWith(key, at)) equals = at + key.length;
    else {
      equals = line.indexOf("=", at);
      if (equals < 0) break;
      from = equals;
      while (from > at && isKey(line.charCodeAt(from - 1))) from--;
      if (from === equals) {
        at = equals + 1;
        continue;
      }
      key = detached(line.slice(from, equals));
      if (count < MOST_KEYS && key.length <= LONGEST_KEY) lastKeys[count] = key;
    }
    count++;
    const isCell = from > 0 && line.charCodeAt(from - 1) === QUOTE && line.charCodeAt(equals + 1) !== QUOTE;
    const start = equals + 1;
    let value: string;
    if (line.charCodeAt(start) === QUOTE) {
      const end = endOfQuoted(line, start + 1);
      value = line.slice(start + 1, end);
      at = end + 1;
    } else {
      let end = start;
      while (end < length) {
        const code = line.charCodeAt(end);
        if (isCell ? code === QUOTE : code <= SPACE || (code === COMMA && startsPair(line, end + 1))) break;
        end++;
      }
      value = line.slice(start, end);
      at = end + 1;
    }
    if (value.includes("\\")) value = value.replace(/\\(["\\])/g, "$1");
    if (!pairs.get(key)) pairs.set(key, value);
  }
  return pairs;
}

/** The quote that is followed by the end of a value; one inside stands behind a backslash, or is not followed by a blank. */
function endOfQuoted(line: string, from: number): number {
  let at = from;
  for (;;) {
    const quote = line.indexOf('"', at);
    if (quote < 0) return line.length;
    let slashes = 0;
    while (line.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
    const next = line.charCodeAt(quote + 1);
    const isEnd = Number.isNaN(next) || next <= SPACE || next === COMMA;
    if (slashes % 2 === 0 || (isEnd && startsPair(line, quote + 2))) return quote;
    at = quote + 1;
  }
}

/** Whether a key and an equals sign stand here. */
function startsPair(line: string, from: number): boolean {
  let at = from;
  while (line.charCodeAt(at) === SPACE || line.charCodeAt(at) === QUOTE) at++;
  const start = at;
  while (at - start < 40 && isKey(line.charCodeAt(at))) at++;
  return at > start && line.charCodeAt(at) === EQUALS;
}
