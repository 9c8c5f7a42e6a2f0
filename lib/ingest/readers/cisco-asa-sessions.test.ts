import { expect, test } from "vitest";
import { AsaSessions } from "./cisco-asa-sessions";

const built = (way: string, id: number): string =>
  `Built ${way} TCP connection ${id} for outside:203.0.113.10/40000 (203.0.113.10/40000) to inside:10.1.2.3/50000 (198.51.100.1/61000)`;
const teardown = (id: number, ports = "40000 50000"): string => {
  const [far, near] = ports.split(" ");
  return `Teardown TCP connection ${id} for outside:203.0.113.10/${far} to inside:10.1.2.3/${near} duration 0:00:10 bytes 100 TCP FINs`;
};

test("a Teardown has the initiator and the translation of its Built, where no port would tell", () => {
  const sessions = new AsaSessions(false);
  sessions.read(built("outbound", 1), "fw-1", 0);
  const end = sessions.read(teardown(1), "fw-1", 10_000);
  expect(end).toMatchObject({ srcIp: "10.1.2.3", dstIp: "203.0.113.10", srcNatIp: "198.51.100.1", startTime: 0, bytes: 100 });
  expect(end?.reply).toBeUndefined();
  sessions.read(built("inbound", 2), "fw-1", 0);
  expect(sessions.read(teardown(2), "fw-1", 10_000)).toMatchObject({ srcIp: "203.0.113.10", dstIp: "10.1.2.3", dstNatIp: "198.51.100.1" });
});

test("ids are a device's own", () => {
  const sessions = new AsaSessions(false);
  sessions.read(built("outbound", 1), "fw-1", 0);
  const other = sessions.read(teardown(1), "fw-2", 10_000);
  expect(other?.srcIp).toBe("203.0.113.10");
  expect(other?.srcNatIp).toBeUndefined();
});

test("a Teardown alone goes by its ports", () => {
  expect(new AsaSessions(false).read(teardown(1, "443 50000"), "fw-1", 10_000)).toMatchObject({
    srcIp: "10.1.2.3",
    srcPort: 50_000,
    dstIp: "203.0.113.10",
    dstPort: 443,
    reply: true,
  });
});

test("each connection counts once, whatever of it is logged", () => {
  const sessions = new AsaSessions(false);
  const lines = [built("outbound", 1), built("outbound", 2), teardown(1), built("outbound", 3), teardown(3), teardown(2), teardown(4)];
  const counted = lines.map((line) => sessions.read(line, "fw-1", 0)).filter((c) => c?.twin === undefined);
  expect(counted.map((c) => c?.sessionId)).toEqual(["1", "2", "3", "4"]);
});
