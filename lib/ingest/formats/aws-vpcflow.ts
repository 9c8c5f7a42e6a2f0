import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { Internal } from "../../model/internal";
import { hasPorts, protocolKeyword } from "../../model/protocol";
import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { isReply } from "../readers/flow-reply";
import { isObject, type JsonObject, readObject } from "../readers/json";
import { type Outcome, Reject, Skip, tell, tellAll } from "../readers/outcome";
import { Row } from "../readers/row";
import { unwrap } from "../readers/unwrap";
import { CallerReader } from "../readers/vpcflow-caller";
import { columns, findLayout, type Layout, readLayout } from "../readers/vpcflow-layout";

const place = (name: string): number => columns.indexOf(name);
const SRC = place("srcaddr");
const DST = place("dstaddr");
const SRC_PORT = place("srcport");
const DST_PORT = place("dstport");
const PROTOCOL = place("protocol");
const PACKETS = place("packets");
const BYTES = place("bytes");
const START = place("start");
const END = place("end");
const ACTION = place("action");
const STATUS = place("log-status");
const FLAGS = place("tcp-flags");
const PKT_SRC = place("pkt-srcaddr");
const PKT_DST = place("pkt-dstaddr");
const DIRECTION = place("flow-direction");
const REASON = place("reject-reason");

export const awsVpcflow = defineFormat({
  id: "aws-vpcflow",
  name: "AWS VPC flow logs",
  reference: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html",
  counts: "IP packets with their headers, one way, summed over the aggregation window",
  kinds: ["connection"],
  engine: true,
  options: {
    fields: "The log record format as chosen in AWS, or the file's header line; without either, the documented orders are recognised.",
    internal: "Your own prefixes: they tell an answer from a request where the log has no tcp-flags.",
  },
  detect: (head) => {
    const line = head.find((l) => l.trim() !== "")?.trim() ?? "";
    if (!line.startsWith("{")) return isRow(line);
    const object = readObject(line);
    if (!object) return false;
    const messages = messagesOf(object);
    if (messages) return isRow(String(messages[0] ?? ""));
    return (
      object["srcaddr"] !== undefined && object["dstaddr"] !== undefined && (object["log_status"] ?? object["log-status"]) !== undefined
    );
  },
  open: (options) => new VpcflowReader(options),
});

function isRow(line: string): boolean {
  const layout = readLayout(line);
  if (layout) return layout.at[SRC]! >= 0 || layout.at[PKT_SRC]! >= 0;
  return line.length < 4096 && findLayout(line.split(/[ ,\t]+/)) !== undefined;
}

/** The lines inside the envelopes of CloudWatch, Firehose and shippers; undefined where the object is a record itself. */
function messagesOf(object: JsonObject): unknown[] | undefined {
  if (object["srcaddr"] !== undefined || object["interface_id"] !== undefined || object["interface-id"] !== undefined) return undefined;
  const list = object["logEvents"];
  if (Array.isArray(list)) return list.map((e) => (isObject(e) ? e["message"] : undefined));
  const carried = object["@message"] ?? unwrap(object);
  return typeof carried === "string" ? [carried] : undefined;
}

class VpcflowReader implements Reader {
  #layout: Layout | undefined;
  #isInferred = false;
  #callers: CallerReader | undefined;
  readonly #internal: Internal;
  readonly #row = new Row();

  constructor(options: ReadOptions) {
    this.#internal = new Internal(options.internal);
    const layout = options.fields === undefined ? undefined : readLayout(options.fields);
    if (layout) this.#use(layout);
  }

