import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { suggestFields } from "./suggest-fields";
import { suggestLayout } from "./suggest-layout";

const targets = (lines: string[]) => {
  const layout = suggestLayout(lines);
  return { layout, to: Object.fromEntries(suggestFields(layout, lines).flatMap((f) => (f.target ? [[f.from, f.target]] : []))) };
};

describe("pasted lines", () => {
  test("of nested JSON, told by ECS names", () => {
    const line = JSON.stringify({
      "@timestamp": "2026-03-01T10:00:00Z",
      source: { ip: "10.1.2.3", port: 51515 },
      destination: { ip: "192.0.2.1", port: 443, domain: "api.example" },
      user: { email: "j@corp.example", name: "jdoe" },
      event: { action: "deny" },
    });
    expect(targets([line])).toEqual({
      layout: { shape: "json" },
      to: {
        "@timestamp": "startTime",
        "source.ip": "srcIp",
        "source.port": "srcPort",
        "destination.ip": "dstIp",
        "destination.port": "dstPort",
        "destination.domain": "dstHost",
        "user.email": "hidden",
        "user.name": "srcUser",
        "event.action": "action",
      },
    });
  });

  test("with a header line, told by its names", () => {
    const lines = ["Date,Time,ClientIP,Host,Port,Verdict,SentBytes,elapsed_ms", "2026-03-01,10:00:00,10.1.2.3,api.example,443,allow,12,5"];
    expect(targets(lines)).toEqual({
      layout: { shape: "separated", separator: ",", columns: lines[0]!.split(",") },
      to: {
        Date: "date",
        Time: "startTime",
        ClientIP: "srcIp",
        Host: "dstHost",
        Port: "dstPort",
        Verdict: "action",
        SentBytes: "bytesOut",
        elapsed_ms: "durationMs",
      },
    });
    expect(suggestFields(suggestLayout(lines), lines).find((f) => f.from === "elapsed_ms")?.unit).toBe("ms");
  });

  test("of keys and values behind a syslog header", () => {
    const lines = [
      "<134>Mar  1 10:00:00 gw fw: src=10.1.2.3 dst=192.0.2.1 proto=tcp act=drop",
      "<134>Mar  1 10:00:01 gw fw: src=10.1.2.4 dst=192.0.2.2 proto=udp act=pass",
    ];
    expect(targets(lines)).toEqual({
      layout: { shape: "key-value", syslog: true },
      to: { "syslog.time": "startTime", src: "srcIp", dst: "dstIp", proto: "protocol", act: "action" },
    });
  });

  test("without any name, told by their look and their order", () => {
    const { layout, to } = targets([
      "2026-03-01T10:00:00Z 10.1.2.3 192.0.2.1:443 GET https://api.example/ allow",
      "2026-03-01T10:00:01Z 10.1.2.4 192.0.2.1:443 PUT https://api.example/ deny",
    ]);
    expect(layout).toEqual({ shape: "separated", separator: " " });
    expect(to).toEqual({ "1": "startTime", "2": "srcIp", "3": "dstIp", "4": "method", "5": "url", "6": "action" });
  });

  test("of plain text become a template that reads them", () => {
    const lines = [
      '2026-03-01 10:00:00 [worker-1] connect from 10.1.2.3:51515 -> api.partner.example:443 as jdoe: "allow" (bytes=12)',
      '2026-03-01 10:00:01 [worker-2] connect from 10.1.2.4:51516 -> files.partner.example:443 as asmith: "deny" (bytes=7)',
    ];
    const { layout, to } = targets(lines);
    expect(layout).toEqual({
      shape: "template",
      template: '{time} [{field}] connect from {source} -> {host} as {field2}: "{action}" (bytes={bytes})',
    });
    expect(to).toEqual({ time: "startTime", source: "srcIp", host: "dstHost", action: "action", bytes: "bytes" });
    expect(suggestFields(layout, lines).find((f) => f.from === "field2")?.samples).toEqual(["jdoe", "asmith"]);
  });

  test("of a W3C log, by its directive", () => {
    const lines = [
      "#Software: x",
      "#Fields: date time c-ip cs-method cs-host sc-status",
      "2026-03-01 10:00:00 10.1.2.3 GET api.example 200",
    ];
    expect(targets(lines).to).toEqual({
      date: "date",
      time: "startTime",
      "c-ip": "srcIp",
      "cs-method": "method",
      "cs-host": "dstHost",
      "sc-status": "status",
    });
  });

  test("of anything at all never throw", () => {
    const line = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ maxLength: 300 }), fc.json());
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        suggestFields(suggestLayout(lines), lines);
      }),
      { numRuns: 400 },
    );
  });

  test("of 64 KiB take their time once", () => {
    for (const text of ["a=b ", "{", '"', "[", "a,", " ", "{}", '{"a":', "1.", "->", "a:", "x ->", "(", "2026-03-01 "]) {
      const from = process.cpuUsage();
      const lines = [text.repeat((64 * 1024) / text.length)];
      suggestFields(suggestLayout(lines), lines);
      const { user, system } = process.cpuUsage(from);
      expect((user + system) / 1000, text).toBeLessThan(1000);
    }
  });
});
