import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { Internal } from "../../model/internal";
import { hasPorts, protocolKeyword } from "../../model/protocol";
import { isReply } from "./flow-reply";
import { NatLegs } from "./nat-legs";
import { type Outcome, Reject, Skip } from "./outcome";
import type { Row } from "./row";
import type { CallerReader } from "./vpcflow-caller";
import { columns, type Layout } from "./vpcflow-layout";

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
const INTERFACE_TYPE = place("interface-type");

/** Values of interface-type whose traffic is others'. */
const transit = new Set(["nat_gateway", "regional_nat_gateway", "transit_gateway", "gateway_load_balancer_endpoint"]);

/** Makes connections of the rows of one file; knows what earlier rows told of gateways. */
export class VpcflowRecords {
  readonly #internal: Internal;
  readonly #legs = new NatLegs();

  constructor(
    private readonly row: Row,
    internal: readonly string[] | undefined,
  ) {
    this.#internal = new Internal(internal);
  }

  /** The record that the row holds now. */
  read({ at }: Layout, callers: CallerReader): Outcome {
    const { row } = this;
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
      return status === "SKIPDATA"
        ? new Skip("SKIPDATA: records were lost.", fields, "lost")
        : new Skip("NODATA: no traffic in the window.", fields, "quiet");
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
    const isBehind =
      (pktSrc !== "" && this.#nat(connection, row.text(at[SRC]!), src, !reply, srcInternal)) ||
      (pktDst !== "" && this.#nat(connection, row.text(at[DST]!), dst, reply, dstInternal));
    // The interface is the gateway's, and so are its ids.
    if (isBehind) connection.caller = callers.read(row, false);
    const reason = row.text(at[REASON]!);
    if (reason !== "") connection.engineReason = reason;
    if (reply) {
      connection.reply = true;
      connection.answered = true;
      connection.twin = true;
    } else if (this.#isTold(connection, at, egress, srcInternal && !dstInternal)) connection.twin = true;
    return connection;
  }

  #action(at: number): Action | undefined {
    if (this.row.code(at) === 65 /* A */ && this.row.is(at, "ACCEPT")) return "allowed";
    const text = this.row.text(at);
    return text === "REJECT" ? "denied" : text === "" ? "unknown" : undefined;
  }

  /** Whether a row of another interface tells of the same request: without the packet's addresses no row can say. */
  #isTold(c: Connection, at: Int16Array, egress: boolean, outbound: boolean): boolean {
    if (at[PKT_SRC]! < 0 && at[PKT_DST]! < 0) return false;
    const type = at[INTERFACE_TYPE]! < 0 ? "" : this.row.text(at[INTERFACE_TYPE]!);
    if (type.endsWith("nat_gateway") && egress && c.srcNatIp === undefined) this.#legs.addGateway(c.srcIp!);
    // What leaves us and comes in at an interface is on its way through it.
    return this.#legs.isTold(c, (type !== "" && transit.has(type)) || (outbound && !egress));
  }

  /**
   * The interface's address where it differs from the packet's: a NAT gateway, or the node of a pod.
   *
   * @returns whether it is a gateway: an inner address in place of an outer one, towards which it stands for the client.
   */
  #nat(connection: Connection, address: string, packetAddress: string, initiatorSide: boolean, packetInternal: boolean): boolean {
    if (address === "" || address === packetAddress) return false;
    const text = canonicalAddress(address);
    if (text === undefined || text === packetAddress) return false;
    const isGateway = !initiatorSide && !packetInternal && this.#internal.has(text);
    if (isGateway) this.#legs.addGateway(text);
    if (initiatorSide || isGateway) connection.srcNatIp = text;
    else connection.dstNatIp = text;
    return isGateway;
  }
}
