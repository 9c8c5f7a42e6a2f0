import { expect, test } from "vitest";
import type { Connection } from "../../model/connection";
import { squid } from "../formats/squid";

function read(line: string, fields: string, timezone?: string): { found?: Connection; personal?: readonly string[]; other?: string } {
  let out: ReturnType<typeof read> = {};
  squid.open({ fields, timezone }).read(line, {
    found: (found, personal) => {
      out = { found, personal };
    },
    skip: (reason) => {
      out = { other: `skip ${reason}` };
    },
    reject: (reason) => {
      out = { other: `reject ${reason}` };
    },
  });
  return out;
}

test("widths, header arguments, quotes and names of TLS", () => {
  const format =
    'logformat audit %ts.%03tu %6tr %>a:%>p %Ss/%03>Hs %<st %>st %rm %ru %[un %Sh/%<a:%<p "%{User-Agent}>h" "%{Referer}>h" %ssl::>sni %ssl::<negotiated_version "%{Authorization}>h"';
  const line =
    '1735725601.007     12 10.0.1.5:40222 TCP_TUNNEL/200 5120 640 CONNECT 203.0.113.20:443 jane HIER_DIRECT/203.0.113.20:443 "say \\"hi\\" 1.0" "-" api.partner.example TLS/1.3 "Basic c2VjcmV0"';
  const { found, personal } = read(line, format);
  expect(found).toMatchObject({
    startTime: 1_735_725_600_995,
    endTime: 1_735_725_601_007,
    srcIp: "10.0.1.5",
    srcPort: 40_222,
    srcUser: "jane",
    method: "CONNECT",
    status: 200,
    bytesIn: 5120,
    bytesOut: 640,
    dstIp: "203.0.113.20",
    dstPort: 443,
    dstHost: "api.partner.example",
    dstHostOrigin: "sni",
    userAgent: 'say "hi" 1.0',
    tls: { sni: "api.partner.example", version: "1.3" },
    action: "allowed",
  });
  expect(found?.referrer).toBeUndefined();
  expect(personal).toContain("Basic c2VjcmV0");
});

test("a URL in parts, a local time, and headers escaped as in a URL", () => {
  const { found } = read(
    "[2025-01-01 12:00:05] 10.0.1.5 GET https api.partner.example 8443 /v1?x=1 200 TCP_MISS agent%2F1.0%20(x)",
    "[%{%Y-%m-%d %H:%M:%S}tl] %>a %>rm %>rs %>rd %>rP %>rp %>Hs %Ss %{User-Agent}>h",
    "+02:00",
  );
  expect(found).toMatchObject({
    endTime: Date.UTC(2025, 0, 1, 10, 0, 5),
    url: "https://api.partner.example:8443/v1?x=1",
    dstHost: "api.partner.example",
    dstPort: 8443,
    status: 200,
    userAgent: "agent/1.0 (x)",
  });
});

test("the built-in names", () => {
  const common = '10.0.1.5 - jane [01/Jan/2025:10:00:00 +0000] "GET http://a.example/ HTTP/1.1" 200 90 TCP_MISS:HIER_DIRECT';
  expect(read(common, "common").found).toMatchObject({ srcUser: "jane", dstHost: "a.example", status: 200, action: "allowed" });
  expect(read("1735725601.007 10.0.1.5 http://b.example/ http://a.example/x", "referrer").found).toMatchObject({
    referrer: "http://b.example/",
    url: "http://a.example/x",
  });
  expect(read('10.0.1.5 [01/Jan/2025:10:00:00 +0000] "agent/1"', "useragent").found).toMatchObject({ userAgent: "agent/1" });
  expect(
    read("1735725601.007    104 10.0.1.5 TCP_MISS/200 904 GET http://a.example/ - HIER_DIRECT/203.0.113.20 -", "squid").found,
  ).toMatchObject({
    dstIp: "203.0.113.20",
  });
});

test("a line of another logformat is rejected at the code where it leaves", () => {
  expect(read("10.0.1.5 GET", '%>a %rm "%ru" %Ss').other).toMatch(/^reject %rm:/);
  expect(read("anything", "no code here").other).toBe("reject fields: the logformat holds no code.");
});

test("a login that was asked for is no decision of the policy, and nothing left", () => {
  const of = (code: string): Partial<Connection> | undefined =>
    read(`1735725603.456 0 10.0.1.6 ${code} 3821 CONNECT a.example:443 - HIER_NONE/- text/html`, "squid").found;
  expect(of("TCP_DENIED/403")).toMatchObject({ action: "denied", answered: false });
  expect(of("TCP_DENIED/407")).toMatchObject({ action: "none", answered: false });
});
