import { expect, test } from "vitest";
import { divided } from "./divided";
import { openBody } from "./open-body";

const tuple = (i: number): string => `17357256${String(i).padStart(5, "0")},10.0.0.6,203.0.113.21,${20_000 + i},443,6,O,E,NX,3,767,2,1580`;
const record = (groups: string[][]) => ({
  time: "2025-01-01T10:00:52Z",
  category: "FlowLogFlowEvent",
  flowRecords: { flows: [{ aclID: "a", flowGroups: groups.map((flowTuples, i) => ({ rule: `rule-${i}`, flowTuples })) }] },
});
const tuplesOf = (part: ReturnType<typeof record>) =>
  part.flowRecords.flows.flatMap((f) => f.flowGroups.flatMap((g) => g.flowTuples.map((t) => `${g.rule} ${t}`)));

test("a record that is too long becomes several, each with a part of its longest list and all that stands around it", () => {
  const whole = record([[tuple(0)], Array.from({ length: 3000 }, (_, i) => tuple(i)), [tuple(1), tuple(2)]]);
  const parts = divided(JSON.stringify(whole), 64 * 1024)!.map((part) => JSON.parse(part));
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) {
    expect(JSON.stringify(part).length).toBeLessThanOrEqual(64 * 1024);
    expect(part).toMatchObject({ time: whole.time, category: whole.category, flowRecords: { flows: [{ aclID: "a" }] } });
  }
  expect(parts.flatMap(tuplesOf)).toEqual(tuplesOf(whole));
});

test("what no list makes long stays one, and is refused", async () => {
  expect(divided('{"a":1}', 100)).toEqual(['{"a":1}']);
  expect(divided(JSON.stringify({ a: "x".repeat(200), b: [1, 2] }), 100)).toBeUndefined();
  expect(divided(JSON.stringify({ a: "x".repeat(90), b: Array(90).fill(1) }), 100)).toBeUndefined();
  expect(divided('{"a":', 100)).toBeUndefined();
  const body = JSON.stringify({ records: [{ a: "x".repeat(70_000) }, { a: Array(70_000).fill(1) }, { a: 1 }] });
  const units: string[] = [];
  async function* once(): AsyncGenerator<Buffer> {
    yield Buffer.from(body);
  }
  for await (const block of openBody(once(), undefined, () => {}).blocks)
    units.push(...block.lines.map((line, i) => (block.faults.has(i) ? JSON.stringify(block.faults.get(i)) : line)));
  expect(units[0]).toBe('{"reject":"element is longer than 64 KiB"}');
  expect(units.slice(1, -1).flatMap((unit) => JSON.parse(unit).a)).toHaveLength(70_000);
  expect(units.at(-1)).toBe('{"a":1}');
});
