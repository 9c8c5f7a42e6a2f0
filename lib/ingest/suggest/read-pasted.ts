import { z } from "zod";
import { parse } from "../../access/parse";
import { type Actor, guard } from "../../model/role";
import { detectFormat } from "../detect";
import { readObject } from "../readers/json";
import { cellsOf, type Layout, ownHeader } from "../readers/mapped-line";
import { type SuggestedField, suggestFields } from "./suggest-fields";
import { suggestLayout } from "./suggest-layout";

/** Lines that are looked at; more say no more. */
const MOST_LINES = 200;

export const pastedText = z.string().max(500_000, "at most 500,000 characters are looked at");

const shape = z.strictObject({
  text: pastedText,
  /** As the person corrected it; told from the lines where absent. */
  layout: z
    .strictObject({
      shape: z.enum(["json", "key-value", "separated", "template"]),
      separator: z.string().max(3).optional(),
      equals: z.string().max(3).optional(),
      columns: z.array(z.string().max(200)).max(500).optional(),
      template: z.string().max(2000).optional(),
      syslog: z.boolean().optional(),
      after: z.string().max(100).optional(),
      only: z.string().max(100).optional(),
    })
    .optional(),
  /** Whether the first line holds the names of the columns. */
  isNamed: z.boolean().optional(),
});

export interface PastedLines {
  layout: Layout;
  fields: SuggestedField[];
  lines: number;
  /** The format of the catalogue that knows these lines already. */
  known?: { id: string; name: string };
}

/** What pasted lines hold, and which connection's fields they probably are. Nothing is kept. */
export function readPasted(actor: Actor, input: unknown): PastedLines {
  guard(actor, "source:manage");
  const { text, layout: asked, isNamed } = parse(shape, input);
  const lines = pastedLines(text);
  const layout = asked ? withColumns(asked, isNamed, lines) : suggestLayout(lines);
  const detected = detectFormat(lines);
  return {
    layout,
    fields: suggestFields(layout, lines),
    lines: lines.length,
    ...("format" in detected && { known: { id: detected.format.id, name: detected.format.name } }),
  };
}

/** Lines as a body would bring them: the elements of a JSON array, one object over several lines, or what stands between line breaks. */
export function pastedLines(text: string): string[] {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed.startsWith("[")) {
    try {
      const list: unknown = JSON.parse(trimmed);
      if (Array.isArray(list)) return list.slice(0, MOST_LINES).map((element) => JSON.stringify(element));
    } catch {
      // A line that begins with a bracket.
    }
  }
  if (trimmed.startsWith("{") && trimmed.includes("\n")) {
    const object = readObject(trimmed);
    if (object) return [JSON.stringify(object)];
  }
  return text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, MOST_LINES);
}

function withColumns(layout: Layout, isNamed: boolean | undefined, lines: readonly string[]): Layout {
  if (layout.shape !== "separated" || isNamed === undefined) return layout;
  const { columns: _, ...unnamed } = layout;
  const first = lines[0]?.slice(layout.syslog ? ownHeader(lines[0])?.at : 0);
  if (!isNamed || first === undefined || !layout.separator) return unnamed;
  const columns = cellsOf(first.replace(/^#\s?fields:\s*/i, ""), layout.separator).map((cell) => cell.trim().slice(0, 200));
  return { ...unnamed, columns: columns.slice(0, 500) };
}
