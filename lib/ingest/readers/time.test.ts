import fc from "fast-check";
import { expect, test } from "vitest";
import { readClfTime, readIsoTime, strftimeReader, zoneReader } from "./time";

const utc = zoneReader(undefined);
const date = fc.date({ min: new Date("1970-01-01"), max: new Date("2199-12-31"), noInvalidDate: true });

test("RFC 3339 agrees with Date for every time", () => {
  fc.assert(
    fc.property(date, (d) => {
      const text = d.toISOString();
      expect(readIsoTime(text)).toBe(d.getTime());
      expect(readIsoTime(text.replace("Z", "0000Z"))).toBe(d.getTime());
      expect(readIsoTime(text.replace("T", " ").replace("Z", ""), zoneReader("+02:00"))).toBe(d.getTime() - 7_200_000);
      expect(readIsoTime(text.replace("Z", "-0530"))).toBe(d.getTime() + 19_800_000);
    }),
  );
});

test.each(["", "2025-01-01", "2025-13-01T00:00:00Z", "2025-01-01T00:00:61Z", "2025-01-01T00:00:00.Z", "2025-01-01T00:00:00 CET"])(
  "%j is no time",
  (text) => expect(readIsoTime(text)).toBeUndefined(),
);

test("the common log format, with and without its offset", () => {
  expect(readClfTime("10/Oct/2023:13:55:36 +0200", utc)).toBe(Date.parse("2023-10-10T11:55:36Z"));
  expect(readClfTime("10/Oct/2023:13:55:36", zoneReader("-05:00"))).toBe(Date.parse("2023-10-10T18:55:36Z"));
  expect(readClfTime("10/Foo/2023:13:55:36 +0200", utc)).toBeUndefined();
});

test("a named zone follows its summer time", () => {
  const berlin = zoneReader("Europe/Berlin");
  expect(berlin(Date.UTC(2025, 0, 15, 12))).toBe(Date.UTC(2025, 0, 15, 11));
  expect(berlin(Date.UTC(2025, 6, 15, 12))).toBe(Date.UTC(2025, 6, 15, 10));
});

test("strftime patterns", () => {
  expect(strftimeReader("%m/%d/%Y %H:%M:%S", utc)?.("05/02/2025 11:31:06")).toBe(Date.UTC(2025, 4, 2, 11, 31, 6));
  expect(strftimeReader("%Y/%m/%dT%H:%M:%S%z", utc)?.("2025/05/02T11:31:06+0100")).toBe(Date.UTC(2025, 4, 2, 10, 31, 6));
  expect(strftimeReader("%s", utc)?.("1735725600")).toBe(1_735_725_600_000);
  expect(strftimeReader("%d %b %y", utc)?.("02 May 25")).toBe(Date.UTC(2025, 4, 2));
  expect(strftimeReader("%q", utc)).toBeUndefined();
});
