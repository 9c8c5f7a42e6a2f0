import { readObject } from "../readers/json";
import { readPairs } from "../readers/key-value";
import { cellsOf, type Layout, ownHeader } from "../readers/mapped-line";
import { kindOfValue } from "./kind-of-value";
import { suggestTemplate } from "./suggest-template";

/** Proposes how these lines are taken apart; the person corrects. Pure, and never throws. */
export function suggestLayout(lines: readonly string[]): Layout {
  const syslog = most(lines, (line) => ownHeader(line) !== undefined);
  const bodies = syslog ? lines.map((line) => line.slice(ownHeader(line)?.at)) : lines;
  const layout = ofObjects(bodies) ??
    ofNamedColumns(bodies) ??
    ofPairs(bodies) ??
    ofCells(bodies) ?? { shape: "template", template: suggestTemplate(bodies) };
  return syslog ? { ...layout, syslog } : layout;
}

const most = (lines: readonly string[], test: (line: string) => boolean): boolean =>
  lines.length > 0 && lines.filter(test).length >= lines.length * 0.8;

const ofObjects = (bodies: readonly string[]): Layout | undefined =>
  most(bodies, (body) => readObject(body) !== undefined) ? { shape: "json" } : undefined;

/** "#Fields: date time …" (W3C) names the columns. */
function ofNamedColumns(bodies: readonly string[]): Layout | undefined {
  const names = bodies.find((body) => /^#\s?fields:/i.test(body));
  if (names === undefined) return undefined;
  const list = names.slice(names.indexOf(":") + 1).trim();
  const separator = list.includes("\t") ? "\t" : " ";
  return { shape: "separated", separator, columns: cellsOf(list, separator).slice(0, 500) };
}

const named = { "=": /^\s*[A-Za-z_][\w.@/ -]{0,60}=/, ":": /^\s*[A-Za-z_][\w.@/ -]{0,60}:/ } as const;

function ofPairs(bodies: readonly string[]): Layout | undefined {
  const areNamed = (separator: string, equals: "=" | ":") =>
    most(bodies, (body) => {
      const cells = cellsOf(body, separator).filter((cell) => cell.trim() !== "");
      return cells.length >= 3 && cells.filter((cell) => named[equals].test(cell)).length >= cells.length * 0.9;
    });
  for (const separator of ["\t", "|", ";"]) if (areNamed(separator, "=")) return { shape: "key-value", separator, equals: "=" };
  if (most(bodies, (body) => readPairs(body).size >= 3)) return { shape: "key-value" };
  for (const separator of ["\t", "|", ";", ","]) if (areNamed(separator, ":")) return { shape: "key-value", separator, equals: ":" };
  return undefined;
}

function ofCells(bodies: readonly string[]): Layout | undefined {
  for (const separator of ["\t", "|", ";", ",", " "]) {
    const rows = bodies.filter((body) => body[0] !== "#").map((body) => cellsOf(body, separator));
    const width = rows[0]?.length ?? 0;
    if (width < (separator === " " ? 4 : 3) || rows.filter((row) => row.length === width).length < rows.length * 0.8) continue;
    // What is bracketed holds blanks, and text of blanks and words is for a template.
    if (separator === " " && rows.some((row) => row.some((cell) => /^[[(<]|[\])>,;:]$|=|^->$/.test(cell)))) continue;
    const head = rows[0]!.map((cell) => cell.trim());
    return isHeader(head, rows[1]) ? { shape: "separated", separator, columns: head } : { shape: "separated", separator };
  }
  return undefined;
}

/** Names only, each once, above a row that holds something else. */
const isHeader = (head: readonly string[], next: readonly string[] | undefined): boolean =>
  new Set(head).size === head.length &&
  head.every((cell) => /^[A-Za-z_#@][^:]{0,100}$/.test(cell) && kindOfValue(cell) === undefined) &&
  (next === undefined || next.some((cell) => kindOfValue(cell) !== undefined));
