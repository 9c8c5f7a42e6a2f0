import type { Db } from "../db/client";
import { countSourceRejects } from "../db/import-balance";
import type { Source } from "../db/source";
import { listSources, type SourceHealth } from "../db/source-health";
import { listSourceHours, listToldSources } from "../db/source-hour";
import { type Actor, guard } from "../model/role";
import { GAP_HISTORY_MS } from "../model/source-gaps";
import { connectionsHref, queryOf } from "../query/link";
import type { Series } from "./answer";
import { gapsOf, hatched, type SourceGap } from "./source-gaps";

const HOUR = 3_600_000;
const DAYS = 7;

/** How a source is: what it told of each hour of a week, and what of it could not be read. */
export interface SourcePage {
  health: SourceHealth;
  /** Connections by the time they happened. */
  hours: Series;
  gaps: SourceGap[];
  /** Windows of the week, as the log says: without traffic, and with records lost. */
  quiet: number;
  lost: number;
  /** Of the last day's lines, most first. */
  rejects: { reason: string; lines: number }[];
}

/** @param now by the real clock: receipts are written by it. */
export async function readSourcePage(db: Db, actor: Actor, source: Source, now: number): Promise<SourcePage> {
  guard(actor, "source:read");
  const [all, [asked]] = await Promise.all([
    listSources(db, new Date(now)),
    listToldSources(db, { from: now - HOUR, to: now }, now, { source: source.id }),
  ]);
  const health = all.find((s) => s.id === source.id)!;
  // What is long over is shown as it was: the week up to its end.
  const end = Math.ceil(Math.min(now, asked && (source.sample || asked.until < now) ? asked.until + 1 : now) / HOUR) * HOUR;
  const period = { from: end - DAYS * 24 * HOUR, to: end };
  const [hours, [told], rejects] = await Promise.all([
    listSourceHours(db, source.id, period.from, period.to),
    listToldSources(db, { from: period.from - GAP_HISTORY_MS, to: period.to }, now, { source: source.id }),
    countSourceRejects(db, source.id, now - 24 * HOUR),
  ]);
  const buckets = { starts: Array.from({ length: DAYS * 24 }, (_, i) => period.from + i * HOUR), bucketMs: HOUR };
  const gaps = told ? gapsOf(told, period) : [];
  const sum = (of: (h: (typeof hours)[number]) => number): number => hours.reduce((total, h) => total + of(h), 0);
  const values = buckets.starts.map(() => 0);
  for (const h of hours) values[(h.hour - period.from) / HOUR] = h.connections;
  return {
    health,
    hours: {
      form: "series",
      unit: "count",
      buckets: buckets.starts,
      bucketMs: buckets.bucketMs,
      series: [{ id: "connections", label: "Connections", values }],
      gaps: hatched(buckets, gaps),
      link: (from, to) => connectionsHref(queryOf({ source: source.name }), { from, to }),
    },
    gaps,
    quiet: sum((h) => h.quiet),
    lost: sum((h) => h.lost),
    rejects,
  };
}
