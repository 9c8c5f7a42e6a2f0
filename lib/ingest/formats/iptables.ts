import { canonicalAddress } from "../../model/address";
import { communityId } from "../../model/community-id";
import type { Connection } from "../../model/connection";
import { hasPorts, readProtocol } from "../../model/protocol";
import { defineFormat, type Reader, type ReadOptions } from "../format";
import { integerOf, type JsonObject, portOf, readObject, textOf } from "../readers/json";
import { readPairs } from "../readers/key-value";
import { readPrefix } from "../readers/netfilter-prefix";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { isFromServer } from "../readers/port-roles";
import { Recent } from "../readers/recent";
import { readSyslogHeader, syslogTime } from "../readers/syslog";
import { readIsoTime } from "../readers/time";
import { unwrap } from "../readers/unwrap";

export const iptables = defineFormat({
  id: "iptables",
  name: "Linux netfilter (iptables, nftables, UFW, Ubiquiti, VyOS)",
  reference: "https://netfilter.org/documentation/",
  guide: "netfilter",
  counts: "one IP packet with its headers",
  kinds: ["connection"],
  engine: true,
  personal: ["mac", "macsrc", "macdst", "uid", "gid"],
  options: { timezone: "Zone of stamps without one." },
  detect: (head) => head.some((line) => isPacket(line.startsWith("{") ? (carried(readObject(line)) ?? "") : line)),
  open: (options) => new PacketReader(options),
});

const isPacket = (line: string): boolean =>
  /\bIN=[^ ]{0,32}(?: PHYSIN=[^ ]{1,32})? OUT=/.test(line.slice(0, 1024)) && / SRC=[^ ]+ DST=[^ ]+ /.test(line.slice(0, 1536));

/** Journals and shippers put the line into JSON. */
function carried(object: JsonObject | undefined): string | undefined {
  if (!object) return undefined;
  const line = object["MESSAGE"] ?? unwrap(object);
  return typeof line === "string" ? line : undefined;
}

class PacketReader implements Reader {
  readonly #time: (stamp: string | undefined) => number | undefined;
  readonly #receivedAt: number | undefined;
  /** A log of packets: the first of a flow counts, in whichever direction it went. */
  readonly #flows = new Recent(1 << 16);

  constructor(options: ReadOptions) {
    this.#time = syslogTime(options);
    this.#receivedAt = options.receivedAt;
  }

  read: Reader["read"] = (unit, emit) => tell(emit, this.#outcome(unit));

  #outcome(unit: string): Outcome {
    const object = unit.startsWith("{") ? readObject(unit) : undefined;
    const line = object ? carried(object) : unit;
    if (line === undefined) return new Reject("the object carries no line");
    const header = readSyslogHeader(line);
    const time = this.#time(header?.stamp) ?? (object && timeOf(object)) ?? this.#receivedAt;
    const from = header?.at ?? 0;
    const begin = line.search(/\bIN=/);
    const pairs = readPairs(begin < 0 ? line.slice(from) : line.slice(begin));
    const c = readPacket(pairs, line);
    c.loggedTime = time;
    c.startTime = time;
    if (begin < 0 && !pairs.has("SRC"))
      return c.protocol === undefined ? new Reject("there is no IN=") : new Skip("the begin of the line was cut off", c);
    if (c.srcIp === undefined) return new Reject("SRC is no address");
    if (c.dstIp === undefined) return new Reject("DST is no address");
    // Before the packet: the kernel's own clock, then the prefix.
    const before = line.slice(from, Math.max(from, begin)).replace(/^(?:\S{0,40} )?kernel: ?/, "");
    Object.assign(c, readPrefix(before.replace(/^\[ {0,12}[0-9]{1,12}\.[0-9]{1,9}\] ?/, "")));
    if (isError(c, pairs) || !this.#flows.add(flowOf(c, line))) c.twin = true;
    return c;
  }
}

/** The journal counts microseconds. */
function timeOf(object: JsonObject): number | undefined {
  const micros = textOf(object["__REALTIME_TIMESTAMP"]);
  if (micros !== undefined && /^[0-9]{13,17}$/.test(micros)) return Math.floor(Number(micros) / 1000);
  return readIsoTime(textOf(object["@timestamp"]) ?? textOf(object["timestamp"]) ?? "");
}

/** An echo and its answer share the last id of the line; the first one is the packet's own. */
function flowOf(c: Connection, line: string): string {
  const id = c.srcPort === undefined ? line.slice(line.lastIndexOf(" ID=") + 4).split(" ", 1)[0] : `${c.srcPort} ${c.dstPort}`;
  return `${c.action} ${c.protocolNumber} ${c.srcIp} ${c.dstIp} ${id}`;
}

/** ICMP errors speak of another connection. */
function isError(c: Connection, pairs: ReadonlyMap<string, string>): boolean {
  const type = integerOf(pairs.get("TYPE"));
  if (type === undefined) return false;
  return c.protocolNumber === 1 ? [3, 4, 5, 11, 12].includes(type) : c.protocolNumber === 58 && type >= 1 && type <= 4;
}

function readPacket(pairs: ReadonlyMap<string, string>, line: string): Connection {
  const transport = readProtocol(pairs.get("PROTO"));
  const isPorted = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const src = canonicalAddress(pairs.get("SRC") ?? "");
  const dst = canonicalAddress(pairs.get("DST") ?? "");
  const srcPort = isPorted ? portOf(pairs.get("SPT")) : undefined;
  const dstPort = isPorted ? portOf(pairs.get("DPT")) : undefined;
  const type = isPorted ? undefined : integerOf(pairs.get("TYPE"));
  const isReply = answers(transport.protocolNumber, type, line, srcPort, dstPort);
  const bytes = integerOf(pairs.get("LEN"));
  const c: Connection = {
    kind: "connection",
    srcIp: isReply ? dst : src,
    srcPort: isReply ? dstPort : srcPort,
    dstIp: isReply ? src : dst,
    dstPort: isReply ? srcPort : dstPort,
    ...transport,
    bytesOut: isReply ? undefined : bytes,
    bytesIn: isReply ? bytes : undefined,
  };
  const code = integerOf(pairs.get("CODE"));
  if (type !== undefined && code !== undefined && src !== undefined && dst !== undefined && transport.protocolNumber !== undefined)
    c.communityId = communityId({ srcIp: src, dstIp: dst, protocolNumber: transport.protocolNumber, srcPort: type, dstPort: code });
  if (isReply) c.reply = true;
  const [into, out] = [pairs.get("IN"), pairs.get("OUT")];
  // A packet that came in and goes nowhere is for the host itself, one that came from nowhere is the host's own.
  if (into && !out) c.vendorDirection = isReply ? "outbound" : "inbound";
  if (!into && out) c.vendorDirection = isReply ? "inbound" : "outbound";
  return c;
}

/** Whether the packet goes from the end that was asked: the flags say so, else the ports. */
function answers(protocol: number | undefined, type: number | undefined, line: string, srcPort?: number, dstPort?: number): boolean {
  if (type !== undefined) return protocol === 58 ? type === 129 : type === 0;
  if (protocol === 6 && / SYN(?: |$)/.test(line)) return / ACK(?: |$)/.test(line);
  return isFromServer(srcPort, dstPort);
}
