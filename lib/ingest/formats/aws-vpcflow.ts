import { canonicalAddress, cidrSet, parseIpv4, privateRanges } from "../../model/address";
import type { Action, Caller, Connection } from "../../model/connection";
import { protocolKeyword } from "../../model/protocol";
import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { hasPorts, isReply } from "../readers/flow-reply";
import { readObject } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { columns, findLayout, type Layout, readLayout } from "../readers/vpcflow-layout";

const c = Object.fromEntries(columns.map((name, index) => [name, index])) as Record<string, number>;
const [SRC, DST, SRCPORT, DSTPORT, PROTOCOL, PACKETS, BYTES, START, END, ACTION, STATUS] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] as const;
const ACCOUNT = c["account-id"]!;
const INTERFACE = c["interface-id"]!;
const INSTANCE = c["instance-id"]!;
const FLAGS = c["tcp-flags"]!;
const PKT_SRC = c["pkt-srcaddr"]!;
const PKT_DST = c["pkt-dstaddr"]!;
const DIRECTION = c["flow-direction"]!;
const SERVICE = c["ecs-service-name"]!;
const REASON = c["reject-reason"]!;
const tagged = ["vpc-id", "subnet-id", "region", "ecs-cluster-name", "ecs-container-id", "ecs-task-id", "resource-id"].map((n) => c[n]!);
const callerColumns = [ACCOUNT, INTERFACE, INSTANCE, SERVICE, ...tagged];

export const awsVpcflow = defineFormat({
  id: "aws-vpcflow",
  name: "AWS VPC flow logs",
  reference: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html",
  counts: "IP packets with their headers, one way, summed over the aggregation window",
  kinds: ["connection"],
  engine: true,
  options: {
    fields: "The log record format, as chosen in AWS or as the file's header line; without either, the documented orders are recognised.",
    internal: "Your own prefixes, which tell a reply from a request where the log has no tcp-flags.",
  },
  detect: (head) => {
    const first = head.find((line) => line.trim() !== "");
    if (first === undefined) return false;
    const line = first.trim();
    if (line.startsWith("{")) {
      const object = readObject(line);
      const text = object?.["message"];
      if (typeof text === "string") return isRow(text);
      return object?.["srcaddr"] !== undefined && (object["log_status"] !== undefined || object["log-status"] !== undefined);
    }
    return isRow(line);
  },
  open: (options) => new VpcflowReader(options),
});

function isRow(line: string): boolean {
  const layout = readLayout(line);
  if (layout) return layout.at[INTERFACE] !== -1 || layout.at[STATUS] !== -1 || layout.at[SRC] !== -1;
  return line.length < 4096 && findLayout(line.trim().split(/[ ,\t]+/)) !== undefined;
}

class VpcflowReader implements Reader {
  #layout: Layout | undefined;
  readonly #isInternal: (address: string) => boolean;
  #callers = new Map<string, Caller | undefined>();
  /** Where each value of the line begins and ends. */
  #from = new Int32Array(64);
  #to = new Int32Array(64);
  #line = "";

  constructor(options: ReadOptions) {
    this.#layout = options.fields === undefined ? undefined : readLayout(options.fields);
    const table = cidrSet(options.internal ?? privateRanges);
    this.#isInternal = (address) => table.has(address);
  }

  read(unit: string, emit: Emit): void {
    tell(emit, unit.charCodeAt(0) === 123 /* { */ ? this.#readObject(unit) : this.#readRow(unit));
  }

  #readRow(text: string): Outcome {
    const line = text.includes('"') ? text.replaceAll('"', "") : text;
    const width = this.#split(line);
    if (width === 0) return new Skip("An empty line.");
    // No value begins with a small letter but the ids (i-, eni-, vpc-, subnet-) and the directions.
    const code = line.charCodeAt(this.#from[0]!);
    if ((code >= 97 && code <= 122) || code === 36) {
      const header = readLayout(line);
      if (header) {
        this.#layout = header;
        return new Skip("The header.");
      }
    }
    let layout = this.#layout;
    if (!layout) {
      layout = findLayout(this.#values(width));
      if (!layout) return new Reject("columns: no header came before, and the values fit no documented order.");
      this.#layout = layout;
    }
    if (layout.width !== width) return new Reject(`columns: ${width} values where the header has ${layout.width}.`);
    return this.#connection(layout.at);
  }

  #split(line: string): number {
    this.#line = line;
    const from = this.#from;
    const to = this.#to;
    const length = line.length;
    let width = 0;
    let start = -1;
    for (let i = 0; i < length; i++) {
      const code = line.charCodeAt(i);
      if (code === 32 || code === 44 || code === 9 || code === 13) {
        if (start >= 0) {
          from[width] = start;
          to[width++] = i;
          start = -1;
          if (width === 64) return width;
        }
      } else if (start < 0) start = i;
    }
    if (start >= 0) {
      from[width] = start;
      to[width++] = length;
    }
    return width;
  }

  #values(width: number): string[] {
    const out: string[] = [];
    for (let i = 0; i < width; i++) out.push(this.#line.slice(this.#from[i]!, this.#to[i]!));
    return out;
  }

  /** The value of a column as text, or "" where it is absent or a dash. */
  #text(at: Int16Array, column: number): string {
    const place = at[column]!;
    if (place < 0) return "";
    const from = this.#from[place]!;
    const to = this.#to[place]!;
    return to - from === 1 && this.#line.charCodeAt(from) === 45 ? "" : this.#line.slice(from, to);
  }

