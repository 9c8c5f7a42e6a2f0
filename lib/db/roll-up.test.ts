import fc from "fast-check";
import { expect, test } from "vitest";
import { hourSums, RollUp, type RollUpRow } from "./roll-up";

const HOUR = 3_600_000;

const rowOf = (hours: number, keys: number): fc.Arbitrary<RollUpRow> =>
  fc.record({
    workloadId: fc.nat(2).map(String),
    // Ids that end alike, so that they meet in one slot.
    trafficKeyId: fc.nat(keys - 1).map((n) => `${n}77777`),
    policyVersion: fc.nat(1),
    rule: fc.nat(1).map((n) => n - 1),
    verdict: fc.constantFrom("allowed", "denied"),
    action: fc.constantFrom("allowed", "denied"),
    outcome: fc.constantFrom("conforming", "violation"),
    kind: fc.constant("request"),
    time: fc.nat(hours * HOUR - 1).map((ms) => Date.UTC(2026, 10, 1) + ms),
    count: fc.integer({ min: 1, max: 3 }),
    bytesOut: fc.option(
      fc.nat(2 ** 31 - 1).map((n) => n * 1000),
      { nil: undefined },
    ),
    bytesIn: fc.nat(4),
    status: fc.constantFrom(undefined, 100, 204, 301, 404, 429, 503),
    attempt: fc.nat(2),
    answered: fc.constantFrom(undefined, true, false),
    weakTls: fc.boolean(),
    durationMs: fc.nat(999),
  });

/** What the sums are by a plain reading of their names. */
function plainly(rows: readonly RollUpRow[]): Map<string, number[]> {
  const out = new Map<string, number[]>();
  for (const r of rows) {
    const hour = Math.floor(r.time / HOUR) * HOUR;
    const key = [r.workloadId, r.trafficKeyId, r.policyVersion, r.rule, r.verdict, r.action, r.outcome, hour].join(" ");
    const sums = out.get(key) ?? new Array<number>(hourSums.length + 2).fill(0);
    const inClass = (n: number): number => (r.status !== undefined && Math.floor(r.status / 100) === n ? r.count : 0);
    const isRetryable = r.status !== undefined && (r.status >= 500 || [408, 425, 429].includes(r.status));
    const added: Record<(typeof hourSums)[number], number> = {
      count: r.count,
      bytes_out: r.bytesOut ?? 0,
      bytes_in: r.bytesIn ?? 0,
      packets_out: r.packetsOut ?? 0,
      packets_in: r.packetsIn ?? 0,
      status_2xx: inClass(2),
      status_3xx: inClass(3),
      status_4xx: inClass(4),
      status_5xx: inClass(5),
      retryable: isRetryable ? r.count : 0,
      retries: (r.attempt ?? 0) > 0 ? r.count : 0,
      unanswered: r.answered === false ? r.count : 0,
      weak_tls: r.weakTls ? r.count : 0,
      duration_ms: r.durationMs ?? 0,
    };
    hourSums.forEach((name, i) => {
      sums[i]! += added[name];
    });
    sums[hourSums.length] = Math.min(sums[hourSums.length] || Number.POSITIVE_INFINITY, r.time);
    sums[hourSums.length + 1] = Math.max(sums[hourSums.length + 1]!, r.time);
    out.set(key, sums);
  }
  return out;
}

function told(rollUp: RollUp): Map<string, number[]> {
  const out = new Map<string, number[]>();
  for (let row = 0; row < rollUp.hours; row++) {
    const c = rollUp.of(row);
    const key = [c.workloadId, c.trafficKeyId, c.policyVersion, c.rule, c.verdict, c.action, c.outcome, rollUp.begin(row)].join(" ");
    expect(out.has(key), `${key} is told once`).toBe(false);
    out.set(key, [...hourSums.map((_, i) => rollUp.sum(row, i)), rollUp.firstSeen(row), rollUp.lastSeen(row)]);
  }
  return out;
}

test.each([
  { hours: 1, keys: 3, rows: 500 },
  { hours: 48, keys: 2, rows: 3_000 },
  { hours: 400, keys: 5_000, rows: 20_000 },
])("sums equal those of a plain count: $rows rows, $keys keys, $hours hours, in any order of time", ({ hours, keys, rows }) => {
  const rollUp = new RollUp();
  // What was written is forgotten, and its memory serves the next.
  for (let round = 0; round < 3; round++) {
    const batch = fc.sample(rowOf(hours, keys), rows);
    for (const r of batch) rollUp.add(r);
    expect(told(rollUp)).toEqual(plainly(batch));
    expect(rollUp.size).toBe(rollUp.hours);
    rollUp.clear();
    expect(rollUp.size).toBe(0);
  }
});
