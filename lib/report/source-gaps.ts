import type { Db } from "../db/client";
import type { Search } from "../db/search";
import { listSampledSources } from "../db/source-health";
import { listToldSources, type ToldSource } from "../db/source-hour";
import type { Scope } from "../model/scope";
import { findGaps, GAP_HISTORY_MS } from "../model/source-gaps";
import type { Series } from "./answer";
import { once } from "./once";
import type { TimeBuckets } from "./time-buckets";

export interface SourceGap {
  from: number;
  to: number;
  source: string;
  /** `lost`: the log itself says that records are missing. */
  kind: "silent" | "lost";
}

const HOUR = 3_600_000;
/** An hour is judged when it has been over for this long: what comes late belongs to it as well. */
const GRACE_MS = HOUR;

/** A source's gaps in a period. */
export function gapsOf(source: ToldSource, period: { from: number; to: number }): SourceGap[] {
  const told = new Set(source.hours.map((h) => h * HOUR));
  // The sample was sent when it was over: nothing of it is late.
  const until = Math.min(period.to, source.sample ? source.until : source.until - GRACE_MS);
  const silent = findGaps(told, source.first, { from: period.from, to: until });
  const lost = source.lost.map((h) => h * HOUR).filter((at) => at >= period.from && at < period.to);
  return [
    ...silent.map((g): SourceGap => ({ ...g, source: source.name, kind: "silent" })),
    ...lost.map((at): SourceGap => ({ from: at, to: at + HOUR, source: source.name, kind: "lost" })),
  ];
}

/** Gaps of every source that tells of the question's workloads. */
export const readGaps = once(async (db, _, q): Promise<SourceGap[]> => {
  const known = { from: q.period.from - GAP_HISTORY_MS, to: q.period.to };
  const sources = await listToldSources(db, known, q.now ?? q.period.to, { team: q.team, environment: q.environment });
  return sources.flatMap((s) => gapsOf(s, q.period));
});

/** Gaps of every source that may have told of what a search asks for, in whole hours. */
export async function readSearchGaps(db: Db, scope: Scope, { query, period }: Search, now: number): Promise<SourceGap[]> {
  const hours = { from: Math.floor(period.from / HOUR) * HOUR, to: Math.ceil(period.to / HOUR) * HOUR };
  const sources = await listToldSources(db, { ...hours, from: hours.from - GAP_HISTORY_MS }, now, { query, scope });
  return sources.flatMap((s) => gapsOf(s, hours));
}

/** A gap shorter than this share of a bucket does not hatch it: one hour must not make a day doubtful. */
const HATCHING_SHARE = 0.25;

/** What a figure must say where sources log a sample. */
export const readSamplingNotes = once(async (db): Promise<string[]> => {
  const names = await listSampledSources(db);
  return names.length === 0 ? [] : [`${namesOf(names)} ${names.length === 1 ? "logs" : "log"} a sample: counts are lower bounds`];
});

/**
 * What a chart hatches: buckets of which a good part is not known, joined where they say the same.
 *
 * @param totals of all that the chart could show: where nothing was recorded between what was, no source told anything.
 */
export function hatched(
  { starts, bucketMs }: TimeBuckets,
  gaps: readonly SourceGap[],
  totals: readonly number[] = [],
): NonNullable<Series["gaps"]> {
  const first = totals.findIndex((t) => t > 0);
  const last = totals.findLastIndex((t) => t > 0);
  const spans: NonNullable<Series["gaps"]> = [];
  starts.forEach((from, i) => {
    const to = starts[i + 1] ?? from + bucketMs;
    const reason = reasonOf(gaps.filter((g) => g.from < to && g.to > from && missing(gaps, g, from, to) >= (to - from) * HATCHING_SHARE));
    const words = reason || (i > first && i < last && totals[i] === 0 ? "No record from any source" : "");
    if (!words) return;
    const open = spans.at(-1);
    if (open && open.to === from && open.reason === words) open.to = to;
    else spans.push({ from, to, reason: words });
  });
  return spans;
}

/** How much of a span a gap's source does not tell of. */
const missing = (gaps: readonly SourceGap[], { source }: SourceGap, from: number, to: number): number =>
  gaps.reduce((sum, g) => (g.source === source ? sum + Math.max(0, Math.min(g.to, to) - Math.max(g.from, from)) : sum), 0);

function reasonOf(gaps: readonly SourceGap[]): string {
  const named = (kind: SourceGap["kind"]): string => namesOf([...new Set(gaps.filter((g) => g.kind === kind).map((g) => g.source))]);
  const [silent, lost] = [named("silent"), named("lost")];
  return [silent && `Hours without a record from ${silent}`, lost && `Records lost, says ${lost}`].filter(Boolean).join("; ");
}

const namesOf = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
