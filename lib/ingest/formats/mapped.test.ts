import { describe, expect, test } from "vitest";
import type { Connection } from "../../model/connection";
import type { Emit, ReadOptions } from "../format";
import { mapped } from "./mapped";

function read(map: object, lines: string[], options: ReadOptions = {}) {
  const outcomes: ({ found: Connection; personal?: readonly string[] } | { skip: string } | { reject: string })[] = [];
  const emit: Emit = {
    found: (found, personal) => outcomes.push({ found, ...(personal?.length && { personal }) }),
    skip: (skip) => outcomes.push({ skip }),
    reject: (reject) => outcomes.push({ reject }),
  };
  const reader = mapped.open({ ...options, fields: JSON.stringify({ name: "x", ...map }) });
  for (const line of lines) reader.read(line, emit);
  return outcomes;
}

const to = { dstIp: { from: "to" } };

describe("a field mapping", () => {
  test("reads JSON by path, and lists of answers", () => {
    const map = {
      shape: "json",
      fields: {
        startTime: { from: "t", unit: "us" },
        srcIp: { from: "client.addr" },
        dnsQuestion: { from: "q.name" },
        dnsType: { from: "q.type" },
        dnsResponseCode: { from: "rcode" },
        dnsAnswers: { from: "answers" },
      },
    };
    const line = {
      t: 1772359200000000,
      client: { addr: "10.1.2.3:4000" },
      q: { name: "API.Partner.example.", type: 28 },
      rcode: 0,
      answers: [{ rdata: "2001:db8::1" }],
    };
    expect(read(map, [JSON.stringify(line)])).toEqual([
      {
        found: {
          kind: "query",
          application: "dns",
          answered: true,
          startTime: 1772359200000,
          srcIp: "10.1.2.3",
          srcPort: 4000,
          dns: { question: "api.partner.example", type: "AAAA", responseCode: "NOERROR", answers: [{ type: "AAAA", data: "2001:db8::1" }] },
        },
      },
    ]);
  });

  test("reads columns by name in the order that a header gives, and by number", () => {
    const map = {
      shape: "separated",
      separator: ";",
      columns: ["from", "to", "kb"],
      fields: { ...to, srcIp: { from: "from" }, bytesOut: { from: "kb", unit: "KiB" } },
    };
    expect(read(map, ["10.1.2.3;192.0.2.7;2", "kb;to;from", "3;192.0.2.8;10.1.2.4", "1;2;3;4"])).toEqual([
      { found: { kind: "connection", srcIp: "10.1.2.3", dstIp: "192.0.2.7", bytesOut: 2048 } },
      { skip: "the line with the names of the columns" },
      { found: { kind: "connection", srcIp: "10.1.2.4", dstIp: "192.0.2.8", bytesOut: 3072 } },
      { reject: "the line has more columns than the field mapping" },
    ]);
    expect(read({ shape: "separated", separator: "\t", fields: { dstHost: { from: "2" } } }, ["\tapi.example\t"])).toEqual([
      { found: { kind: "connection", dstHost: "api.example", dstHostOrigin: "log" } },
    ]);
  });

  test("reads keys and values with marks of its own", () => {
    const map = {
      shape: "key-value",
      separator: ";",
      equals: ":",
      fields: { ...to, dstPort: { from: "port" }, action: { from: "did" } },
      words: { denied: ["nope"] },
    };
    expect(read(map, ['to: "192.0.2.1"; port:443; did:Nope', "to:192.0.2.1;did:allow", "to:192.0.2.1;did:hm", "nothing"])).toEqual([
      { found: { kind: "connection", dstIp: "192.0.2.1", dstPort: 443, action: "denied" } },
      { found: { kind: "connection", dstIp: "192.0.2.1", action: "allowed" } },
      { found: { kind: "connection", dstIp: "192.0.2.1", action: "unknown" } },
      { reject: "the line holds no key and value" },
    ]);
  });

  test("takes the destination from a URL or the name inside TLS, and its time apart from its date", () => {
    const map = {
      shape: "key-value",
      fields: {
        date: { from: "d" },
        startTime: { from: "t" },
        url: { from: "u" },
        sni: { from: "sni" },
        endTime: { from: "e" },
        durationMs: { from: "took" },
      },
    };
    const [url, sni] = read(
      map,
      ["d=2026-03-01 t=10:00:00 u=https://[2001:db8::5]:8443/a", "d=2026-03-01 e=10:00:10 took=00:00:04 sni=Api.example"],
      { timezone: "+01:00" },
    );
    expect(url).toEqual({
      found: {
        kind: "request",
        startTime: Date.UTC(2026, 2, 1, 9),
        url: "https://[2001:db8::5]:8443/a",
        dstIp: "2001:db8::5",
        dstPort: 8443,
        application: "http",
        protocol: "tcp",
        protocolNumber: 6,
      },
    });
    expect(sni).toMatchObject({ found: { startTime: Date.UTC(2026, 2, 1, 9, 0, 6), dstHost: "api.example", dstHostOrigin: "sni" } });
  });

  test("skips lines of another kind, begins behind a text, and hides what was marked", () => {
    const map = { shape: "json", only: "TRAFFIC", after: "TRAFFIC ", fields: to, hidden: ["who", "also"] };
    expect(read(map, ["boot done", 'x TRAFFIC {"to":"192.0.2.1","who":"jdoe","also":["a.smith",7]}'])).toEqual([
      { skip: "a line of another kind, by the field mapping" },
      { found: { kind: "connection", dstIp: "192.0.2.1" }, personal: ["jdoe", "a.smith", "7"] },
    ]);
  });

  test("reads a time by its pattern", () => {
    const map = {
      shape: "separated",
      separator: ",",
      fields: { startTime: { from: "1", pattern: "%d.%m.%Y %H:%M:%S" }, dstIp: { from: "2" } },
    };
    expect(read(map, ["01.03.2026 10:00:00,192.0.2.1", "2026-03-01,192.0.2.1"])).toEqual([
      { found: { kind: "connection", startTime: Date.UTC(2026, 2, 1, 10), dstIp: "192.0.2.1" } },
      { reject: "1: does not read as time it began" },
    ]);
  });

  test("is refused with the place that is wrong", () => {
    const wrong = (map: object) => mapped.wrongIn?.({ fields: JSON.stringify({ name: "x", ...map }) });
    expect(mapped.wrongIn?.({ fields: "{" })).toBe("the field mapping is no JSON");
    expect(wrong({ shape: "json", fields: { srcIp: { from: "a" } } })).toContain("none says where to");
    expect(wrong({ shape: "separated", fields: to })).toContain("separator:");
    expect(wrong({ shape: "separated", separator: ",", columns: ["a"], fields: to })).toContain("fields.dstIp.from:");
    expect(wrong({ shape: "template", template: "{a}{b}", fields: to })).toContain("template:");
    expect(wrong({ shape: "json", fields: { dstIp: { from: "a", unit: "ms" } } })).toContain("fields.dstIp.unit:");
    expect(wrong({ shape: "json", fields: { ...to, startTime: { from: "a", pattern: "%f%f%f" } } })).toContain("fields.startTime.pattern:");
    expect(wrong({ shape: "json", fields: { nothing: { from: "a" } } })).toContain("fields");
    expect(wrong({ shape: "json", fields: to })).toBeUndefined();
  });
});