  #use(layout: Layout): void {
    this.#layout = layout;
    this.#callers = new CallerReader(layout);
  }

  read(unit: string, emit: Emit): void {
    if (unit.charCodeAt(0) === 123 /* { */) tellAll(emit, this.#readObject(unit));
    else tell(emit, this.#readLine(unit));
  }

  #readLine(text: string): Outcome {
    const row = this.#row;
    const width = row.split(text.includes('"') ? text.replaceAll('"', "") : text);
    if (width === 0) return new Skip("An empty line.");
    // A header begins with a small letter or "${"; of the values only ids (i-, eni-, vpc-) and directions do.
    const code = row.code(0);
    if ((code >= 97 && code <= 122) || code === 36) {
      const header = readLayout(text);
      if (header) {
        this.#use(header);
        this.#isInferred = false;
        return new Skip("The header.");
      }
    }
    // Without a header, each width has its own order: several flow logs may share a stream.
    if (!this.#layout || (this.#isInferred && this.#layout.width !== width)) {
      const layout = findLayout(row.values());
      if (!layout) return new Reject("columns: no header came before, and the values fit no documented order.");
      this.#use(layout);
      this.#isInferred = true;
    }
    const layout = this.#layout!;
    if (layout.width !== width) return new Reject(`columns: ${width} values where there are ${layout.width} columns.`);
    return this.#connection(layout.at, this.#callers!);
  }

  #connection(at: Int16Array, callers: CallerReader): Outcome {
    const row = this.#row;
    const start = row.number(at[START]!);
    const end = row.number(at[END]!);
    if (start === -2) return new Reject("start: no time in seconds.");
    if (end === -2) return new Reject("end: no time in seconds.");
    const pktSrc = row.text(at[PKT_SRC]!);
    const pktDst = row.text(at[PKT_DST]!);
    const srcPlace = pktSrc === "" ? at[SRC]! : at[PKT_SRC]!;
    const dstPlace = pktDst === "" ? at[DST]! : at[PKT_DST]!;
    const srcText = row.text(srcPlace);
    const dstText = row.text(dstPlace);
    // O of OK; the others are NODATA and SKIPDATA.
    const status = at[STATUS]! < 0 || row.code(at[STATUS]!) === 79 ? "" : row.text(at[STATUS]!);
    if (status !== "" || (srcText === "" && dstText === "")) {
      if (status !== "" && status !== "NODATA" && status !== "SKIPDATA") return new Reject("log-status: none of OK, NODATA, SKIPDATA.");
      const fields: Partial<Connection> = {};
      if (start >= 0) fields.startTime = start * 1000;
      if (end >= 0) fields.endTime = fields.loggedTime = end * 1000;
      const caller = callers.read(row, true);
      if (caller) fields.caller = caller;
      return new Skip(status === "SKIPDATA" ? "SKIPDATA: records were lost." : "NODATA: no traffic in the window.", fields);
    }
    const src4 = row.ipv4(srcPlace);
    const src = src4 >= 0 ? srcText : canonicalAddress(srcText);
    if (src === undefined) return new Reject(`${pktSrc ? "pkt-srcaddr" : "srcaddr"}: no address.`);
    const dst4 = row.ipv4(dstPlace);
    const dst = dst4 >= 0 ? dstText : canonicalAddress(dstText);
    if (dst === undefined) return new Reject(`${pktDst ? "pkt-dstaddr" : "dstaddr"}: no address.`);

    const protocol = row.number(at[PROTOCOL]!);
    if (protocol > 255 || protocol === -2) return new Reject("protocol: no protocol number.");
    let srcPort = row.number(at[SRC_PORT]!);
    let dstPort = row.number(at[DST_PORT]!);
    if (srcPort > 65_535 || srcPort === -2) return new Reject("srcport: no port.");
    if (dstPort > 65_535 || dstPort === -2) return new Reject("dstport: no port.");
    if (protocol >= 0 && !hasPorts(protocol)) srcPort = dstPort = -1;
    const bytes = row.number(at[BYTES]!);
    const packets = row.number(at[PACKETS]!);
    if (bytes === -2) return new Reject("bytes: no count.");
    if (packets === -2) return new Reject("packets: no count.");
    const action = this.#action(at[ACTION]!);
    if (action === undefined) return new Reject("action: neither ACCEPT nor REJECT.");

    const srcInternal = src4 >= 0 ? this.#internal.hasIpv4(src4) : this.#internal.has(src);
    const dstInternal = dst4 >= 0 ? this.#internal.hasIpv4(dst4) : this.#internal.has(dst);
    const reply = isReply(srcPort, dstPort, protocol, row.number(at[FLAGS]!), srcInternal, dstInternal, action === "denied");
    // The row is written at one end's interface: its direction tells which, else it is ours of the two.
    const direction = row.code(at[DIRECTION]!);
    const egress = direction === 101 /* e */ || (direction !== 105 /* i */ && (srcInternal || !dstInternal));
    const initiatorPort = reply ? dstPort : srcPort;
    const responderPort = reply ? srcPort : dstPort;

    // One literal, so that all rows share a shape; what is absent is undefined.
    const connection: Connection = {
      kind: "connection",
      startTime: start < 0 ? undefined : start * 1000,
      endTime: end < 0 ? undefined : end * 1000,
      loggedTime: end < 0 ? undefined : end * 1000,
      srcIp: reply ? dst : src,
      srcPort: initiatorPort < 0 ? undefined : initiatorPort,
      caller: callers.read(row, egress !== reply),
      dstIp: reply ? src : dst,
      dstPort: responderPort < 0 ? undefined : responderPort,
      protocol: protocol < 0 ? undefined : protocolKeyword(protocol),
      protocolNumber: protocol < 0 ? undefined : protocol,
      bytesOut: reply || bytes < 0 ? undefined : bytes,
      bytesIn: reply && bytes >= 0 ? bytes : undefined,
      packetsOut: reply || packets < 0 ? undefined : packets,
      packetsIn: reply && packets >= 0 ? packets : undefined,
      action,
    };
    if (direction === 101 || direction === 105) connection.vendorDirection = (direction === 101) === reply ? "inbound" : "outbound";
    if (pktSrc !== "") this.#nat(connection, row.text(at[SRC]!), src, !reply, srcInternal);
    if (pktDst !== "") this.#nat(connection, row.text(at[DST]!), dst, reply, dstInternal);
    const reason = row.text(at[REASON]!);
    if (reason !== "") connection.engineReason = reason;
    if (reply) {
      connection.reply = true;
      connection.answered = true;
      connection.twin = true;
    }
    return connection;
  }

  #action(at: number): Action | undefined {
    if (this.#row.code(at) === 65 /* A */ && this.#row.is(at, "ACCEPT")) return "allowed";
    const text = this.#row.text(at);
    return text === "REJECT" ? "denied" : text === "" ? "unknown" : undefined;
  }

  /** The interface's address where it differs from the packet's: a NAT gateway, or the node of a pod. */
  #nat(connection: Connection, address: string, packetAddress: string, initiatorSide: boolean, packetInternal: boolean): void {
    if (address === "" || address === packetAddress) return;
    const text = canonicalAddress(address);
    if (text === undefined || text === packetAddress) return;
    // An inner address in place of an outer one is the NAT gateway, which stands for the client towards the far end.
    if (initiatorSide || (!packetInternal && this.#internal.has(text))) connection.srcNatIp = text;
    else connection.dstNatIp = text;
  }

  /** A record as JSON: a line inside an envelope, or a key per column. */
  #readObject(unit: string): Outcome[] {
    const object = readObject(unit);
    if (!object) return [new Reject("The line begins as JSON and is none.")];
    const messages = messagesOf(object);
    if (!messages) return [this.#readKeys(object)];
    return messages.map((message) => (typeof message === "string" ? this.#readLine(message.trim()) : new Reject("message: absent.")));
  }

  #readKeys(object: JsonObject): Outcome {
    const pairs = Object.entries(object)
      .map(([name, value]) => [name, typeof value === "string" || typeof value === "number" ? String(value) : ""] as const)
      .filter(([, value]) => value !== "" && !/[\s,]/.test(value))
      .slice(0, 64);
    const layout = readLayout(pairs.map(([name]) => name).join(" "));
    if (!layout) return new Reject("message: absent, and no key names a column.");
    this.#row.split(pairs.map(([, value]) => value).join(" "));
    return this.#connection(layout.at, new CallerReader(layout));
  }
}
