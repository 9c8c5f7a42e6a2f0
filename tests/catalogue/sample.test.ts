import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { findFormat } from "../../lib/ingest/formats";
import { parseCidr } from "../../lib/model/address";
import type { Connection } from "../../lib/model/connection";
import { parsePolicy } from "../../lib/policy/parse";
import { destinations } from "../../scripts/sample/destinations";
import { type Chunk, generateEstate } from "../../scripts/sample/estate";
import { sampleGeography } from "../../scripts/sample/geography";
import { sampleSetup } from "../../scripts/sample/setup";
import { sampleSources } from "../../scripts/sample/sources";
import { stories } from "../../scripts/sample/stories";

const now = new Date("2026-11-22T09:30:00Z");
const at = (text: string) => new Date(text);

/** Reads a chunk as its source would. */
function read(chunk: Chunk) {
  const format = findFormat(chunk.format);
  if (!format) throw new Error(`There is no format ${chunk.format}.`);
  const reader = format.open(chunk.options);
  const connections: Connection[] = [];
  const refused: string[] = [];
  const emit = {
    found: (c: Connection) => void connections.push(c),
    skip: (reason: string) => void refused.push(`skipped: ${reason}`),
    reject: (reason: string) => void refused.push(`rejected: ${reason}`),
  };
  for (const line of chunk.lines) reader.read(line, emit);
  reader.end?.(emit);
  return { connections, refused };
}

const whole = [...generateEstate({ now })];
const connectionsOf = (source: string, from: Date, until: Date): Connection[] =>
  whole
    .filter((c) => c.name === source && c.until >= from && c.from <= until)
    .flatMap((c) => read(c).connections)
    .filter((c) => (c.startTime ?? c.loggedTime)! >= from.getTime() && (c.startTime ?? c.loggedTime)! < until.getTime());
const story = (id: string) => stories(now).find((s) => s.id === id)!;
const sum = (list: Connection[], of: (c: Connection) => number | undefined) => list.reduce((n, c) => n + (of(c) ?? 0), 0);

describe("the estate", () => {
  it("is some 400,000 lines of nine sources over 35 days", () => {
    const lines = whole.reduce((n, c) => n + c.lines.length, 0);
    expect(lines).toBeGreaterThan(350_000);
    expect(lines).toBeLessThan(480_000);
    expect(new Set(whole.map((c) => c.date)).size).toBe(35);
    expect(new Set(whole.map((c) => c.name))).toEqual(new Set(sampleSources.map((s) => s.name)));
  });

  it("is the same for the same moment", () => {
    const hashOf = () => {
      const hash = createHash("sha256");
      for (const c of generateEstate({ now, days: 3 })) for (const line of c.lines) hash.update(line);
      return hash.digest("hex");
    };
    expect(hashOf()).toBe(hashOf());
  });

  it("topped up equals the whole", () => {
    const since = at("2026-11-20T15:07:31.250Z");
    const first = [...generateEstate({ now: since, anchor: now, days: 4 })];
    const rest = [...generateEstate({ now, since, days: 4 })];
    const all = [...generateEstate({ now, days: 4 })];
    for (const { name } of sampleSources) {
      const lines = (chunks: Chunk[]) => chunks.filter((c) => c.name === name).flatMap((c) => c.lines);
      expect([...lines(first), ...lines(rest)]).toEqual(lines(all));
    }
  });

  it.each(sampleSources.map((s) => s.name))("%s: a day is read without a refusal", (name) => {
    const chunk = whole.find((c) => c.name === name && c.date === "2026-11-18")!;
    const { connections, refused } = read(chunk);
    expect(refused).toEqual([]);
    expect(connections.length).toBe(chunk.lines.length);
  });

  it("its formats know their own lines", () => {
    for (const { name, format, options } of sampleSources) {
      const head = whole.find((c) => c.name === name)!.lines.slice(0, 20);
      if (!options.fields) expect(findFormat(format)!.detect(head), name).toBe(true);
    }
  });

  it("keeps to documentation addresses, private callers and names under .example", () => {
    const ours = parseCidr("10.0.0.0/8")!;
    const documented = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];
    const day = whole.filter((c) => c.date === "2026-11-21").flatMap((c) => read(c).connections);
    expect(ours.length).toBe(8);
    for (const c of day) {
      expect(c.srcIp).toMatch(/^10\./);
      if (c.dstHost) expect(c.dstHost).toMatch(/\.example$/);
      if (c.kind !== "query" && c.dstIp && !c.dstIp.includes(":"))
        expect(documented.some((d) => c.dstIp!.startsWith(d.slice(0, d.lastIndexOf(".") + 1)))).toBe(true);
    }
  });

  it("explains its flows by answers that still hold", () => {
    const answers = new Map<string, { from: number; until: number }[]>();
    for (const q of connectionsOf("sample-resolver", at("2026-11-21T00:00:00Z"), at("2026-11-22T00:00:00Z")))
      for (const a of q.dns?.answers ?? []) {
        const key = `${q.srcIp} ${a.data}`;
        const from = (q.startTime ?? q.loggedTime)!;
        answers.set(key, [...(answers.get(key) ?? []), { from, until: from + a.ttl! * 1000 }]);
      }
    const flows = connectionsOf("sample-sensor-connections", at("2026-11-21T00:00:00Z"), at("2026-11-22T00:00:00Z"));
    const unexplained = flows.filter(
      (c) => !answers.get(`${c.srcIp} ${c.dstIp}`)?.some((a) => c.startTime! >= a.from && c.startTime! <= a.until),
    );
    expect(flows.length).toBeGreaterThan(500);
    // A probe that goes to an address without asking.
    expect(new Set(unexplained.map((c) => c.dstIp))).toEqual(new Set(destinations.speed.addresses));
  });
});

