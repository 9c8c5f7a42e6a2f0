import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePolicy } from "../../lib/policy/decide";
import { parsePolicy } from "../../lib/policy/parse";
import { answer } from "./answer-subjects";

const { policy } = parsePolicy(`version: 1
rules:
  - { id: charges, from: { service: billing, environment: production }, to: { host: api.payments.example, port: 443 } }
  - { id: trial, from: { service: billing }, to: { host: trial.payments.example }, mode: report, until: 2026-03-31 }
`);
const decider = compilePolicy(policy!);
const now = Date.parse("2026-03-31T23:59:59Z");
const told = (line: unknown, isEnveloped = false): object =>
  answer(typeof line === "string" ? line : JSON.stringify(line), decider, { isEnveloped, now });

test("a connection is answered with verdict, rule, reason and what came near", () => {
  const record = { service: "billing", environment: "production", dstHost: "API.payments.example.", dstPort: 443 };
  expect(told(record)).toEqual({
    verdict: "allowed",
    rule: "charges",
    reason: "Rule charges allows api.payments.example, port 443.",
    nearest: [],
  });
  expect(told({ record: { ...record, dstPort: 8443 }, options: {} }, true)).toEqual({
    verdict: "denied",
    rule: null,
    reason: "No rule allows it. Nearest is charges: it is for port 443, not 8443.",
    nearest: [
      { rule: "charges", failed: ["port"] },
      { rule: "trial", failed: ["host"] },
    ],
  });
  expect(told({ ...record, environment: null })).toMatchObject({
    verdict: "unknown",
    rule: null,
    reason: "The environment is not known, and rule charges depends on it.",
  });
});

test("who spoke may stand under caller, as normalize writes it", () => {
  const record = {
    kind: "connection",
    caller: { service: "billing", environment: "production" },
    dstHost: "api.payments.example",
    dstPort: 443,
  };
  expect(told(record)).toMatchObject({ verdict: "allowed" });
});

test("time is the record's, else the time of receipt, else now", () => {
  const record = { service: "billing", dstHost: "trial.payments.example" };
  expect(told(record)).toMatchObject({ verdict: "reported", rule: "trial" });
  expect(told({ ...record, startTime: "2026-04-01T00:00:00Z" })).toMatchObject({ verdict: "denied" });
  expect(told({ record, options: { receivedAt: "2026-04-01T00:00:00Z" } }, true)).toMatchObject({ verdict: "denied" });
  expect(told({ record: { ...record, loggedTime: now }, options: { receivedAt: "2026-04-01T00:00:00Z" } }, true)).toMatchObject({
    verdict: "reported",
  });
});

test.each([
  ["{", "the line is no JSON"],
  ["", "the line is no JSON"],
  ["[]", "the record is no object"],
  ["null", "the record is no object"],
  ['"x"', "the record is no object"],
  [{ dstPort: "443" }, "dstPort is not a port (0 to 65535)"],
  [{ dstPort: 70000 }, "dstPort is not a port (0 to 65535)"],
  [{ dstIp: "192.0.2" }, "dstIp is not an IP address"],
  [{ service: 5 }, "service is not text"],
  [{ country: "Germany" }, "country is not a country code of two letters"],
  [{ proof: "good" }, "proof is not one of proven, consistent, claimed, unknown, contradicted"],
  [{ tags: { a: 1 } }, "tags is not an object of texts"],
  [{ startTime: "yesterday" }, "startTime is not a time (ms since the epoch or RFC 3339)"],
])("%j is rejected: %s", (line, reason) => expect(told(line)).toEqual({ rejected: reason }));

test("an envelope without a record is rejected", () => {
  for (const line of [{}, { record: null }, [], "5"]) expect(told(line, true)).toEqual({ rejected: "the line has no record" });
});

test("no line makes it throw", () => {
  const key = fc.constantFrom(
    "service",
    "dstHost",
    "dstIp",
    "dstPort",
    "tags",
    "caller",
    "__proto__",
    "constructor",
    "startTime",
    "record",
  );
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant("billing"), fc.jsonValue());
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.dictionary(key, value).map((d) => JSON.stringify(d)),
      ),
      fc.boolean(),
      (line, isEnveloped) => {
        const said = told(line, isEnveloped);
        expect("verdict" in said || "rejected" in said).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});
