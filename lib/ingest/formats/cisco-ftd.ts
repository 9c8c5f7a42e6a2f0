import type { Connection } from "../../model/connection";
import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { Beginnings } from "../readers/beginnings";
import { AsaReader, bracketedUsers } from "../readers/cisco-asa";
import { readAsaEvent } from "../readers/cisco-asa-event";
import { ftdEventOf, readFtdEvent, readFtdFields } from "../readers/cisco-ftd-event";
import { type CiscoLine, isCiscoEvent, readCiscoLine } from "../readers/cisco-line";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { syslogTime } from "../readers/syslog";

export const ciscoFtd = defineFormat({
  id: "cisco-ftd",
  name: "Cisco Secure Firewall Threat Defense (Firepower)",
  reference: "https://www.cisco.com/c/en/us/td/docs/security/firepower/Syslogs/fptd_syslog_guide.html",
  guide: "cisco-firewall",
  counts: "frames with all headers; messages shared with the ASA count the payload of both ways together",
  kinds: ["connection"],
  engine: true,
  personal: ["user", "originalclientsrcip", "netbiosdomain"],
  options: { timezone: "Zone of stamps without one." },
  detect: (head) => head.some((line) => isCiscoEvent(line, "FTD")),
  open: (options) => new FtdReader(options),
});

class FtdReader implements Reader {
  readonly #time: (stamp: string | undefined) => number | undefined;
  readonly #asa = new AsaReader(true);
  readonly #connections = new Beginnings<undefined>();

  constructor(options: ReadOptions) {
    this.#time = syslogTime(options);
  }

  read(unit: string, emit: Emit): void {
    const line = readCiscoLine(unit);
    const { id, text } = line;
    const time = this.#time(line.stamp);
    const isShared = id !== undefined && !id.startsWith("43000");
    tell(emit, isShared ? this.#asa.read(line, time) : this.#event(line, time), isShared ? bracketedUsers(text) : undefined);
  }

  #event({ id, host, text }: CiscoLine, time: number | undefined): Outcome {
    const fields = readFtdFields(text);
    if (!fields) return id === undefined ? readUnmarked(text, time) : new Reject(`message ${id} holds no known keys`);
    const event = ftdEventOf(id, fields);
    const c = readFtdEvent(fields, event, time);
    if (c.srcIp === undefined) return fields.has("SrcIP") ? new Reject("SrcIP is no address") : new Skip("an event without SrcIP", c);
    if (event === "begin" || event === "end")
      this.#count(c, `${host}|${fields.get("InstanceID")}|${fields.get("FirstPacketSecond")}`, event);
    return c;
  }

  /** A rule may log beginnings, ends or both; what is blocked begins and never ends. */
  #count(c: Connection, sensor: string, event: "begin" | "end"): void {
    const key = `${sensor}|${c.sessionId}|${c.srcIp}|${c.srcPort}|${c.dstIp}|${c.dstPort}`;
    if (event === "end") {
      if (!this.#connections.end(key, c.engineRule)) c.twin = true;
    } else if (c.action !== "denied" && !this.#connections.begin(key, undefined, c.engineRule)) c.twin = true;
  }
}

/** The management center's own log, and messages that a relay took the mark from. */
function readUnmarked(text: string, time: number | undefined): Outcome {
  const read = readAsaEvent(text, undefined, time);
  if (text.startsWith("siem-management:")) return new Skip("a record of the management center", { loggedTime: time });
  return read.srcIp === undefined && read.srcUser === undefined
    ? new Reject("there is no message id")
    : new Skip("a message about the firewall itself", read);
}
