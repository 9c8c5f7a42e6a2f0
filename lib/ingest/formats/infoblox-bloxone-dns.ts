import { defineFormat } from "../format";
import { readCef } from "../readers/cef";
import { infobloxEvent, readInfobloxEvent } from "../readers/infoblox-event";
import { type JsonObject, readObject, textOf } from "../readers/json";
import { readLeef } from "../readers/leef";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { readSyslogHeader, syslogTime } from "../readers/syslog";
import { readIsoTime } from "../readers/time";

type StampReader = (stamp: string | undefined) => number | undefined;

export const infobloxBloxoneDns = defineFormat({
  id: "infoblox-bloxone-dns",
  name: "Infoblox BloxOne DDI and Threat Defense (Data Connector)",
  reference: "https://docs.infoblox.com/space/BloxOneThreatDefense/35406922/DNS+Query%2FResponse+Log+Message+Mapping",
  guide: "infoblox",
  counts: "no bytes: the log holds none",
  kinds: ["query"],
  engine: true,
  personal: ["suser", "usrname", "smac", "shost", "dvchost"],
  options: { timezone: "The zone of times that the syslog server wrote without one." },
  detect: (head) =>
    head.some(
      (line) => /(?:CEF:[01]|LEEF:[12]\.0)\|Infoblox\|(?:Data Connector|BloxOne)/.test(line.slice(0, 600)) || isRecord(readObject(line)),
    ),
  open(options) {
    const stampTime = syslogTime(options);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        tell(emit, unit.trimStart().startsWith("{") ? readJson(unit, stampTime) : readLine(unit, stampTime));
      },
    };
  },
});

function readLine(line: string, stampTime: StampReader): Outcome {
  const headerTime = stampTime(readSyslogHeader(line)?.stamp);
  const cef = readCef(line);
  if (cef?.vendor === "Infoblox") {
    const event = infobloxEvent(cef.product, cef.id, cef.name, cef.extension);
    return readInfobloxEvent(event, stampTime(event.get("rt", "Timestamp")) ?? headerTime);
  }
  const leef = cef ? undefined : readLeef(line);
  if (leef?.vendor !== "Infoblox") return new Reject("the line is neither CEF nor LEEF of Infoblox");
  const event = infobloxEvent(leef.product, leef.id, leef.id, leef.attributes);
  return readInfobloxEvent(event, stampTime(event.get("devTime", "Timestamp")) ?? headerTime);
}

/** A record of a zone, as the API of the service lists them. */
const isRecord = (object: JsonObject | undefined): boolean =>
  object !== undefined &&
  ("absolute_name_spec" in object || "dns_absolute_name_spec" in object || ("name_in_zone" in object && "rdata" in object));

function readJson(line: string, stampTime: StampReader): Outcome {
  const object = readObject(line);
  if (!object) return new Reject("the JSON is broken");
  if (isRecord(object)) {
    const changed = textOf(object["updated_at"]) ?? textOf(object["created_at"]);
    const loggedTime = changed === undefined ? undefined : readIsoTime(changed);
    return new Skip("a record of a zone, not a query", loggedTime === undefined ? {} : { loggedTime });
  }
  const carried = textOf(object["message"]) ?? textOf(object["_raw"]);
  return carried === undefined ? new Reject("message: absent.") : readLine(carried, stampTime);
}
