import { expect, test } from "vitest";
import { toEcs } from "./ecs";

test("a request with everything ECS asks for", () => {
  const doc = toEcs({
    kind: "request",
    startTime: Date.UTC(2026, 2, 1),
    durationMs: 1500.25,
    srcIp: "10.1.2.3",
    srcPort: 40000,
    srcUser: "jane",
    dstIp: "203.0.113.10",
    dstPort: 443,
    dstHost: "api.partner.example",
    protocol: "tcp",
    application: "http",
    method: "GET",
    url: "https://api.partner.example:8443/v1/x?a=1#f",
    status: 200,
    bytesOut: 100,
    bytesIn: 250,
    action: "denied",
    engineRule: "block all",
    engineRuleId: "7",
    tls: { version: "1.2", sni: "api.partner.example" },
  });
  expect(doc).toMatchObject({
    "@timestamp": "2026-03-01T00:00:00.000Z",
    event: {
      type: ["connection", "protocol", "denied"],
      start: "2026-03-01T00:00:00.000Z",
      end: "2026-03-01T00:00:01.500Z",
      duration: 1_500_250_000,
    },
    source: { ip: "10.1.2.3", port: 40000, bytes: 100, user: { name: "jane" } },
    destination: { ip: "203.0.113.10", domain: "api.partner.example", bytes: 250 },
    network: { transport: "tcp", iana_number: "6", bytes: 350 },
    url: { scheme: "https", domain: "api.partner.example", port: 8443, path: "/v1/x", query: "a=1", fragment: "f" },
    user: { name: "jane" },
    rule: { name: "block all", id: "7" },
    tls: { version: "1.2", client: { server_name: "api.partner.example" } },
  });
  expect((doc.network as { community_id: string }).community_id).toMatch(/^1:[A-Za-z0-9+/]{27}=$/);
});

test("one way of bytes is the sum; what is absent stays absent", () => {
  expect(toEcs({ kind: "connection", bytesOut: 5 })).toMatchObject({ source: { bytes: 5 }, network: { bytes: 5 } });
  const doc = toEcs({ kind: "connection", srcIp: "10.1.2.3" });
  expect(doc).not.toHaveProperty("destination");
  expect(doc).not.toHaveProperty("url");
  expect(doc.network).toBeUndefined();
});

test("a record of the answer keeps its own direction, beside the roles", () => {
  const doc = toEcs({ kind: "connection", srcIp: "10.1.2.3", dstIp: "203.0.113.10", bytesIn: 9, reply: true });
  expect(doc).toMatchObject({
    source: { ip: "203.0.113.10", bytes: 9 },
    destination: { ip: "10.1.2.3" },
    client: { ip: "10.1.2.3" },
    server: { ip: "203.0.113.10" },
  });
});

test("resolved addresses are the answers that are addresses", () => {
  const answers = [
    { data: "edge.partner.example", type: "CNAME" },
    { data: "203.0.113.10", type: "A" },
    { data: "2001:db8::1", type: "AAAA" },
  ];
  expect(toEcs({ kind: "query", dns: { question: "a.example", answers } })).toMatchObject({
    dns: { resolved_ip: ["203.0.113.10", "2001:db8::1"] },
  });
});

test("a time that no calendar holds does not throw", () => {
  expect(toEcs({ kind: "connection", startTime: 1e300 })).not.toHaveProperty("@timestamp");
});

test("a request without its URL went to the host that was asked", () => {
  expect(toEcs({ kind: "request", dstHost: "api.partner.example", dstIp: "203.0.113.1" }).url).toEqual({ domain: "api.partner.example" });
  expect(toEcs({ kind: "request", dstIp: "203.0.113.1" }).url).toEqual({ domain: "203.0.113.1" });
  expect(toEcs({ kind: "connection", dstHost: "api.partner.example" })).not.toHaveProperty("url");
});

test("a URL without its scheme has that of the protocol that was seen, a path alone only where that was https", () => {
  const seen = { kind: "request", application: "https", dstHost: "api.partner.example" } as const;
  expect(toEcs({ ...seen, url: "api.partner.example/a" })).toMatchObject({ url: { scheme: "https", path: "/a" } });
  expect(toEcs({ ...seen, url: "/a" })).toMatchObject({ url: { scheme: "https", domain: "api.partner.example" } });
  expect(toEcs({ ...seen, application: "http", url: "/a" }).url).not.toHaveProperty("scheme");
  expect(toEcs({ ...seen, application: "http", url: "api.partner.example:443/a" })).toMatchObject({ url: { scheme: "https", port: 443 } });
});
