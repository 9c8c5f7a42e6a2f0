import { type ComparedCall, type Figures, type Mark, marks, type RunCall } from "../model/run";

/** How much a mean duration or a sum of bytes must grow over the usual to be told, and by how much at least. */
const FACTOR = 2;
/** Over all calls of a run: a batch waits this much longer. */
const SLOWER_MS = 1000;
const BIGGER_BYTES = 100_000;
/** Below this share of failed calls nothing is said to fail. */
const FAILING = 0.05;
/** Share of the runs up to the last that had an endpoint, for its absence to be told. */
const STEADY = 0.9;
/** From so many earlier runs on, one can say that a host's paths differ from run to run. */
const KNOWN_RUNS = 4;

const hostOf = (c: Pick<RunCall, "host" | "ip">): string => c.host ?? c.ip ?? "";
const endpointOf = (c: RunCall): string => JSON.stringify([c.method, hostOf(c), c.port, c.path]);

/**
 * A run against the runs before it, newest first; the first of them is shown beside it. An endpoint is missing when nearly
 * every earlier run up to the last that had it called it; new when none did; failing, slower or bigger when it is by far
 * what it was in any of them. A run that is not over misses nothing yet.
 */
export function compareRuns(run: readonly RunCall[], earlier: readonly (readonly RunCall[])[], isOver: boolean): ComparedCall[] {
  const varied = variedHosts(run, earlier);
  const fold = (calls: readonly RunCall[]): Map<string, { call: RunCall; paths: number; figures: Figures }> => {
    const found = new Map<string, { call: RunCall; paths: number; figures: Figures }>();
    for (const call of calls) {
      const isVaried = varied.has(hostOf(call));
      const key = isVaried ? JSON.stringify([hostOf(call), call.port]) : endpointOf(call);
      const known = found.get(key);
      if (known) {
        known.paths++;
        known.figures = add(known.figures, call);
      } else found.set(key, { call: isVaried ? { ...call, method: null, path: null } : call, paths: 1, figures: figuresOf(call) });
    }
    return found;
  };
  const now = fold(run);
  const before = earlier.map(fold);
  const hostsNow = new Set(run.map(hostOf));
  const hostsBefore = new Set(earlier.flatMap((calls) => calls.map(hostOf)));
  const keys = new Set([...now.keys(), ...before.flatMap((b) => [...b.keys()])]);
  const rows: ComparedCall[] = [];
  for (const key of keys) {
    const mine = now.get(key);
    const theirs = before.map((b) => b.get(key));
    const last = theirs.findIndex((t) => t !== undefined);
    const { call, paths } = mine ?? theirs[last]!;
    const found = theirs.flatMap((t) => t?.figures ?? []);
    const told = marksOf(mine?.figures, found, { last, of: earlier.length, isOver });
    if (!mine && !theirs[0] && told.length === 0) continue;
    const host = hostOf(call);
    rows.push({
      key,
      method: call.method,
      host: call.host,
      domain: call.domain,
      ip: call.ip,
      port: call.port,
      path: call.path,
      paths,
      wholeHost: mine ? !hostsBefore.has(host) : !hostsNow.has(host),
      ...(mine && { now: mine.figures }),
      ...(theirs[0] && { before: theirs[0].figures }),
      marks: told,
      usual: { runs: found.length, of: earlier.length, last },
    });
  }
  return rows.sort((a, b) => rank(a) - rank(b) || (b.now?.count ?? 0) - (a.now?.count ?? 0) || a.key.localeCompare(b.key));
}

const rank = (row: ComparedCall): number => (row.marks[0] ? marks.indexOf(row.marks[0]) : marks.length);

function marksOf(now: Figures | undefined, earlier: readonly Figures[], about: { last: number; of: number; isOver: boolean }): Mark[] {
  if (!now)
    return about.isOver && earlier.length >= STEADY * (about.of - about.last) && isSteady(earlier.map((f) => f.count)) ? ["missing"] : [];
  if (about.of === 0) return [];
  if (earlier.length === 0) return ["new"];
  const told: Mark[] = [];
  const failing = (f: Figures): number => f.failed / f.count;
  if (failing(now) >= FAILING && grew(failing(now), earlier.map(failing), 0)) told.push("failing");
  const mean = (f: Figures): number => f.durationMs / f.count;
  const timed = earlier.filter((f) => f.durationMs > 0);
  if (now.durationMs > 0 && timed.length > 0 && grew(mean(now), timed.map(mean), SLOWER_MS / now.count)) told.push("slower");
  if (
    grew(
      now.bytesOut,
      earlier.map((f) => f.bytesOut),
      BIGGER_BYTES,
    )
  )
    told.push("bigger");
  return told;
}

/** Few calls that come and go by chance are missed by none: with a mean of three deviations or less, none at all is nothing odd. */
function isSteady(counts: readonly number[]): boolean {
  const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
  const deviation = Math.sqrt(counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length);
  return mean > 3 * deviation;
}

/** More than in any earlier run, and by far more than in the middle one. */
function grew(value: number, earlier: readonly number[], atLeast: number): boolean {
  const sorted = [...earlier].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)]!;
  return value > sorted.at(-1)! && value > FACTOR * middle && value - middle >= atLeast;
}

/** Hosts whose endpoints are no measure: paths differ from run to run, or logs saw them now as requests, now as connections. */
function variedHosts(run: readonly RunCall[], earlier: readonly (readonly RunCall[])[]): Set<string> {
  const hosts = new Map<string, { kinds: Set<string>; endpoints: Set<string>; perRun: number[] }>();
  for (const calls of [run, ...earlier]) {
    const seen = new Map<string, Set<string>>();
    for (const call of calls) {
      const host = hosts.get(hostOf(call)) ?? { kinds: new Set(), endpoints: new Set(), perRun: [] };
      hosts.set(hostOf(call), host);
      host.kinds.add(call.kind);
      host.endpoints.add(endpointOf(call));
      seen.set(hostOf(call), (seen.get(hostOf(call)) ?? new Set()).add(endpointOf(call)));
    }
    for (const [host, endpoints] of seen) hosts.get(host)!.perRun.push(endpoints.size);
  }
  const varied = new Set<string>();
  for (const [host, { kinds, endpoints, perRun }] of hosts) {
    const mean = perRun.reduce((sum, n) => sum + n, 0) / perRun.length;
    if (kinds.size > 1 || (perRun.length > KNOWN_RUNS && endpoints.size >= KNOWN_RUNS && mean < endpoints.size / 2)) varied.add(host);
  }
  return varied;
}

const figuresOf = (c: RunCall): Figures => ({
  count: c.count,
  bytesOut: c.bytesOut,
  bytesIn: c.bytesIn,
  durationMs: c.durationMs,
  failed: c.failed,
  retries: c.retries,
  maxAttempt: c.maxAttempt,
  denied: c.denied,
  statuses: c.statuses,
  outcomes: c.outcomes,
});

const add = (a: Figures, b: Figures): Figures => ({
  count: a.count + b.count,
  bytesOut: a.bytesOut + b.bytesOut,
  bytesIn: a.bytesIn + b.bytesIn,
  durationMs: a.durationMs + b.durationMs,
  failed: a.failed + b.failed,
  retries: a.retries + b.retries,
  maxAttempt: Math.max(a.maxAttempt, b.maxAttempt),
  denied: a.denied + b.denied,
  statuses: a.statuses.map((n, i) => n + (b.statuses[i] ?? 0)),
  outcomes: [...new Set([...a.outcomes, ...b.outcomes])],
});
