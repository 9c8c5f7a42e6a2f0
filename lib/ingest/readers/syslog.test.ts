import { describe, expect, test } from "vitest";
import { readStructured, readSyslogHeader, syslogTime } from "./syslog";

const read = (line: string) => {
  const header = readSyslogHeader(line);
  return header && { ...header, message: line.slice(header.at) };
};

describe("readSyslogHeader", () => {
  test("RFC 5424 with structured data, octet-counted", () => {
    expect(read('97 <165>1 2026-03-01T22:14:15.003Z fw.example evntslog 8710 ID47 [e@32473 iut="3" q="a]\\"b"][x y="z"] hello')).toEqual({
      facility: 20,
      severity: 5,
      stamp: "2026-03-01T22:14:15.003Z",
      host: "fw.example",
      program: "evntslog",
      pid: "8710",
      messageId: "ID47",
      structured: '[e@32473 iut="3" q="a]\\"b"][x y="z"]',
      at: 102,
      message: "hello",
    });
    expect(read("<13>1 - - - - - - \uFEFFhello")).toMatchObject({ at: 19, message: "hello" });
  });

  test.each([
    ["<34>Oct 11 22:14:15 mymachine su[12]: 'su root'", { stamp: "Oct 11 22:14:15", host: "mymachine", program: "su", pid: "12" }],
    ["Oct  1 22:14:15 fw-1 filterlog: a", { stamp: "Oct  1 22:14:15", host: "fw-1", program: "filterlog" }],
    ["<166>Oct 11 2026 22:14:15: %ASA-6-302013: Built", { stamp: "Oct 11 2026 22:14:15", severity: 6 }],
    ["<166>Oct 11 2026 22:14:15 asa : %ASA-6-302013: Built", { stamp: "Oct 11 2026 22:14:15", host: "asa" }],
    [
      "2026-03-01T10:00:00.123456+01:00 gw squid[7]: x",
      { stamp: "2026-03-01T10:00:00.123456+01:00", host: "gw", program: "squid", pid: "7" },
    ],
    ["<13>squid: x", { facility: 1, program: "squid" }],
  ])("%s", (line, header) => {
    expect(read(line)).toMatchObject(header);
  });

  test("a line without PRI or stamp has none", () => {
    for (const line of ["", "hello: world", "{}", "<999>x", "2 123456789010 eni-1 10.0.0.1", "1700000000.123 12 10.0.0.1 TCP_MISS/200"])
      expect(readSyslogHeader(line)).toBeUndefined();
  });

  test("the values of structured data", () => {
    expect([...readStructured('[a b="1" c="x]\\"y"][d b="2"]')]).toEqual([
      ["b", "1"],
      ["c", 'x]"y'],
    ]);
    expect([...readStructured('[a="1" b="2"]')]).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
  });
});

test("a stamp without a year is never of the future", () => {
  const time = syslogTime({ receivedAt: Date.UTC(2026, 0, 2) });
  expect(time("Dec 31 23:59:59")).toBe(Date.UTC(2025, 11, 31, 23, 59, 59));
  expect(time("Jan  1 10:00:00")).toBe(Date.UTC(2026, 0, 1, 10));
  expect(time("Mar 1 2024 10:00:00.250")).toBe(Date.UTC(2024, 2, 1, 10, 0, 0, 250));
  expect(time("Mar  1 10:00:00 2024")).toBe(Date.UTC(2024, 2, 1, 10));
  expect(time("2026-01-01T00:00:00+01:00")).toBe(Date.UTC(2025, 11, 31, 23));
  expect(syslogTime({ timezone: "+02:00", receivedAt: Date.UTC(2026, 5, 1) })("May 31 02:00:00")).toBe(Date.UTC(2026, 4, 31));
  expect(time("yesterday")).toBeUndefined();
});
