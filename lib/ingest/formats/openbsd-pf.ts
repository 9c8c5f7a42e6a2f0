import type { Connection } from "../../model/connection";
import { defineFormat, type Reader, type ReadOptions } from "../format";
import { isFilterlog, isFilterlogRow, readFilterlog } from "../readers/filterlog";
import { type Outcome, Reject, tell } from "../readers/outcome";
import { PacketLog } from "../readers/packet-log";
import { isPflogText, readPflogText } from "../readers/pflog-text";
import { readSyslogHeader } from "../readers/syslog";

export const openbsdPf = defineFormat({
  id: "openbsd-pf",
  name: "OpenBSD and FreeBSD pf",
  reference: "https://man.openbsd.org/pflogd",
  guide: "openbsd-pf",
  counts: "one IP packet with its headers, where it is printed",
  kinds: ["connection"],
  engine: true,
  options: { timezone: "Zone of stamps without one." },
  detect: (head) => !head.some(isFilterlog) && head.some((line) => isFilterlogRow(line) || isPflogText(line)),
  open: (options) => new PflogReader(options),
});

class PflogReader implements Reader {
  readonly #log: PacketLog;

  constructor(options: ReadOptions) {
    this.#log = new PacketLog(options);
  }

  read: Reader["read"] = (unit, emit) => tell(emit, this.#outcome(unit));

  #outcome(unit: string): Outcome {
    const header = readSyslogHeader(unit);
    const row = isFilterlogRow(unit) ? unit : unit.slice(header?.at ?? 0);
    const read = isFilterlogRow(row) ? readFilterlog(row) : readPflogText(unit);
    if (read === undefined) return new Reject("the line is neither a row nor a printed packet of pf");
    if (typeof read === "string") return new Reject(read);
    const { connection: c, flow } = "flow" in read ? read : { connection: read, flow: flowOf(read) };
    if ("flow" in read) c.engineRuleId = row.slice(0, row.indexOf(","));
    if (c.srcIp === undefined) return new Reject("the source is no address");
    if (c.dstIp === undefined) return new Reject("the destination is no address");
    // It may pass several interfaces, and come again until it is answered.
    return this.#log.told(c, flow, this.#log.time(header?.stamp));
  }
}

const flowOf = (c: Connection): string => `${c.action} ${c.protocolNumber} ${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort}`;
