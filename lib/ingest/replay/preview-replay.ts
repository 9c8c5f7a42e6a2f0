import type { Db } from "../../db/client";
import { countQuarantine, listQuarantinedImports, type QuarantineFilter } from "../../db/quarantine";
import type { Source } from "../../db/source";
import { type Actor, guard } from "../../model/role";
import { formatFor, meetUnits } from "./quarantined-units";

export interface ReplayPreview {
  /** Lines in quarantine that match. */
  lines: number;
  /** Of these, how many were tried; fewer where there are very many. */
  tried: number;
  readable: number;
  reasons: { reason: string; lines: number; tried: number; readable: number; cut: number }[];
}

/** Lines that a page waits for; the command line tries them all. */
const TRIED = 20_000;

/** How many lines of a source's quarantine would be read now. Nothing is changed. @throws {Problem} forbidden */
export async function previewReplay(
  db: Db,
  actor: Actor,
  source: Source,
  filter: QuarantineFilter & { format?: string | undefined },
  most = TRIED,
): Promise<ReplayPreview> {
  guard(actor, "quarantine:replay");
  const counts = await countQuarantine(db, source.id, filter);
  const reasons = new Map(counts.map(({ reason, lines, cut }) => [reason, { reason, lines, tried: 0, readable: 0, cut }]));
  let tried = 0;
  let readable = 0;
  for (const batch of await listQuarantinedImports(db, source.id, filter)) {
    const format = formatFor(source, batch, filter.format);
    if (!format) continue;
    for await (const page of meetUnits(db, source, batch, filter, format)) {
      for (const { quarantined, isReadable } of page) {
        const about = quarantined && reasons.get(quarantined.reason);
        if (!about) continue;
        tried++;
        about.tried++;
        if (!isReadable) continue;
        readable++;
        about.readable++;
      }
      if (tried >= most) break;
    }
    if (tried >= most) break;
  }
  return { lines: counts.reduce((sum, c) => sum + c.lines, 0), tried, readable, reasons: [...reasons.values()] };
}
