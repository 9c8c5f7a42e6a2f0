import type { Db } from "../db/client";
import { listSources, type SourceHealth } from "../db/source-health";
import { listToldSources } from "../db/source-hour";
import { type Actor, guard } from "../model/role";
import { GAP_HISTORY_MS } from "../model/source-gaps";
import { gapsOf } from "./source-gaps";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface SourceListPage {
  sources: SourceHealth[];
  /** Of each source, which of the last day's hours are gaps. */
  missed: Map<number, Set<number>>;
}

/** @param now by the real clock. */
export async function readSourceList(db: Db, actor: Actor, now: number): Promise<SourceListPage> {
  guard(actor, "source:read");
  const sources = await listSources(db, new Date(now));
  // The sample ends when it ends, and is asked for its own last day.
  const sampleEnd = Math.max(...sources.filter((s) => s.sample).map((s) => s.lastRecordAt?.getTime() ?? 0), 0);
  const until = (end: number) => listToldSources(db, { from: end - DAY - HOUR - GAP_HISTORY_MS, to: end + 1 }, now);
  const [own, samples] = await Promise.all([until(now), sampleEnd > 0 ? until(sampleEnd) : []]);
  const told = [...own.filter((s) => !s.sample), ...samples.filter((s) => s.sample)];
  const missed = new Map(
    told.map((s) => {
      const end = Math.floor((s.sample ? s.until : now) / HOUR) * HOUR + HOUR;
      const gaps = gapsOf(s, { from: end - DAY, to: end }).filter((g) => g.kind === "silent");
      const hours = new Set(gaps.flatMap((g) => Array.from({ length: (g.to - g.from) / HOUR }, (_, i) => (g.from - end + DAY) / HOUR + i)));
      return [s.id, hours];
    }),
  );
  return { sources, missed };
}
