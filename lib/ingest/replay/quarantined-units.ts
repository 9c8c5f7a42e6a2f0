import type { Db } from "../../db/client";
import { rejectSeal, unseal } from "../../db/keys";
import { type QuarantinedImport, type QuarantinedLine, type QuarantineFilter, readQuarantined } from "../../db/quarantine";
import type { Source } from "../../db/source";
import { openContextLines } from "../context-lines";
import type { Format } from "../format";
import { findFormat } from "../formats";
import { openFormat } from "../open-format";
import { makeSound } from "../sound";
import { Unit } from "../unit";

/** A unit as the format meets it again: one of the quarantine, or a skipped line that stood before it. */
export interface MetUnit {
  text: string;
  quarantined?: QuarantinedLine;
  /** Whether it would be read now. */
  isReadable: boolean;
}

const PAGE = 500;

/** What reads a batch's rejected lines now: the format that is asked for, else the source's own, else the one that was told from the batch. */
export function formatFor(source: Source, batch: QuarantinedImport, asked?: string): Format | undefined {
  return findFormat(asked ?? (source.format === "auto" ? batch.format : source.format));
}

/** The rejected lines of a batch that match, and the skipped ones before each, in the order of the batch and in pages. */
export async function* meetUnits(
  db: Db,
  source: Source,
  batch: QuarantinedImport,
  filter: QuarantineFilter,
  format: Format,
): AsyncGenerator<MetUnit[]> {
  const { fields, timezone, internal } = source.options;
  const receivedAt = batch.receivedAt.getTime();
  const reader = openFormat(format, { fields, timezone, internal, receivedAt });
  const context = openContextLines(batch.context, source.id);
  const unit = new Unit();
  const isRead = (text: string): boolean => {
    unit.clear();
    reader.read(text, unit);
    if (unit.rejected !== undefined) return false;
    if (unit.connections.length === 0) return unit.skipped !== undefined;
    return unit.connections.every((c) => typeof makeSound(c, receivedAt) !== "string");
  };
  let next = 0;
  for (let after = 0; ; ) {
    const page = await readQuarantined(db, batch.id, filter, after, PAGE);
    const met: MetUnit[] = [];
    for (const quarantined of page) {
      for (; next < context.length && context[next]![0] < quarantined.line; next++) {
        const text = context[next]![1];
        isRead(text);
        met.push({ text, isReadable: false });
      }
      const text = Buffer.from(unseal(quarantined.sealed, rejectSeal(source.id))).toString();
      met.push({ text, quarantined, isReadable: isRead(text) });
    }
    if (met.length > 0) yield met;
    if (page.length < PAGE) return;
    after = page.at(-1)!.line;
  }
}
