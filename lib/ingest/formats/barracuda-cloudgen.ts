import { defineFormat, type Reader, type ReadOptions } from "../format";
import { activityStamp, isActivity, readActivity } from "../readers/barracuda-activity";
import { readBarracudaEvent } from "../readers/barracuda-event";
import { readInsights } from "../readers/barracuda-insights";
import type { Reading } from "../readers/barracuda-reading";
import { Beginnings } from "../readers/beginnings";
import { type JsonObject, readObject } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readSyslogHeader, syslogTime } from "../readers/syslog";
import { unwrap } from "../readers/unwrap";

export const barracudaCloudgen = defineFormat({
  id: "barracuda-cloudgen",
  name: "Barracuda CloudGen Firewall",
  reference: "https://campus.barracuda.com/product/cloudgenfirewall/doc/79465001/firewall-activity-log/",
  guide: "barracuda-cloudgen",
  counts: "what the firewall counts of each side, at the end of a session",
  kinds: ["connection", "request"],
  engine: true,
  personal: ["user", "srcmac", "src_mac", "dst_mac"],
  options: { timezone: "Zone of stamps without one." },
  detect: (head) => head.some((line) => (line.startsWith("{") ? recordOf(readObject(line)) !== undefined : isActivity(line))),
  open: (options) => new ActivityReader(options),
});

/** A record of its own, or what a shipper carries; its line where that is one. */
function recordOf(object: JsonObject | undefined): Reading | string | undefined {
  if (!object) return undefined;
  const own = readInsights(object);
  const inner = own === undefined ? unwrap(object) : undefined;
  return own ?? (typeof inner === "string" ? (isActivity(inner) ? inner : undefined) : inner && readInsights(inner));
}

class ActivityReader implements Reader {
  readonly #time: (stamp: string | undefined) => number | undefined;
  readonly #sessions = new Beginnings<undefined>();

  constructor(options: ReadOptions) {
    this.#time = syslogTime(options);
  }

  read: Reader["read"] = (unit, emit) => tell(emit, this.#outcome(unit));

  #outcome(unit: string): Outcome {
    const record = unit.startsWith("{") ? recordOf(readObject(unit)) : unit;
    if (record === undefined) return new Reject("the object is no record of activity, threat or web filter");
    if (typeof record !== "string") return this.#classified(record);
    const time = this.#time(activityStamp(record) ?? readSyslogHeader(record)?.stamp);
    const read = readActivity(record, time);
    if (read) return this.#classified(read);
    // Every log of the box begins with its severity and name.
    return /(?:^|[ :\]])(?:Info|Notice|Warning|Error|Security|Fatal|Panic|Debug) {1,5}\S/.test(record.slice(0, 200))
      ? new Skip("a message of another log of the firewall", readBarracudaEvent(record, time))
      : new Reject("there is neither a severity nor an action");
  }

  #classified({ connection: c, phase }: Reading): Outcome {
    if (c.srcIp === undefined) return new Reject("the source is no address");
    if (c.dstIp === undefined && c.dstHost === undefined) return new Reject("the destination is no address");
    const key = `${c.protocol} ${c.srcIp} ${c.srcPort} ${c.dstIp} ${c.dstPort}`;
    if (phase === "end") {
      c.endTime = c.loggedTime;
      if (c.endTime !== undefined && c.durationMs !== undefined) c.startTime = c.endTime - c.durationMs;
      if (c.packetsIn !== undefined) c.answered = c.packetsIn > 0;
      if (!this.#sessions.end(key, c.engineRule)) c.twin = true;
    } else if (phase === "remark" || (phase === "begin" && !this.#sessions.begin(key, undefined, c.engineRule))) c.twin = true;
    return c;
  }
}
