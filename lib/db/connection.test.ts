import { expect, test } from "vitest";
import { type ConnectionRow, ConnectionWriter, connectionColumns } from "./connection";

const plain: ConnectionRow = {
  workloadId: "1",
  time: Date.UTC(2026, 10, 9),
  importId: 2,
  line: 3,
  part: 0,
  trafficKeyId: "4",
  policyVersion: 1,
  rule: -1,
  verdict: "unknown",
  action: "allowed",
  outcome: "violation",
  count: 1,
  twin: false,
};
/** A value of every column that a log may have nothing for. */
const values: Partial<ConnectionRow> = {
  srcIp: "10.0.0.1",
  srcPort: 1,
  srcNatIp: "10.0.0.2",
  dstIp: "2001:db8::1",
  durationMs: 5,
  endpointId: "6",
  tlsId: "7",
  callerId: "8",
  agentId: "9",
  runId: "10",
  status: 200,
  attempt: 1,
  bytesOut: 11,
  bytesIn: 12,
  packetsOut: 13,
  packetsIn: 14,
  answered: true,
  srcUser: "u",
  url: "https://host.vendor.example/",
  sessionId: "s",
  traceId: "t",
  engineRule: "r",
  detail: "{}",
};
const names = Object.keys(values) as (keyof typeof values)[];
const column = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** Values of each row: null, or how many bytes. */
function rowsOf(pieces: readonly Uint8Array[]): (number | null)[][] {
  const bytes = Buffer.concat(pieces);
  const rows: (number | null)[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const width = bytes.readInt16BE(at);
    at += 2;
    rows.push(
      Array.from({ length: width }, () => {
        const length = bytes.readInt32BE(at);
        at += 4 + Math.max(0, length);
        return length < 0 ? null : length;
      }),
    );
  }
  return rows;
}

test.each(names)("%s is a column only once a record has a value for it", (name) => {
  const out = new ConnectionWriter();
  expect(out.add(plain)).toBe(true);
  const before = out.columns;
  expect(before).not.toContain(column(name));
  expect(rowsOf(out.take())).toEqual([before.map(() => expect.any(Number))]);

  const row = { ...plain, [name]: values[name] };
  expect(out.add(row)).toBe(false);
  expect(out.take()).toEqual([]);
  out.widen(row);
  expect(out.add(row)).toBe(true);
  expect(out.add(plain)).toBe(true);
  const after = out.columns;
  expect(after).toEqual(connectionColumns.filter((c) => before.includes(c) || c === column(name)));
  const [with_, without] = rowsOf(out.take());
  expect(with_).not.toContain(null);
  expect(without!.map((v, i) => (v === null ? after[i] : undefined)).filter(Boolean)).toEqual([column(name)]);
});

test("a record with everything has all columns, in the table's order, and another writer may begin with them", () => {
  const out = new ConnectionWriter();
  out.widen({ ...plain, ...values });
  expect(out.columns).toEqual(connectionColumns);
  const next = new ConnectionWriter(out.known);
  expect(next.add({ ...plain, ...values })).toBe(true);
  const [row] = rowsOf(next.take());
  expect(row!.length).toBe(connectionColumns.length);
  expect(row).not.toContain(null);
});
