import type { Connection } from "../../model/connection";
import { defineFormat, type Reader, type ReadOptions } from "../format";
import { isFilterlog, isFilterlogRow, readFilterlog } from "../readers/filterlog";
import { type Outcome, Reject, tell } from "../readers/outcome";
import { isPflogText, readPflogText } from "../readers/pflog-text";
import { Recent } from "../readers/recent";
import { readSyslogHeader, syslogTime } from "../readers/syslog";

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
  readonly #time: (stamp: string | undefined) => number | undefined;
  readonly #receivedAt: number | undefined;
  readonly #flows = new Recent(1 << 16);

  constructor(options: ReadOptions) {
    this.#time = syslogTime(options);
    this.#receivedAt = options.receivedAt;
  }

  read: Reader["read"] = (unit, emit) => tell(emit, this.#outcome(unit));

  #outcome(unit: string): Outcome {
    const header = readSyslogHeader(unit);
    const time = this.#time(header?.stamp) ?? this.#receivedAt;
    const row = isFilterlogRow(unit) ? unit : unit.slice(header?.at ?? 0);
    const read = isFilterlogRow(row) ? readFilterlog(row) : readPflogText(unit);
    if (read === undefined) return new Reject("the line is neither a row nor a printed packet of pf");
    if (typeof read === "string") return new Reject(read);
    const told = "flow" in read ? read : { connection: read, flow: flowOf(read) };
    const c: Connection = { ...told.connection, loggedTime: time, startTime: time };
    if ("flow" in read) c.engineRuleId = row.slice(0, row.indexOf(","));
    if (c.srcIp === undefined) return new Reject("the source is no address");
    if (c.dstIp === undefined) return new Reject("the destination is no address");
    // It may pass several interfaces, and come again until it is answered.
    if (!this.#flows.add(told.flow)) c.twin = true;
    return c;
  }
}

const flowOf = (c: Connection): string => `${c.action} ${c.protocolNumber} ${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort}`;
