import { expect, test } from "vitest";
import { communityId } from "./community-id";

// Pairs from the baseline of the specification (RFC 5737 addresses are ours; the first rows are its own published examples).
test.each([
  [{ srcIp: "128.232.110.120", dstIp: "66.35.250.204", srcPort: 34855, dstPort: 80, protocolNumber: 6 }, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="],
  [{ srcIp: "192.168.1.52", dstIp: "8.8.8.8", srcPort: 54585, dstPort: 53, protocolNumber: 17 }, "1:d/FP5EW3wiY1vCndhwleRRKHowQ="],
  [{ srcIp: "192.168.0.89", dstIp: "192.168.0.1", srcPort: 8, dstPort: 0, protocolNumber: 1 }, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="],
])("matches the published value of %j", (tuple, expected) => {
  expect(communityId(tuple)).toBe(expected);
});

test("is the same for both directions", () => {
  const there = { srcIp: "192.0.2.1", dstIp: "198.51.100.7", srcPort: 40000, dstPort: 443, protocolNumber: 6 };
  const back = { srcIp: "198.51.100.7", dstIp: "192.0.2.1", srcPort: 443, dstPort: 40000, protocolNumber: 6 };
  expect(communityId(there)).toBe(communityId(back));
});

test("an address that is none has no id", () => {
  expect(communityId({ srcIp: "host", dstIp: "192.0.2.1", protocolNumber: 6, srcPort: 1, dstPort: 2 })).toBeUndefined();
});
