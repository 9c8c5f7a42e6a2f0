import type { Connection } from "../../model/connection";
import { defineFormat, type Reader, type ReadOptions } from "../format";
import { Beginnings } from "../readers/beginnings";
import { isAclMessage, readAcl } from "../readers/cisco-ios-acl";
import { readIosEvent } from "../readers/cisco-ios-event";
import { readFirewall } from "../readers/cisco-ios-firewall";
import { type IosLine, iosTime, isIosLine, readIosLine } from "../readers/cisco-ios-line";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { Recent } from "../readers/recent";

export const ciscoIos = defineFormat({
  id: "cisco-ios",
  name: "Cisco IOS, IOS XE, IOS XR and NX-OS",
  reference: "https://www.cisco.com/c/en/us/td/docs/ios/system/messages/guide/consol_smg.html",
  guide: "cisco-ios",
  counts: "what the zone firewall counts of each side; access lists count packets only",
  kinds: ["connection"],
  engine: true,
  options: { timezone: "Zone of stamps; it goes before the zone's name behind a stamp, which is the administrator's own." },
  detect: (head) => head.some(isIosLine),
  open: (options) => new IosReader(options),
});

const sessions = /^(?:SESS_AUDIT_TRAIL(?:_START)?|DROP_PKT|PASS_PKT)$/;

class IosReader implements Reader {
  readonly #time: (line: IosLine) => number | undefined;
  readonly #sessions = new Beginnings<undefined>();
  /** A list logs the first packet of a flow, and every five minutes how many have come since. */
  readonly #flows = new Recent(1 << 15);

  constructor(options: ReadOptions) {
    this.#time = iosTime(options);
  }

  read: Reader["read"] = (unit, emit) => tell(emit, this.#outcome(unit));

  #outcome(unit: string): Outcome {
    const line = readIosLine(unit);
    if (!line) return new Reject("there is no facility, severity and mnemonic");
    const time = this.#time(line);
    const { mnemonic, text } = line;
    if (isAclMessage(mnemonic)) return this.#list(text, mnemonic, time);
    if (line.facility !== "FW" || !sessions.test(mnemonic)) return new Skip("a message about the device itself", readIosEvent(text, time));
    const c = readFirewall(text, time, this.#sessions);
    if (!c) return new Reject(`the text of ${mnemonic} is no known one`);
    if (c.srcIp === undefined) return new Reject("the source is no address");
    return c.dstIp === undefined ? new Reject("the destination is no address") : c;
  }

  #list(text: string, mnemonic: string, time: number | undefined): Outcome {
    const read = readAcl(text);
    if (!read) return new Reject(`the text of ${mnemonic} is no known one`);
    const c: Connection = { kind: "connection", ...read, loggedTime: time, startTime: time };
    // A standard list looks at the source alone.
    if (mnemonic.endsWith("LOGS")) return new Skip("a list that does not name the destination", c);
    if (c.srcIp === undefined || c.dstIp === undefined) return new Reject("an end is no address");
    if (!this.#flows.add(`${c.action} ${c.protocol} ${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort} ${c.communityId}`)) c.twin = true;
    return c;
  }
}
