import type { Connection } from "../../model/connection";
import { integerOf, isObject, type JsonObject, textOf } from "./json";
import { readIsoTime } from "./time";

/** Times and counters of a flow, of half a flow, or of an HTTP response. */
export function readEveFlow(c: Connection, record: JsonObject, type: string, isReply: boolean): void {
  const flow = record["flow"];
  if (isObject(flow)) {
    c.bytesOut = integerOf(flow["bytes_toserver"]);
    c.bytesIn = integerOf(flow["bytes_toclient"]);
    c.packetsOut = integerOf(flow["pkts_toserver"]);
    c.packetsIn = integerOf(flow["pkts_toclient"]);
    readTimes(c, flow);
    if (type === "flow") c.answered = isAnswered(c, record);
    return;
  }
  const half = record["netflow"];
  if (isObject(half)) {
    const [bytes, packets] = [integerOf(half["bytes"]), integerOf(half["pkts"])];
    if (isReply) [c.bytesIn, c.packetsIn] = [bytes, packets];
    else [c.bytesOut, c.packetsOut] = [bytes, packets];
    readTimes(c, half);
    // Who never acknowledged anything got no answer.
    const flags = tcpFlags(record, "tcp_flags");
    if (isReply) c.answered = true;
    else if (flags !== undefined && (flags & ACK) === 0) c.answered = false;
    return;
  }
  if (type === "http" && isObject(record["http"])) c.bytesIn = integerOf(record["http"]["length"]);
}

function readTimes(c: Connection, flow: JsonObject): void {
  const [start, end] = [textOf(flow["start"]), textOf(flow["end"])];
  c.startTime = start === undefined ? undefined : readIsoTime(start);
  c.endTime = end === undefined ? undefined : readIsoTime(end);
  if (c.startTime === undefined || c.endTime === undefined) return;
  const duration = c.endTime - c.startTime + (microseconds(end!) - microseconds(start!)) / 1000;
  if (duration >= 0) c.durationMs = duration;
}

/** The three digits of a time that milliseconds leave out. */
function microseconds(time: string): number {
  const digits = /\.[0-9]{3}([0-9]{1,3})/.exec(time)?.[1];
  return digits === undefined ? 0 : Number(digits.padEnd(3, "0"));
}

const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;

/** A byte in hexadecimal digits. */
function tcpFlags(record: JsonObject, name: string): number | undefined {
  const written = isObject(record["tcp"]) ? textOf(record["tcp"][name]) : undefined;
  return written !== undefined && /^[0-9a-f]{1,2}$/i.test(written) ? Number.parseInt(written, 16) : undefined;
}

/** A reset without a SYN is a refusal. */
function isAnswered(c: Connection, record: JsonObject): boolean | undefined {
  if (c.packetsIn === undefined) return undefined;
  if (c.packetsIn === 0) return false;
  const flags = tcpFlags(record, "tcp_flags_tc");
  return flags === undefined || (flags & RST) === 0 || (flags & SYN) !== 0;
}
