import type { Policy, Rule } from "../../lib/model/policy";
import { compilePolicy, type DecideSubject } from "../../lib/policy/decide";

export interface DecideMeasure {
  rules: number;
  compileMs: number;
  /** Decisions per second of processor time: one core. */
  perSecond: number;
  /** Decisions for each turn of a fixed loop of hashing in the same run: comparable between machines. */
  toCalibration: number;
  verdicts: Record<string, number>;
}

/** Speed of decide() at 10,000 and 100,000 rules over subjects as logs give them: names, addresses, misses, gaps. */
export function measureDecide(sizes: readonly number[] = [10_000, 100_000]): DecideMeasure[] {
  return sizes.map((size) => {
    const policy = estate(size);
    const start = performance.now();
    const decider = compilePolicy(policy);
    const compileMs = performance.now() - start;
    const all = subjects(size, 20_000);
    const verdicts: Record<string, number> = {};
    for (const s of all) {
      const { verdict } = decider.decide(s);
      verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    }
    const perSecond = rate(() => {
      for (const s of all) decider.decide(s);
      return all.length;
    });
    return { rules: size, compileMs, perSecond, toCalibration: perSecond / rate(calibrate), verdicts };
  });
}

/** A second of processor time, best of five spells of 200 ms: the machine's other work only ever slows. */
function rate(work: () => number): number {
  let best = 0;
  for (let spell = 0; spell < 5; spell++) {
    const start = process.cpuUsage();
    let done = 0;
    let spent = 0;
    while (spent < 200_000) {
      done += work();
      const { user, system } = process.cpuUsage(start);
      spent = user + system;
    }
    best = Math.max(best, (done * 1_000_000) / spent);
  }
  return best;
}

function calibrate(): number {
  const seen = new Map<string, number>();
  for (let i = 0; i < 10_000; i++) {
    const key = `host-${(i * 2_654_435_761) % 1000}.example`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return 10_000;
}

/** mulberry32: the same estate on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const address = (n: number): string => `198.${18 + ((n >>> 16) & 1)}.${(n >>> 8) & 255}.${n & 255}`;
const serviceOf = (n: number): string => `service-${n % 400}`;
const https = [{ first: 443, last: 443 }];

/** Exact hosts mostly, then patterns, ranges and regions, as policies are; a tenth is for one shared host. */
function estate(size: number): Policy {
  const next = random(1);
  const rules = Array.from({ length: size }, (_, i): Rule => {
    const kind = next();
    const from = { service: [serviceOf(i)], environment: next() < 0.7 ? ["production"] : undefined };
    const to =
      kind < 0.6
        ? { host: [`api-${i}.partner-${i % 997}.example`] }
        : kind < 0.7
          ? { host: ["hub.shared.example"] }
          : kind < 0.85
            ? { host: [`${next() < 0.5 ? "*" : "**"}.zone-${i}.example`] }
            : kind < 0.97
              ? { cidr: [`${address((i * 16) & 0x1fff0)}/28`] }
              : { region: [next() < 0.5 ? "EEA" : "JP"] };
    return {
      id: `rule-${i}`,
      from,
      to: { ...to, port: https, protocol: ["tcp"] },
      effect: i % 50 === 0 ? "deny" : "allow",
      mode: "enforce",
      priority: 1000,
    };
  });
  return { version: 1, unlisted: "deny", groups: [], geo: [], rules };
}

function subjects(size: number, count: number): DecideSubject[] {
  const next = random(2);
  return Array.from({ length: count }, () => {
    const i = Math.floor(next() * size);
    const kind = next();
    const dstHost =
      kind < 0.5
        ? `api-${i}.partner-${i % 997}.example`
        : kind < 0.6
          ? "hub.shared.example"
          : kind < 0.75
            ? `a.b.zone-${i}.example`
            : kind < 0.85
              ? `new-${i}.elsewhere.example`
              : undefined;
    return {
      service: serviceOf(i),
      environment: next() < 0.9 ? "production" : "staging",
      team: "core",
      tags: {},
      dstHost,
      dstIp: address((i * 16) & 0x1ffff),
      dstPort: next() < 0.95 ? 443 : 8443,
      protocol: "tcp",
      country: next() < 0.5 ? "DE" : "US",
      asn: 64_500,
      proof: "consistent",
      at: 0,
      mayResolve: next() < 0.05,
    };
  });
}
