import { describe, expect, it, test } from "vitest";
import { detectFormat } from "../../lib/ingest/detect";
import { findFormat } from "../../lib/ingest/formats";
import { openFormat } from "../../lib/ingest/open-format";
import type { Connection } from "../../lib/model/connection";
import { formatOf, linesOf, type Mix, mixes } from "./lines";

const LINES = 3000;
const HOUR = 3600;

function read(mix: Mix, seconds?: number): { lines: string[]; found: Connection[]; refused: string[] } {
  const lines = linesOf(mix, LINES, seconds).toString().split("\n").slice(0, -1);
  const found: Connection[] = [];
  const refused: string[] = [];
  const reader = openFormat(findFormat(formatOf(mix))!, {});
  for (const line of lines)
    reader.read(line, {
      found: (c) => void found.push(c),
      skip: (reason) => void refused.push(`skipped: ${reason}`),
      reject: (reason) => void refused.push(`rejected: ${reason}`),
    });
  return { lines, found, refused };
}

test("the shares of the formats are one together", () => {
  expect(mixes.reduce((sum, m) => sum + m.share, 0)).toBeCloseTo(1);
});

describe.each(mixes.map((m) => m.mix))("lines of %s", (mix) => {
  it("are known by their format, and each is one connection", () => {
    const { lines, found, refused } = read(mix);
    expect(lines).toHaveLength(LINES);
    expect(detectFormat(lines.slice(0, 50))).toEqual({ format: findFormat(formatOf(mix)) });
    expect(refused).toEqual([]);
    expect(found).toHaveLength(LINES);
  });

  it("lie within the seconds that were asked for", () => {
    const to = Date.now();
    const times = read(mix, HOUR).found.map((c) => (c.loggedTime ?? c.startTime)!);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(to - (HOUR + 62) * 1000);
    expect(Math.max(...times)).toBeLessThanOrEqual(to);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan((HOUR - 10) * 1000);
  });
});

test("a FortiGate writes of what it let through and what it denied, over DNS, HTTP and HTTPS, in lines of usual length", () => {
  const { lines, found } = read("fortinet-fortigate");
  const share = (of: (c: Connection) => boolean): number => found.filter(of).length / found.length;
  expect(share((c) => c.action === "denied")).toBeCloseTo(0.025, 1);
  expect(share((c) => c.action === "allowed")).toBeCloseTo(0.975, 1);
  expect(share((c) => c.dstPort === 53 && c.protocol === "udp")).toBeCloseTo(0.25, 1);
  expect(share((c) => c.application === "http")).toBeCloseTo(0.1, 1);
  expect(share((c) => c.application === "https")).toBeCloseTo(0.65, 1);
  expect(found.filter((c) => c.action === "denied" && (c.bytesOut !== 0 || c.srcNatIp !== undefined))).toEqual([]);
  const lengths = lines.map((line) => line.length);
  expect(Math.min(...lengths)).toBeGreaterThan(600);
  expect(Math.max(...lengths)).toBeLessThan(900);
});
