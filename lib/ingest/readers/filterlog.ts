import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { integerOf, portOf } from "./json";
import { type Packet, readPacket } from "./packet";

/**
 * What pf logs on pfSense and OPNsense: commas, and columns by the version of IP and the protocol. Nine columns, six of
 * IPv4 or three of IPv6, the protocol, the length, both ends, and what the protocol has.
 *
 * @see https://docs.netgate.com/pfsense/en/latest/monitoring/logs/raw-filter-format.html
 */
export const isFilterlog = (line: string): boolean => /\bfilterlog\b/.test(line.slice(0, 200)) && columns.test(line.slice(0, 512));
/** A row alone. */
export const isFilterlogRow = (line: string): boolean => /^[0-9]{1,6},/.test(line) && columns.test(line.slice(0, 512));
const columns =
  /[ ,:0-9](?:[0-9]{0,10},){2}[^,]{0,200},[^,]{0,64},[^,]{1,32},[a-z-]{1,20},[a-z()0-9]{1,16},(?:in|out|in\/out|fwd|unknown\([0-9]+\)),[46],/;

const actions: Record<string, Action> = { pass: "allowed", block: "denied", reject: "denied" };

/** A line as fields; `flow` is the same for packets of one connection. @returns the column that cannot be read. */
export function readFilterlog(text: string): { connection: Connection; flow: string; translates: boolean } | string {
  const cells = text.split(",");
  const [, , , tracker, , reason, action, direction, version] = cells;
  if (version !== "4" && version !== "6") return "the version of IP is neither 4 nor 6";
  const at = lengthAt(cells, version === "4" ? 17 : 14);
  const packet: Packet = {
    src: canonicalAddress(cells[at + 1] ?? ""),
    dst: canonicalAddress(cells[at + 2] ?? ""),
    ...protocolOf(cells.slice(at - 2, at)),
    bytes: integerOf(cells[at]),
  };
  if (packet.src === undefined) return "the source is no address";
  if (packet.dst === undefined) return "the destination is no address";
  const rest = cells.slice(at + 3);
  const protocol = packet.protocolNumber;
  if (protocol === 6 || protocol === 17 || protocol === 132) {
    packet.srcPort = portOf(rest[0]);
    packet.dstPort = portOf(rest[1]);
  }
  if (protocol === 6) {
    packet.syn = rest[3]?.includes("S");
    packet.ack = rest[3]?.includes("A");
  }
  if (protocol === 1 || protocol === 58) [packet.icmpType, packet.icmpCode] = icmpOf(rest[0], protocol === 58);
  const connection = readPacket(packet);
  connection.action = actions[action ?? ""] ?? "unknown";
  connection.engineRuleId = tracker === "" || tracker === "0" ? undefined : tracker;
  connection.engineReason = reason === "match" ? undefined : reason;
  // Of an interface, not of the network: for the firewall both are "in".
  if (direction === "in" || direction === "out") connection.vendorDirection = direction === "in" ? "inbound" : "outbound";
  // A packet out of order belongs to a connection that was told.
  if (reason === "state-mismatch") connection.twin = true;
  const sequence = protocol === 6 && packet.syn && !packet.ack ? rest[4] : undefined;
  return { connection, flow: flowOf(connection, rest, sequence), translates: /^(?:rdr|nat|binat)$/.test(action ?? "") };
}

/** The column before both ends; releases differ in how many stand before it. */
function lengthAt(cells: readonly string[], usual: number): number {
  const isBefore = (at: number): boolean =>
    canonicalAddress(cells[at + 1] ?? "") !== undefined && canonicalAddress(cells[at + 2] ?? "") !== undefined;
  if (isBefore(usual)) return usual;
  for (let at = 12; at < 20; at++) if (isBefore(at)) return at;
  return usual;
}

/** Number and name stand in one order for IPv4 and in the other for IPv6. */
function protocolOf(cells: readonly string[]): Pick<Packet, "protocol" | "protocolNumber"> {
  const name = cells.find((cell) => /^[A-Za-z]/.test(cell));
  const named = readProtocol(name);
  return named.protocolNumber === undefined ? readProtocol(cells.find((cell) => /^[0-9]{1,3}$/.test(cell)) ?? name) : named;
}

/** Type and code of ICMP and of ICMPv6 by the words of the log; a code that the word does not tell is absent. */
const types: Record<string, readonly [v4: readonly [type: number, code?: number], v6: readonly [type: number, code?: number]]> = {
  request: [[8], [128]],
  reply: [[0], [129]],
  unreach: [[3], [1]],
  unreachproto: [[3, 2], [1]],
  unreachport: [
    [3, 3],
    [1, 4],
  ],
  needfrag: [
    [3, 4],
    [2, 0],
  ],
  timexceed: [[11], [3]],
  paramprob: [[12], [4]],
  redirect: [[5], [137]],
  tstamp: [[13], [13]],
  tstampreply: [[14], [14]],
  maskreply: [[18], [18]],
};

function icmpOf(text: string | undefined, is6: boolean): readonly [type: number | undefined, code?: number] {
  return Object.hasOwn(types, text ?? "") ? types[text!]![is6 ? 1 : 0] : [integerOf(text)];
}

/** A packet that goes out with its source translated has the sequence number that it came in with. */
function flowOf(c: Connection, rest: readonly string[], sequence: string | undefined): string {
  if (sequence !== undefined && sequence !== "") return `${c.action} ${c.dstIp} ${c.dstPort} ${sequence}`;
  // Of ICMP the id of the echo.
  const ends = c.srcPort === undefined ? rest[1] : `${c.srcPort} ${c.dstPort}`;
  return `${c.action} ${c.protocolNumber} ${c.srcIp} ${c.dstIp} ${ends}`;
}
