import { expect, test } from "vitest";
import { parseQuery } from "./parse";
import { type Facts, toPredicate } from "./predicate";

const record: Facts = {
  service: "billing",
  host: "files.storage.example",
  domain: "storage.example",
  ip: "203.0.113.7",
  src: "10.1.2.3",
  dport: 443,
  status: 503,
  bytes: 1_500_000,
  attempt: 0,
  tls: "1.1",
  path: "/v1/{id}/upload",
  answered: false,
};

test.each([
  ["", true],
  ["service:Billing", true],
  ["service:bill", false],
  ["host:*.storage.example", true],
  ["host:*.s3.example", false],
  ["host:*storage*", true],
  ["host:files*files*", false],
  ["dst:203.0.113.0/24", true],
  ["dst:files.storage.example", true],
  ["src:10.0.0.0/8", true],
  ["src:2001:db8::/32", false],
  ["dport:(80 OR 443)", true],
  ["dport:>443", false],
  ["dport:>=443", true],
  ["dport:1..1023", true],
  ["status:5xx", true],
  ["status:4xx", false],
  ["bytes:>1mb", true],
  ["bytes:<1mib", false],
  ["attempt:>0", false],
  ["has:attempt", true],
  ["tls:<1.2", true],
  ["answered:false", true],
  ["upload", true],
  ["10.1.2.3", true],
  ["203.0.113.0/24", true],
  ["download", false],
  // What the record does not say: no condition holds, so each negated one does.
  ["country:US", false],
  ["-country:US", true],
  ["-has:country", true],
  ["sport:<99999", false],
  ["service:billing (status:2xx OR host:files*) -dport:80", true],
])("%s: %s", (text, expected) => {
  const { query } = parseQuery(text);
  expect(toPredicate(query!)(record)).toBe(expected);
});

test("many stars cost no more than their text", () => {
  const { query } = parseQuery(`host:${"a*".repeat(1000)}b`);
  const started = performance.now();
  expect(toPredicate(query!)({ host: "a".repeat(60_000) })).toBe(false);
  expect(performance.now() - started).toBeLessThan(100);
});
