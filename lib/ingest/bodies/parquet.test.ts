import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Connection } from "../../model/connection";
import { decoded } from "../decoded";
import { detectFormat } from "../detect";
import { awsVpcflow } from "../formats/aws-vpcflow";
import { ParquetFault } from "../parquet/fault";
import { parquetRows } from "../parquet/rows";
import { Runs } from "../parquet/runs";
import { asLines } from "./as-lines";
import { openBody } from "./open-body";

// Written by pyarrow: dictionaries and gzip as AWS writes, plain values in three row groups, pages of the second version.
const kinds = ["gzip", "snappy", "zstd"];
const folder = path.join(import.meta.dirname, "../../../tests/fixtures/aws-vpcflow");
const file = (kind: string): Buffer => readFileSync(path.join(folder, `rows.${kind}.parquet`));
const wanted = readFileSync(path.join(folder, "rows.ndjson"), "utf8").trimEnd().split("\n");

async function* cut(bytes: Buffer, at = 1000): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += at) yield bytes.subarray(i, i + at);
}

async function unitsOf(bytes: Buffer, maxBytes?: number): Promise<string[]> {
  const units: string[] = [];
  for await (const block of openBody(cut(bytes), undefined, () => {}, maxBytes).blocks) units.push(...block.lines);
  return units;
}

test.each(kinds)("a Parquet file (%s) is its rows, by the names of its columns", async (kind) => {
  expect(await unitsOf(file(kind))).toEqual(wanted);
  let lines = "";
  for await (const chunk of asLines(cut(file(kind)))) lines += chunk;
  expect(lines).toBe(`${wanted.join("\n")}\n`);
});

test("its rows are read as those of a text file are", async () => {
  const units = await unitsOf(file("gzip"));
  expect(detectFormat(units)).toEqual({ format: awsVpcflow });
  const found: Connection[] = [];
  const skipped: string[] = [];
  const reader = awsVpcflow.open({});
  for (const unit of units)
    reader.read(unit, { found: (c) => found.push(c), skip: (s) => skipped.push(s), reject: (r) => expect(r).toBe("") });
  expect(skipped).toEqual(["NODATA: no traffic in the window."]);
  expect(found).toHaveLength(units.length - 1);
  const first: Connection = {
    ...{ kind: "connection", srcIp: "10.0.1.5", srcPort: 41_000, dstIp: "203.0.113.20", dstPort: 443, protocol: "tcp", protocolNumber: 6 },
    ...{ startTime: 1_735_725_600_000, endTime: 1_735_725_660_000, bytesOut: 1840, packetsOut: 12, action: "allowed" },
  };
  expect(found[0]).toMatchObject(first);
  expect(found[7]).toMatchObject({ action: "denied", dstPort: 25 });
  expect(found[8]).toMatchObject({ reply: true, srcIp: "10.0.1.5", dstIp: "203.0.113.22" });
});

describe("what is too much, or none, is said", () => {
  test("too many rows, and a file that is cut off", async () => {
    await expect(unitsOf(file("gzip"), 2000)).rejects.toMatchObject({ code: "too-large", at: { limitBytes: 2000 } });
    await expect(unitsOf(file("gzip").subarray(0, 3000))).rejects.toMatchObject({
      code: "invalid",
      detail: expect.stringMatching(/does not end as one/),
    });
    await expect(unitsOf(Buffer.from("PAR1 and then a line of text\n"))).rejects.toMatchObject({ code: "invalid" });
  });

  test("a codec or an encoding that is not read", () => {
    const other = file("snappy");
    // The codec of the first column: Snappy is 1, LZ4 is 5.
    const at = other.lastIndexOf(Buffer.from("version"), other.length - 400);
    const field = other.indexOf(Buffer.from([0x15, 0x02]), at);
    other[field + 1] = 0x0a;
    expect(() => [...parquetRows(other)]).toThrow(/LZ4/);
  });

  test("a body that is only called Parquet by its name is a line", async () => {
    expect(await unitsOf(Buffer.from("PAR2 x\n"))).toEqual(["PAR2 x"]);
  });
});

test("a run of billions costs nothing until it is read, and packed bits end with their bytes", () => {
  const long = new Runs(Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x1f, 7]), 0, 6, 3);
  expect([long.next(), long.next(), long.next()]).toEqual([7, 7, 7]);
  // The example of the specification: 0 to 7 in three bits each.
  const packed = new Runs(Buffer.from([0x03, 0b10001000, 0b11000110, 0b11111010]), 0, 4, 3);
  expect(Array.from({ length: 8 }, () => packed.next())).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(() => packed.next()).toThrow(ParquetFault);
});

test("no damage makes more of a file than a fault", () => {
  const damage = fc.tuple(
    fc.constantFrom(...kinds),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
    fc.boolean(),
  );
  fc.assert(
    fc.property(damage, ([kind, bytes, isFooter]) => {
      const damaged = file(kind);
      const from = isFooter ? damaged.length - 8 - damaged.readUInt32LE(damaged.length - 8) : 4;
      for (const [at, byte] of bytes) damaged[from + (at % (damaged.length - from))] = byte;
      let rows = 0;
      try {
        for (const row of parquetRows(damaged)) {
          expect(row.startsWith("{")).toBe(true);
          if (++rows === 1000) break;
        }
      } catch (error) {
        if (!(error instanceof ParquetFault)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});

test("a packed file within gzip is opened twice", async () => {
  const units: string[] = [];
  for await (const block of openBody(decoded(cut(gzipSync(file("zstd"))), { maxBytes: 1 << 20 }), undefined, () => {}).blocks)
    units.push(...block.lines);
  expect(units).toEqual(wanted);
});
