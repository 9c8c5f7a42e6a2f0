import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { isFilterlog, readFilterlog } from "../readers/filterlog";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { PacketLog } from "../readers/packet-log";
import { readProgram } from "../readers/pfsense-program";
import { readSyslogHeader } from "../readers/syslog";
import { haproxy } from "./haproxy";
import { squid } from "./squid";
import { unbound } from "./unbound";

export const pfsenseOpnsense = defineFormat({
  id: "pfsense-opnsense",
  name: "pfSense and OPNsense",
  reference: "https://docs.netgate.com/pfsense/en/latest/monitoring/logs/raw-filter-format.html",
  guide: "pfsense-opnsense",
  counts:
    "one IP packet with its headers (IPv6: its payload); requests and queries of the same stream as Squid, HAProxy and Unbound count them",
  kinds: ["connection", "request", "query"],
  engine: true,
  personal: squid.personal,
  options: { timezone: "Zone of stamps without one." },
  detect: (head) => head.some(isFilterlog),
  open: (options) => new StreamReader(options),
});

/** One stream holds the lines of all programs of the firewall. */
class StreamReader implements Reader {
  readonly #log: PacketLog;
  readonly #squid: Reader;
  readonly #unbound: Reader;
  readonly #haproxy: Reader;

  constructor(options: ReadOptions) {
    this.#log = new PacketLog(options);
    this.#squid = squid.open(options);
    this.#unbound = unbound.open(options);
    this.#haproxy = haproxy.open(options);
  }

  read(unit: string, emit: Emit): void {
    const header = readSyslogHeader(unit);
    const rest = unit.slice(header?.at ?? 0);
    // Squid's workers write their name in brackets, which is no tag.
    const named = header?.program === undefined ? /^\(?([A-Za-z][\w./-]{0,40})\)?(?:\[[0-9]{1,10}\])?: /.exec(rest.slice(0, 80)) : null;
    const program = header?.program ?? named?.[1];
    const text = rest.slice(named?.[0].length ?? 0);
    const time = this.#log.time(header?.stamp);
    if (program === "filterlog" || (program === undefined && isFilterlog(`filterlog ${text}`))) tell(emit, this.#packet(text, time));
    else if (program?.startsWith("squid")) this.#squid.read(text, emit);
    else if (program === "unbound") this.#unbound.read(unit, emit);
    else if (program === "haproxy") this.#haproxy.read(unit, emit);
    else if (header === undefined && program === undefined) tell(emit, new Reject("there is no program's name"));
    else tell(emit, readProgram(program, text, time));
  }

  #packet(text: string, time: number | undefined): Outcome {
    const read = readFilterlog(text);
    if (typeof read === "string") return new Reject(read);
    if (read.translates) return new Skip("a translation, whose packet a rule tells of", { ...read.connection, loggedTime: time });
    // It may pass several interfaces, and come again until it is answered.
    return this.#log.told(read.connection, read.flow, time);
  }
}
