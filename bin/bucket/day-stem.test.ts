import { expect, test } from "vitest";
import { dayStem } from "./day-stem";

const next = new Date(Date.UTC(2026, 11, 1));

test.each([
  [
    "AWSLogs/123456789010/vpcflowlogs/eu-west-1/2026/11/20/123456789010_vpcflowlogs_eu-west-1_fl-1_20261120T0005Z_1.log.gz",
    "AWSLogs/123456789010/vpcflowlogs/eu-west-1/",
    "AWSLogs/123456789010/vpcflowlogs/eu-west-1/2026/12/01",
  ],
  ["2026/11/20/05/waybill-1", "", "2026/12/01"],
  ["dnslogs/2026-11-20/2026-11-20-00-10-1.csv.gz", "dnslogs/", "dnslogs/2026-12-01"],
  ["http/20261120/20261120T000000Z_1.log.gz", "http/", "http/20261201"],
  ["flows/year=2026/month=11/day=20/1.parquet", "flows/year=", "flows/year=2026/month=12/day=01"],
  ["logs/y=2026/m=11/d=20/h=00/PT1H.json", "logs/y=", "logs/y=2026/m=12/d=01"],
])("%s", (key, stem, from) => {
  expect(dayStem(key)?.stem).toBe(stem);
  expect(dayStem(key)?.day).toBe("2026-11-20");
  expect(dayStem(key)?.print(next)).toBe(from);
});

test.each(["access.log.1.gz", "AWSLogs/202611201234/x", "2026/13/01/x", "release-2026/x", ""])("%s names no day", (key) =>
  expect(dayStem(key)).toBeUndefined(),
);

test("a key of any length is read at once", () => {
  const began = performance.now();
  for (const part of ["2026/1/", "a=2026", "/a=", "20261", "//"]) dayStem(part.repeat(10_000));
  expect(performance.now() - began).toBeLessThan(500);
});
