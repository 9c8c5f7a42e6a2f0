import { splitCsv } from "./csv";
import { columnOf, type FieldMap, syslogFields } from "./field-map";
import { isObject, type JsonObject, readObject, textOf } from "./json";
import { readPairs } from "./key-value";
import { compileTemplate } from "./line-template";
import { member } from "./member";
import { Reject, Skip } from "./outcome";
import { quotedWords } from "./quoted-words";
import { readSyslogHeader, type SyslogHeader } from "./syslog";

/** The values of one line, by the places that a field map points at. */
export interface MappedLine {
  get(from: string): unknown;
  /** The places this line has, for those who look for fields. */
  places(): string[];
}

/** How the lines of a map are taken apart: what it says beside its fields. */
export type Layout = Pick<FieldMap, "shape" | "separator" | "equals" | "columns" | "template" | "syslog" | "after" | "only">;

const HASH = 35;

type Reader = (body: string) => MappedLine | Reject | Skip;

/**
 * Compiles how lines are taken apart. One reader a file: a header line may change the order of its columns.
 *
 * @param wanted the places that are asked for: a line that holds all of them as its cells is the header.
 */
export function mappedLines(map: Layout, wanted: readonly string[]): Reader {
  const read = readers[map.shape](map, wanted);
  return (line) => {
    if (map.only !== undefined && !line.includes(map.only)) return new Skip("a line of another kind, by the field mapping");
    const header = map.syslog ? ownHeader(line) : undefined;
    const from = header?.at ?? 0;
    const begin = map.after === undefined ? from : line.indexOf(map.after, from);
    if (begin < 0) return new Reject("the text that the fields begin behind is not there");
    const values = read(line.slice(begin + (map.after?.length ?? 0)));
    if (!header || values instanceof Reject || values instanceof Skip) return values;
    const told: Record<string, string | undefined> = {
      "syslog.time": header.stamp,
      "syslog.host": header.host,
      "syslog.program": header.program,
    };
    return { get: (from) => (from in told ? told[from] : values.get(from)), places: () => [...syslogFields, ...values.places()] };
  };
}

/** The header of syslog before a line. A time and a word may begin any line: only what is syslog's alone counts. */
export function ownHeader(line: string): SyslogHeader | undefined {
  const header = readSyslogHeader(line);
  const isOwn = header && (header.severity !== undefined || header.program !== undefined || /^[A-Z]/.test(header.stamp ?? ""));
  return isOwn && header.at < line.length ? header : undefined;
}

const readers: Record<FieldMap["shape"], (map: Layout, wanted: readonly string[]) => Reader> = {
  json: () => (body) => {
    const object = readObject(body);
    return object ? { get: (from) => member(object, from), places: () => pathsOf(object) } : new Reject("the line is no JSON object");
  },
  "key-value": (map) => (body) => {
    const pairs = map.separator === undefined && map.equals === undefined ? readPairs(body) : splitPairs(body, map);
    return pairs.size > 0
      ? { get: (from) => pairs.get(from), places: () => [...pairs.keys()] }
      : new Reject("the line holds no key and value");
  },
  separated: (map, wanted) => {
    const names = wanted.filter((from) => map.columns?.includes(from));
    let places = new Map<string, number>();
    const place = (from: string): number => places.get(from) ?? columnOf(map, from) ?? -1;
    return (body) => {
      if (body.charCodeAt(0) === HASH) return new Skip("a comment");
      const cells = cellsOf(body, map.separator!);
      if (names.length > 0 && names.every((name) => cells.some((cell) => cell.trim() === name))) {
        places = new Map(cells.map((cell, i) => [cell.trim(), i]));
        return new Skip("the line with the names of the columns");
      }
      const most = map.columns?.length ?? cells.length;
      if (cells.length > most && cells.slice(most).some((cell) => cell.trim() !== ""))
        return new Reject("the line has more columns than the field mapping");
      return { get: (from) => cells[place(from)], places: () => map.columns ?? cells.map((_, i) => String(i + 1)) };
    };
  },
  template: (map) => {
    const template = compileTemplate(map.template ?? "");
    if (typeof template === "string") return () => new Reject(`template: ${template}`);
    const places = new Map(template.names.map((name, i) => [name, i]));
    return (body) => {
      const values = template.read(body);
      if (!Array.isArray(values))
        return new Reject(
          values.missing === ""
            ? "the line does not begin as the template does"
            : `the template's text behind {${values.missing}} is not there`,
        );
      return { get: (from) => values[places.get(from) ?? -1], places: () => template.names.filter(Boolean) };
    };
  },
};

/** The cells of a line apart by this text; by blanks, words of which those in quotes hold blanks. */
export const cellsOf = (body: string, separator: string): string[] =>
  separator === " " ? quotedWords(body, 500) : splitCsv(body.trimEnd(), separator);

function splitPairs(body: string, { separator = " ", equals = "=" }: Layout): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const cell of cellsOf(body, separator)) {
    const at = cell.indexOf(equals);
    if (at <= 0) continue;
    const key = cell.slice(0, at).trim();
    const value = cell.slice(at + equals.length).trim();
    if (!pairs.has(key)) pairs.set(key, value.length > 1 && value[0] === '"' && value.endsWith('"') ? value.slice(1, -1) : value);
  }
  return pairs;
}

const DEPTH = 6;
const MOST_PATHS = 300;

/** The paths of an object's values; a list is one value. */
function pathsOf(object: JsonObject, prefix = "", depth = 0): string[] {
  const paths: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    if (paths.length >= MOST_PATHS) break;
    if (isObject(value) && depth < DEPTH) paths.push(...pathsOf(value, `${prefix}${key}.`, depth + 1));
    else paths.push(prefix + key);
  }
  return paths;
}

/** Members that hold an answer where a list is of objects. */
const answerKeys = ["rdata", "data", "value", "answer", "address", "ip"];

/** All values of a place in one text, apart by blanks. */
export function listText(value: unknown): string | undefined {
  if (!Array.isArray(value)) return textOf(value);
  const texts = value
    .slice(0, 100)
    .flatMap((item) => textOf(isObject(item) ? item[answerKeys.find((key) => key in item) ?? ""] : item) ?? []);
  return texts.length > 0 ? texts.join(" ") : undefined;
}
