import { expect, test } from "vitest";
import { isReply } from "./flow-reply";

const [INSIDE, OUTSIDE] = [true, false];

test.each([
  ["SYN and ACK prove an answer, whatever the ports", 5001, 43_416, 6, 18, INSIDE, OUTSIDE, false, true],
  ["a SYN alone proves a first packet, from a low port too", 443, 50_123, 6, 2, INSIDE, OUTSIDE, false, false],
  ["both within the window: the row is the answering half", 80, 34_210, 6, 19, OUTSIDE, INSIDE, false, true],
  ["the middle of a connection: the ports speak", 443, 41_822, 6, 0, OUTSIDE, INSIDE, false, true],
  ["no flags: a web server's answer to us", 443, 41_822, 6, -1, OUTSIDE, INSIDE, false, true],
  ["no flags: a resolver's answer to us", 53, 50_123, 17, -1, OUTSIDE, INSIDE, false, true],
  ["no flags: an answer from a high service port", 8443, 50_123, 6, -1, OUTSIDE, INSIDE, false, true],
  ["no flags: our own service answers from a port no client gets", 443, 50_123, 6, -1, INSIDE, OUTSIDE, false, true],
  ["no flags: from inside, a high port could be a client's", 5001, 43_416, 6, -1, INSIDE, OUTSIDE, false, false],
  ["no flags: we ask", 41_822, 443, 6, -1, INSIDE, OUTSIDE, false, false],
  ["no flags: we are asked", 43_638, 5001, 6, -1, OUTSIDE, INSIDE, false, false],
  ["two client ports tell nothing", 40_000, 50_000, 6, -1, OUTSIDE, INSIDE, false, false],
  ["clocks speak from 123 to 123", 123, 123, 17, -1, INSIDE, OUTSIDE, false, false],
  ["what is refused is a first packet", 443, 41_822, 6, -1, OUTSIDE, INSIDE, true, false],
  ["neither end is ours: nothing is known", 80, 53_205, 6, -1, OUTSIDE, OUTSIDE, false, false],
  ["echo has no ports", -1, -1, 1, -1, OUTSIDE, INSIDE, false, false],
])("%s", (_, srcPort, dstPort, protocol, flags, srcInternal, dstInternal, denied, expected) => {
  expect(isReply(srcPort, dstPort, protocol, flags, srcInternal, dstInternal, denied)).toBe(expected);
});
