import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { type JsonObject, readObject, textOf } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { Recent } from "../readers/recent";
import { alertConnection, type SnortAlert } from "../readers/snort-alert";
import { SnortFull } from "../readers/snort-full";
import { alertOf, readRow } from "../readers/snort-row";
import { readSnortText } from "../readers/snort-text";
import { snortStamp, snortTime } from "../readers/snort-time";
import { readSyslogHeader, syslogTime } from "../readers/syslog";
import { unwrap } from "../readers/unwrap";

const HOUR_MS = 3_600_000;
const headed = /^\[\*\*\] \[[0-9]{1,10}:[0-9]{1,12}:[0-9]{1,10}\] /;
const stars = / (?:\[[A-Za-z_']{4,16}\] )?\[\*\*\] \[[0-9]{1,10}:[0-9]{1,12}:[0-9]{1,10}\] /;
const syslogged = /^\[[0-9]{1,10}:[0-9]{1,12}:[0-9]{1,10}\] .{1,1000}?(?:\[Classification: |\[Priority: |\{[A-Za-z0-9:_-]{1,24}\} )/;

export const snort = defineFormat({
  id: "snort",
  name: "Snort 2 and 3 (alerts: fast, full, CSV, JSON, syslog; pfSense)",
  reference: "https://docs.snort.org/start/alert_logging",
  guide: "snort",
  counts: "the packet that raised the alert",
  kinds: ["connection"],
  engine: true,
  personal: ["b64_data", "eth_src", "eth_dst"],
  options: {
    fields: "The columns of CSV as configured, where they are not Snort's own; apart by commas or blanks.",
    timezone: "The zone of the sensor: its times carry none.",
  },
  detect: (head) => head.some(isAlert),
  open: (options) => new SnortReader(options),
});

function isAlert(written: string): boolean {
  const line = written.slice(0, 4000);
  if (line.startsWith("{")) return isJson(readObject(written) ?? {});
  if (headed.test(line)) return true;
  const stamp = snortStamp.exec(line);
  if (stamp) return stars.test(line) || readRow(line, undefined) !== undefined;
  const header = readSyslogHeader(line);
  return /^snort/i.test(header?.program ?? "") && syslogged.test(line.slice(header!.at));
}

/** Version 3 writes one of these in any layout; nobody else writes the two names of an end. */
const isJson = (object: JsonObject): boolean =>
  ("src_ap" in object || "src_addr" in object) &&
  ("rule" in object || "sid" in object) &&
  ("pkt_gen" in object || "msg" in object || "pkt_num" in object);

class SnortReader implements Reader {
  readonly #time: (stamp: RegExpExecArray) => number | undefined;
  readonly #syslogTime: (stamp: string | undefined) => number | undefined;
  readonly #full: SnortFull;
  readonly #fields: readonly string[] | undefined;
  readonly #told = new Recent(1 << 15);

  constructor(options: ReadOptions) {
    this.#time = snortTime(options);
    this.#syslogTime = syslogTime(options);
    this.#full = new SnortFull(this.#time);
    this.#fields = options.fields?.split(/[\s,]+/).filter(Boolean);
  }

  read(unit: string, emit: Emit): void {
    tell(emit, this.#read(unit.trim(), 0));
  }

  end(emit: Emit): void {
    const waiting = this.#full.end();
    if (waiting) tell(emit, this.#connection(waiting));
  }

  #read(line: string, depth: number): Outcome {
    if (line.startsWith("{")) return this.#readJson(line, depth);
    const stamp = snortStamp.exec(line.slice(0, 40));
    // A time and then a rule, or cells; a time and then an arrow belongs to an alert in full.
    const text = stamp && stars.test(line.slice(0, 400)) ? readSnortText(line) : undefined;
    if (text) return this.#connection({ ...text, loggedTime: this.#time(stamp!) });
    const row = stamp || this.#fields ? readRow(line, this.#fields) : undefined;
    if (row) return this.#connection({ ...alertOf((name) => row.get(name)), loggedTime: this.#rowTime(row) });
    const joined = this.#full.read(line);
    if (joined === "detail") return new Skip(line === "" ? "an empty line" : "a line of an alert in full");
    if (joined) return this.#connection(joined);
    const header = readSyslogHeader(line);
    const message = line.slice(header?.at ?? 0);
    const logged = syslogged.test(message.slice(0, 2000)) ? readSnortText(message) : undefined;
    if (logged) return this.#connection({ ...logged, loggedTime: this.#syslogTime(header?.stamp) });
    if (/^snort/i.test(header?.program ?? "")) return new Skip("a message of the sensor, not an alert");
    return new Reject(stamp ? "the alert has no rule and no ends" : "the line has no time and no rule");
  }

  #readJson(line: string, depth: number): Outcome {
    const object = readObject(line);
    if (!object) return new Reject("the JSON is broken");
    if (isJson(object)) return this.#connection({ ...alertOf((name) => object[name]), loggedTime: this.#objectTime(object) });
    const inner = unwrap(object);
    return typeof inner === "string" && depth < 2 ? this.#read(inner.trim(), depth + 1) : new Reject("src_addr: absent.");
  }

  /** The second is in `seconds`, with its year; `timestamp` has the rest of it. */
  #objectTime(object: JsonObject): number | undefined {
    const stamp = snortStamp.exec(textOf(object["timestamp"]) ?? "");
    const seconds = object["seconds"];
    if (typeof seconds !== "number" || !(seconds > 0 && seconds < 1e11)) return stamp ? this.#time(stamp) : undefined;
    return Math.floor(seconds) * 1000 + Number((stamp?.[4] ?? "").slice(9, 12) || "0");
  }

  #rowTime(row: ReadonlyMap<string, string>): number | undefined {
    const stamp = snortStamp.exec(row.get("timestamp") ?? "");
    if (stamp) return this.#time(stamp);
    const seconds = Number(row.get("seconds"));
    return seconds > 0 && seconds < 1e11 ? Math.floor(seconds * 1000) : undefined;
  }

  #connection(alert: SnortAlert): Outcome {
    const outcome = alertConnection(alert);
    if (outcome instanceof Skip || outcome instanceof Reject) return outcome;
    // Many rules, and many packets, tell of one connection: the first stands for it.
    const { srcIp, srcPort, dstIp, dstPort, protocol, action, loggedTime } = outcome;
    const hour = Math.floor((loggedTime ?? 0) / HOUR_MS);
    if (!this.#told.add(`${hour} ${srcIp} ${srcPort} ${dstIp} ${dstPort} ${protocol} ${action}`)) outcome.twin = true;
    return outcome;
  }
}