  /** The value as a number; -1 where it is absent, -2 where it is none. */
  #number(at: Int16Array, column: number): number {
    const place = at[column]!;
    if (place < 0) return -1;
    const line = this.#line;
    const from = this.#from[place]!;
    const to = this.#to[place]!;
    if (to - from > 15) return -2;
    let value = 0;
    for (let i = from; i < to; i++) {
      const digit = line.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) return to - from === 1 && digit === -3 ? -1 : -2;
      value = value * 10 + digit;
    }
    return value;
  }

  #connection(at: Int16Array): Outcome {
    const start = this.#number(at, START);
    const end = this.#number(at, END);
    if (start === -2) return new Reject("start: no time in seconds.");
    if (end === -2) return new Reject("end: no time in seconds.");
    const statusPlace = at[STATUS]!;
    // O of OK: the other two are NODATA and SKIPDATA.
    const status = statusPlace < 0 || this.#line.charCodeAt(this.#from[statusPlace]!) === 79 ? "" : this.#text(at, STATUS);
    const srcAddr = this.#text(at, SRC);
    const dstAddr = this.#text(at, DST);
    const pktSrc = this.#text(at, PKT_SRC);
    const pktDst = this.#text(at, PKT_DST);
    const srcText = pktSrc || srcAddr;
    const dstText = pktDst || dstAddr;
    if (status !== "" || (srcText === "" && dstText === "")) {
      if (status !== "" && status !== "NODATA" && status !== "SKIPDATA") return new Reject("log-status: none of OK, NODATA, SKIPDATA.");
      const fields: Partial<Connection> = {};
      if (start >= 0) fields.startTime = start * 1000;
      if (end >= 0) fields.endTime = fields.loggedTime = end * 1000;
      const caller = this.#caller(at, true);
      if (caller) fields.caller = caller;
      return new Skip(status === "SKIPDATA" ? "SKIPDATA: records were lost." : "NODATA: no traffic in the window.", fields);
    }
    const src = canonical(srcText);
    if (src === undefined) return new Reject(`${pktSrc ? "pkt-srcaddr" : "srcaddr"}: no address.`);
    const dst = canonical(dstText);
    if (dst === undefined) return new Reject(`${pktDst ? "pkt-dstaddr" : "dstaddr"}: no address.`);

    const protocol = this.#number(at, PROTOCOL);
    if (protocol > 255 || protocol === -2) return new Reject("protocol: no protocol number.");
    let srcPort = this.#number(at, SRCPORT);
    let dstPort = this.#number(at, DSTPORT);
    if (srcPort > 65535 || srcPort === -2) return new Reject("srcport: no port.");
    if (dstPort > 65535 || dstPort === -2) return new Reject("dstport: no port.");
    if (protocol >= 0 && !hasPorts(protocol)) srcPort = dstPort = -1;
    const bytes = this.#number(at, BYTES);
    const packets = this.#number(at, PACKETS);
    if (bytes === -2) return new Reject("bytes: no count.");
    if (packets === -2) return new Reject("packets: no count.");
    const flags = this.#number(at, FLAGS);
    const action = this.#action(at);
    if (action === undefined) return new Reject("action: neither ACCEPT nor REJECT.");

    const srcInternal = this.#isInternal(src);
    const dstInternal = this.#isInternal(dst);
    const reply = isReply(srcPort, dstPort, protocol, flags, srcInternal, dstInternal, action === "denied");
    // Whose interface wrote the row: by its direction, else ours of the two ends.
    const direction = this.#direction(at);
    const ownedBySource = direction === 0 ? srcInternal || !dstInternal : direction === 1;

    // Every field is set, in one order, so that all rows share a shape; absent ones are undefined.
    const connection: Connection = {
      kind: "connection",
      startTime: start < 0 ? undefined : start * 1000,
      endTime: end < 0 ? undefined : end * 1000,
      loggedTime: end < 0 ? undefined : end * 1000,
      srcIp: reply ? dst : src,
      srcPort: (reply ? dstPort : srcPort) < 0 ? undefined : reply ? dstPort : srcPort,
      dstIp: reply ? src : dst,
      dstPort: (reply ? srcPort : dstPort) < 0 ? undefined : reply ? srcPort : dstPort,
      protocol: protocol < 0 ? undefined : protocolKeyword(protocol),
      protocolNumber: protocol < 0 ? undefined : protocol,
      action,
    };
    const caller = this.#caller(at, ownedBySource !== reply);
    if (caller) connection.caller = caller;
    if (bytes >= 0) connection[reply ? "bytesIn" : "bytesOut"] = bytes;
    if (packets >= 0) connection[reply ? "packetsIn" : "packetsOut"] = packets;
    if (direction !== 0) connection.vendorDirection = (direction === 1) === reply ? "inbound" : "outbound";
    if (pktSrc !== "" && srcAddr !== "" && pktSrc !== srcAddr)
      setNat(connection, srcAddr, !reply, this.#isInternal(srcAddr) && !srcInternal);
    if (pktDst !== "" && dstAddr !== "" && pktDst !== dstAddr)
      setNat(connection, dstAddr, reply, this.#isInternal(dstAddr) && !dstInternal);
    if (at[REASON]! >= 0) {
      const reason = this.#text(at, REASON);
      if (reason) connection.engineReason = reason;
    }
    if (reply) {
      connection.answered = true;
      connection.twin = true;
    }
    return connection;
  }

  /** 0 where the log does not say, 1 egress, 2 ingress: seen from the interface. */
  #direction(at: Int16Array): 0 | 1 | 2 {
    const place = at[DIRECTION]!;
    if (place < 0) return 0;
    const code = this.#line.charCodeAt(this.#from[place]!);
    return code === 101 ? 1 : code === 105 ? 2 : 0;
  }

  #action(at: Int16Array): Action | undefined {
    const text = at[ACTION]! < 0 ? "" : this.#text(at, ACTION);
    if (text === "ACCEPT") return "allowed";
    if (text === "REJECT") return "denied";
    return text === "" ? "unknown" : undefined;
  }

  /** @param owns whether the interface is the initiator's: only then do its ids name the caller. */
  #caller(at: Int16Array, owns: boolean): Caller | undefined {
    let key = owns ? "" : "-";
    for (const column of callerColumns) if (at[column]! >= 0) key += `${this.#text(at, column)} `;
    const known = this.#callers.get(key);
    if (known || this.#callers.has(key)) return known;
    const caller: Caller = {};
    const account = this.#text(at, ACCOUNT);
    if (account && account !== "unknown") caller.accountId = account;
    if (owns) {
      const set = (name: "interfaceId" | "instanceId" | "service", column: number): void => {
        const value = this.#text(at, column);
        if (value) caller[name] = value;
      };
      set("interfaceId", INTERFACE);
      set("instanceId", INSTANCE);
      set("service", SERVICE);
      const tags: Record<string, string> = {};
      for (const column of tagged) {
        const value = this.#text(at, column);
        if (value) tags[columns[column]!] = value;
      }
      if (Object.keys(tags).length > 0) caller.tags = tags;
    }
    const found = Object.keys(caller).length > 0 ? caller : undefined;
    if (this.#callers.size > 20_000) this.#callers = new Map();
    this.#callers.set(key, found);
    return found;
  }

  /** A record as JSON: the line inside CloudWatch's `message`, or a key per column. */
  #readObject(unit: string): Outcome {
    const object = readObject(unit);
    if (!object) return new Reject("The line begins as JSON and is none.");
    if (typeof object["message"] === "string") return this.#readRow(object["message"].trim());
    const names: string[] = [];
    const values: string[] = [];
    for (const [name, value] of Object.entries(object)) {
      if (typeof value !== "string" && typeof value !== "number") continue;
      const text = String(value);
      if (text === "" || /[\s,]/.test(text)) continue;
      names.push(name);
      values.push(text);
    }
    const layout = names.length > 64 ? undefined : readLayout(names.slice(0, 64).join(" "));
    if (!layout) return new Reject("message: absent, and no key names a column.");
    this.#split(values.join(" "));
    return this.#connection(layout.at);
  }
}

function canonical(text: string): string | undefined {
  return parseIpv4(text) >= 0 ? text : canonicalAddress(text);
}

/** The address of an intermediate layer (NAT gateway, node of a pod) belongs to the end it stands for. */
function setNat(connection: Connection, address: string, besideInitiator: boolean, hidesExternal: boolean): void {
  const canonicalText = canonical(address);
  if (canonicalText === undefined) return;
  // An inner address in place of an outer one is the NAT gateway that stands for the client towards the far end.
  if (besideInitiator || hidesExternal) connection.srcNatIp = canonicalText;
  else connection.dstNatIp = canonicalText;
}
