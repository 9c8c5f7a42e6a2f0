import { defineFormat } from "../format";
import { readCef } from "../readers/cef";
import { readDhcpLine } from "../readers/dhcp-line";
import { infobloxEvent, readInfobloxEvent } from "../readers/infoblox-event";
import { readNamedClient } from "../readers/named-client";
import { type NamedLine, namedLineReader, otherMessage } from "../readers/named-line";
import { readNamedServer } from "../readers/named-server";
import { type Outcome, Skip, tell } from "../readers/outcome";
import { readIsoTime } from "../readers/time";

/** What no other server writes: queries with their response, audit of administrators, leases with their ids, CEF of its own. */
const told =
  /(?:UDP|TCP): query: \S{1,1024} \S{1,16} \S{1,16} response: |[0-9:.]{8,15}Z \[[^\]]{0,255}\]: [A-Z][A-Za-z_]+ |CEF:[01]\|Infoblox\|NIOS| TransID [0-9a-f]{8}| offered-duration [0-9]/;

export const infobloxNios = defineFormat({
  id: "infoblox-nios",
  name: "Infoblox NIOS (DNS, RPZ, threat protection)",
  reference: "https://docs.infoblox.com/space/nios90/280275770/Monitoring+through+Syslog",
  guide: "infoblox",
  counts: "no bytes: the log holds none",
  kinds: ["query"],
  engine: true,
  personal: ["user-name", "msisdn"],
  options: { timezone: "The zone of the appliance's local times; audit times are UTC." },
  detect: (head) => head.some((line) => told.test(line.slice(0, 4000))),
  open(options) {
    const readLine = namedLineReader(options);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        tell(emit, readAudit(unit) ?? readMessage(readLine(unit.trim())));
      },
    };
  },
});

function readMessage(line: NamedLine): Outcome {
  const { message, loggedTime } = line;
  const cef = message.includes("|Infoblox|") ? readCef(message) : undefined;
  if (cef) return readInfobloxEvent(infobloxEvent(cef.product, cef.id, cef.name, cef.extension), loggedTime);
  return (
    readNamedClient(message, loggedTime) ??
    readNamedServer(message, loggedTime) ??
    readDhcpLine(message, loggedTime) ??
    readAudit(message) ??
    otherMessage(line)
  );
}

/** "2026-03-01 00:00:00.123Z [user]: Action …": what administrators did. A blank in a name is written \040. */
function readAudit(message: string): Skip | undefined {
  const match = /^([0-9-]{10} [0-9:.]{8,15}Z) \[([^\]]{0,255})\]: /.exec(message);
  const loggedTime = match ? readIsoTime(match[1]!) : undefined;
  if (!match || loggedTime === undefined) return undefined;
  return new Skip("an act of an administrator", { loggedTime, srcUser: match[2]!.replaceAll("\\040", " ") || undefined });
}
