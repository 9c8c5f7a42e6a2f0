import { listDeploys, listPairSeries, type PairSeries } from "../../db/audit-subjects/pair-series";
import { type AuditedWorkload, listAuditedWorkloads } from "../../db/audit-subjects/workloads";
import type { History, Pair, PairDay, PairHour } from "../../model/audit-subject";
import { DAY, HOUR } from "../baseline";
import { type Assembler, type AuditPeriod, slices, workloadsAtOnce } from "./period";

const LOOKBACK_DAYS = 28;
/** Four weeks: an hour of the week has four like it; and the hour beside the oldest. */
const LOOKBACK_HOURS = LOOKBACK_DAYS * 24 + 1;

type Deploy = { at: number; label: string; service: string | null };

/** Hours and days of pairs, each with the past windows of the same pair and source. */
export const assemblePairs: Assembler = async function* (db, period, wanted) {
  const from = new Date(Math.floor(period.since / DAY) * DAY - LOOKBACK_HOURS * HOUR);
  const until = new Date(period.until);
  const workloads = await listAuditedWorkloads(db, new Date(period.since), until);
  const deploys = (await listDeploys(db, new Date(period.since - 2 * HOUR), until)).map((d) => ({ ...d, at: d.at.getTime() }));
  for (const { slice, done } of slices(workloads, workloadsAtOnce)) {
    const byId = new Map(slice.map((w) => [w.id, w]));
    const all = await listPairSeries(db, [...byId.keys()], from, until);
    const watched = firstHours(all);
    const hours: PairHour[] = [];
    const days: PairDay[] = [];
    for (const series of all) {
      const workload = byId.get(series.workloadId)!;
      const first = watched.get(`${series.workloadId} ${series.source} ${series.kind}`)!;
      if (wanted.has("pair-hour")) hours.push(...hoursOf(series, workload, first, period, deploys));
      if (wanted.has("pair-day")) days.push(...daysOf(series, workload, first, period));
    }
    if (wanted.has("pair-hour")) yield { kind: "pair-hour", subjects: hours, done };
    if (wanted.has("pair-day")) yield { kind: "pair-day", subjects: days, done };
  }
};

/** The first hour in which each source saw each workload at all: before it, no traffic means nothing. */
function firstHours(all: readonly PairSeries[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const s of all) {
    const key = `${s.workloadId} ${s.source} ${s.kind}`;
    first.set(key, Math.min(first.get(key) ?? Number.POSITIVE_INFINITY, s.hours[0]!));
  }
  return first;
}

const pairOf = (s: PairSeries, w: AuditedWorkload): Omit<Pair, "firstSeen" | "lastSeen"> => ({
  service: w.service,
  environment: w.environment ?? undefined,
  team: w.team ?? undefined,
  sample: w.sample,
  destination: s.host ?? s.ip ?? "an unnamed destination",
  host: s.host ?? undefined,
  source: s.source,
  kind: s.kind,
});

function* hoursOf(s: PairSeries, w: AuditedWorkload, first: number, period: AuditPeriod, deploys: readonly Deploy[]): Generator<PairHour> {
  const length = s.hours.at(-1)! - first + 1;
  const dense = (values: readonly number[]): Float64Array => {
    const out = new Float64Array(length);
    for (let i = 0; i < values.length; i++) out[s.hours[i]! - first] = values[i]!;
    return out;
  };
  const count = dense(s.count);
  const blocked = dense(s.blocked);
  const bytes = dense(s.bytesOut.map((out, i) => out + s.bytesIn[i]!));
  const pair = pairOf(s, w);
  for (let i = 0; i < s.hours.length; i++) {
    const hour = s.hours[i]!;
    const at = hour * HOUR;
    if (at < period.since) continue;
    const end = hour - first;
    const history = (values: Float64Array): History => ({
      values: values.subarray(Math.max(0, end - LOOKBACK_HOURS), end),
      known: Math.min(hour - s.hours[0]!, LOOKBACK_HOURS),
    });
    yield {
      ...pair,
      firstSeen: s.firstSeen[i]!,
      lastSeen: s.lastSeen[i]!,
      at,
      count: s.count[i]!,
      left: s.left[i]!,
      blocked: s.blocked[i]!,
      retries: s.retries[i]!,
      retryable: s.retryable[i]!,
      answeredHttp: s.statuses[i]!,
      bytes: bytes[end]!,
      countHistory: history(count),
      blockedHistory: history(blocked),
      bytesHistory: history(bytes),
      deploy: deploys.findLast((d) => d.at <= s.lastSeen[i]! && d.at > at - 2 * HOUR && (d.service === null || d.service === w.service)),
    };
  }
}

function* daysOf(s: PairSeries, w: AuditedWorkload, first: number, period: AuditPeriod): Generator<PairDay> {
  const dayOf = (hour: number): number => Math.floor(hour / 24);
  const start = dayOf(first);
  const out = new Float64Array(dayOf(s.hours.at(-1)!) - start + 1);
  const back = new Float64Array(out.length);
  const seen = new Map<number, { firstSeen: number; lastSeen: number }>();
  for (let i = 0; i < s.hours.length; i++) {
    const day = dayOf(s.hours[i]!) - start;
    out[day]! += s.bytesOut[i]!;
    back[day]! += s.bytesIn[i]!;
    seen.set(day, { firstSeen: seen.get(day)?.firstSeen ?? s.firstSeen[i]!, lastSeen: s.lastSeen[i]! });
  }
  const pair = pairOf(s, w);
  const pairFirst = dayOf(s.hours[0]!) - start;
  for (const [day, times] of seen) {
    const at = (start + day) * DAY;
    if (at + DAY <= period.since || out[day] === 0) continue;
    const history = (values: Float64Array): History => ({
      values: values.subarray(Math.max(0, day + 1 - LOOKBACK_DAYS), day + 1),
      known: day + 1 - pairFirst,
    });
    yield { ...pair, ...times, at, bytesOut: history(out), bytesIn: history(back) };
  }
}