describe("the setup", () => {
  const setup = sampleSetup(now);

  it("has policies without errors, the second of which adds a rule", () => {
    const ids = setup.policies.map(({ yaml }) => {
      const { policy, problems } = parsePolicy(yaml);
      expect(problems.filter((p) => p.severity === "error")).toEqual([]);
      return policy!.rules.map((r) => r.id);
    });
    expect(ids[1]!.filter((id) => !ids[0]!.includes(id))).toEqual(["checkout-fraud-score"]);
    for (const c of setup.confirmations) expect(ids[1]).toContain(c.ruleId);
  });

  it("places every destination but one", () => {
    const placed = (address: string) => {
      const last = Number(address.slice(address.lastIndexOf(".") + 1));
      return sampleGeography().some(({ cidr }) => {
        const [net, length] = cidr.split("/") as [string, string];
        const first = Number(net.slice(net.lastIndexOf(".") + 1));
        return (
          net.slice(0, net.lastIndexOf(".")) === address.slice(0, address.lastIndexOf(".")) &&
          last >= first &&
          last < first + 2 ** (32 - Number(length))
        );
      });
    };
    const all = Object.values(destinations).flat();
    expect(all.filter((d) => !d.addresses.every(placed)).map((d) => d.host)).toEqual([destinations.speed.host]);
  });
});

describe("the stories", () => {
  it("retry storm: operations, tries and statuses", () => {
    const s = story("retry-storm");
    const storm = connectionsOf("sample-mesh-egress", s.from, s.until).filter((c) => c.srcIp === s.client && c.dstHost === s.host);
    expect(storm.length).toBe(s.facts["requests"]);
    expect(storm.filter((c) => (c.attempt ?? 0) > 0).length).toBe(s.facts["retries"]);
    expect(storm.filter((c) => c.status === 429).length).toBe(s.facts["status429"]);
    expect(storm.filter((c) => c.status === 503).length).toBe(s.facts["status503"]);
  });

  it("slow exfiltration: bytes out as the flow log counts them, growing", () => {
    const s = story("slow-exfiltration");
    const sent = connectionsOf("sample-vpc-flow", s.from, s.until).filter((c) => c.dstIp === s.address && !c.twin);
    expect(new Set(sent.map((c) => c.srcIp))).toEqual(new Set([s.client]));
    expect(sent.length).toBe(s.facts["flows"]);
    expect(sum(sent, (c) => c.bytesOut)).toBe(s.facts["bytesOut"]);
    expect(Number(s.facts["lastDayBytes"])).toBeGreaterThan(100 * Number(s.facts["firstDayBytes"]));
  });

  it("new country: every check since the move goes to the new addresses", () => {
    const s = story("new-country");
    const checks = connectionsOf("sample-mesh-egress", s.from, s.until).filter(
      (c) => c.dstHost === s.host && c.srcIp!.startsWith("10.20.3."),
    );
    expect(checks.length).toBe(s.facts["requests"]);
    expect(sum(checks, (c) => c.bytesOut)).toBe(s.facts["bytesOut"]);
    expect(checks.every((c) => c.dstIp!.startsWith("203.0.113.17"))).toBe(true);
  });

  it("spoofed SNI: one name in the handshake, another in the answer", () => {
    const s = story("spoofed-sni");
    const tls = connectionsOf("sample-sensor-tls", s.from, s.until).filter((c) => c.dstIp === s.address);
    expect(tls.length).toBe(s.facts["connections"]);
    expect(new Set(tls.map((c) => c.tls?.sni))).toEqual(new Set([s.facts["said"]]));
    const asked = connectionsOf("sample-resolver", s.from, s.until).filter((c) => c.srcIp === s.client);
    expect(new Set(asked.map((c) => c.dns?.question))).toEqual(new Set([s.host]));
  });

  it("deny burst: refused by the proxy between deploy and roll-back, never before", () => {
    const s = story("deny-burst");
    const flags = connectionsOf("sample-egress-proxy", at("2026-11-16T00:00:00Z"), now).filter((c) => c.dstHost === s.host);
    expect(flags.length).toBe(s.facts["denied"]);
    expect(flags.every((c) => c.action === "denied" && c.startTime! >= s.from.getTime() && c.startTime! < s.until.getTime())).toBe(true);
  });

  it("missing host: the run before had it, the runs since do not", () => {
    const s = story("missing-host");
    const exported = connectionsOf("sample-batch-proxy", at("2026-11-19T00:00:00Z"), now).filter((c) => c.job === s.job);
    const runs = [...new Set(exported.map((c) => c.run!))];
    const calls = (run: string) => exported.filter((c) => c.run === run && c.dstHost === s.host).length;
    expect(calls(String(s.facts["lastRunWith"]))).toBe(s.facts["callsPerRunBefore"]);
    expect(runs.filter((run) => calls(run) === 0).length).toBe(s.facts["runsWithout"]);
    expect(calls(String(s.facts["latestRun"]))).toBe(0);
  });

  it("unused wildcard: nothing under its domain, ever", () => {
    expect(whole.some((c) => c.lines.some((line) => line.includes("legacy-metrics")))).toBe(false);
  });

  it("silent source: its last line, and none after", () => {
    const s = story("silent-source");
    const lines = whole.filter((c) => c.name === s.source);
    expect(lines.at(-1)!.date).toBe(s.facts["date"]);
    const last = Math.max(...read(lines.at(-1)!).connections.map((c) => c.loggedTime ?? c.endTime ?? c.startTime!));
    expect(Math.abs(last - Date.parse(String(s.facts["lastLine"])))).toBeLessThan(1000);
  });
});
