import { z } from "zod";
import { parse } from "../../access/parse";
import type { Connection } from "../../model/connection";
import { Problem } from "../../model/problem";
import { type Actor, guard } from "../../model/role";
import { mapped } from "../formats/mapped";
import { openFormat } from "../open-format";
import { makeSound } from "../sound";
import { Unit } from "../unit";
import { pastedLines, pastedText } from "./read-pasted";

const shape = z.strictObject({ text: pastedText, fields: z.string().max(30_000), timezone: z.string().max(60).optional() });

/** What one pasted line would become. */
export interface PreviewedLine {
  line: number;
  /** Its beginning, to be known by. */
  text: string;
  connection?: Connection;
  /** How many further values are hidden in the stored line. */
  hidden?: number;
  skipped?: string;
  rejected?: string;
}

export interface Preview {
  /** Some lines, the rejected ones first. */
  shown: PreviewedLine[];
  used: number;
  skipped: number;
  rejected: number;
}

const SHOWN = 12;

/** Reads pasted lines as the source would, without keeping anything. @throws {Problem} invalid for a mapping that cannot be used. */
export function previewPasted(actor: Actor, input: unknown, now: number): Preview {
  guard(actor, "source:manage");
  const { text, fields, timezone } = parse(shape, input);
  const wrong = mapped.wrongIn?.({ fields });
  if (wrong !== undefined) throw new Problem("invalid", `fields: ${wrong}`, { field: "fields" });
  const reader = openWith({ fields, timezone, receivedAt: now });
  const unit = new Unit();
  const all = pastedLines(text).map((line, i): PreviewedLine => {
    unit.clear();
    reader.read(line, unit);
    const start = { line: i + 1, text: line.slice(0, 160) };
    const connection = unit.connections[0];
    if (!connection) return { ...start, ...(unit.rejected !== undefined ? { rejected: unit.rejected } : { skipped: unit.skipped ?? "" }) };
    const time = makeSound(connection, now);
    return typeof time === "string" ? { ...start, rejected: time } : { ...start, connection, hidden: unit.personal.length };
  });
  const rejected = all.filter((line) => line.rejected !== undefined);
  const rest = all.filter((line) => line.rejected === undefined);
  const shown = [...rejected.slice(0, SHOWN / 2), ...rest].slice(0, SHOWN).sort((a, b) => a.line - b.line);
  return {
    shown,
    used: all.filter((line) => line.connection).length,
    skipped: all.filter((line) => line.skipped !== undefined).length,
    rejected: rejected.length,
  };
}

function openWith(options: { fields: string; timezone?: string | undefined; receivedAt: number }) {
  try {
    return openFormat(mapped, options);
  } catch (error) {
    // A zone that no calendar knows.
    if (error instanceof RangeError)
      throw new Problem("invalid", "timezone: a UTC offset such as +02:00, or a zone such as Europe/Berlin", { field: "timezone" });
    throw error;
  }
}
