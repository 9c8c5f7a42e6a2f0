import { canonicalAddress } from "../../model/address";
import type { Connection, Direction } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { defineFormat, type Reader, type ReadOptions } from "../format";
import { integerOf, type JsonObject, portOf, readObject, textOf } from "../readers/json";
import { readPairs } from "../readers/key-value";
import { readPrefix } from "../readers/netfilter-prefix";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { type Packet, readPacket } from "../readers/packet";
import { PacketLog } from "../readers/packet-log";
import { readSyslogHeader } from "../readers/syslog";
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
  readonly #log: PacketLog;

  constructor(options: ReadOptions) {
    this.#log = new PacketLog(options);
  }

  read: Reader["read"] = (unit, emit) => tell(emit, this.#outcome(unit));

  #outcome(unit: string): Outcome {
    const object = unit.startsWith("{") ? readObject(unit) : undefined;
    const line = object ? carried(object) : unit;
    if (line === undefined) return new Reject("the object carries no line");
    const header = readSyslogHeader(line);
    const time = this.#log.time(header?.stamp, object && timeOf(object));
    const from = header?.at ?? 0;
    const begin = line.search(/\bIN=/);
    const pairs = readPairs(begin < 0 ? line.slice(from) : line.slice(begin));
    const c = readPacket(packetOf(pairs, line));
    c.vendorDirection = directionOf(pairs, c.reply === true);
    if (begin < 0 && !pairs.has("SRC"))
      return c.protocol === undefined
        ? new Reject("there is no IN=")
        : new Skip("the begin of the line was cut off", { ...c, loggedTime: time });
    if (c.srcIp === undefined) return new Reject("SRC is no address");
    if (c.dstIp === undefined) return new Reject("DST is no address");
    // Before the packet: the kernel's own clock, then the prefix.
    const before = line.slice(from, Math.max(from, begin)).replace(/^(?:\S{0,40} )?kernel: ?/, "");
    Object.assign(c, readPrefix(before.replace(/^\[ {0,12}[0-9]{1,12}\.[0-9]{1,9}\] ?/, "")));
    return this.#log.told(c, flowOf(c, line), time);
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

function packetOf(pairs: ReadonlyMap<string, string>, line: string): Packet {
  return {
    src: canonicalAddress(pairs.get("SRC") ?? ""),
    dst: canonicalAddress(pairs.get("DST") ?? ""),
    srcPort: portOf(pairs.get("SPT")),
    dstPort: portOf(pairs.get("DPT")),
    ...readProtocol(pairs.get("PROTO")),
    bytes: integerOf(pairs.get("LEN")),
    syn: / SYN(?: |$)/.test(line),
    ack: / ACK(?: |$)/.test(line),
    icmpType: integerOf(pairs.get("TYPE")),
    icmpCode: integerOf(pairs.get("CODE")),
  };
}

/** A packet that came in and goes nowhere is for the host itself, one that came from nowhere is the host's own. */
function directionOf(pairs: ReadonlyMap<string, string>, isReply: boolean): Direction | undefined {
  const [into, out] = [Boolean(pairs.get("IN")), Boolean(pairs.get("OUT"))];
  if (into === out) return undefined;
  return into === isReply ? "outbound" : "inbound";
}
