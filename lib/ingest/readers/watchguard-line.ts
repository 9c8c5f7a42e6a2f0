import { readPairs } from "./key-value";
import { readLeef } from "./leef";
import { monthTime } from "./leef-time";
import { readSyslogHeader } from "./syslog";
import { readIsoTime } from "./time";

/** A Firebox's message, whichever way it was written. */
export interface FireboxLine {
  /** Eight digits: the area (30 packet filter, 1A HTTP, 1D DNS, 2C HTTPS …) and the message. */
  id: string;
  time?: number;
  fields: ReadonlyMap<string, string>;
}

const leef = /(?:^|[ :])(?:LEEF:)?[12]\.0\|WatchGuard\|/;
const native = /\bmsg_id="([0-9A-F]{4})-([0-9A-F]{4})"/;
/** disp in_if out_if [length] protocol [header] [TTL] src dst [sport dport]; a name of an interface may hold blanks. */
const packet =
  /^ (?<disp>Allow|Deny) (?<ifs>.{3,130}?) (?:(?<ip_len>[0-9]{1,5}) )?(?<proto>icmp|icmp6|igmp|tcp|udp|gre|esp|ah|[a-z]{2,12}|[0-9]{1,3}) (?:[0-9]{1,3} [0-9]{1,3} )?(?<src>[0-9A-Fa-f.:]{2,45}) (?<dst>[0-9A-Fa-f.:]{2,45})(?: (?<srcPort>[0-9]{1,5}) (?<dstPort>[0-9]{1,5})(?= |$))?/;

type Time = (stamp: string | undefined) => number | undefined;

export const isFirebox = (line: string): boolean => leef.test(line.slice(0, 400)) || native.test(line.slice(0, 400));

export function readFirebox(unit: string, time: Time): FireboxLine | undefined {
  const start = leef.exec(unit.slice(0, 400));
  if (start) {
    // Syslog takes "LEEF:" for a tag, and some relays write tabs as #011.
    const bare = unit.slice(unit.indexOf("|WatchGuard|") - 3).replaceAll("#011", "\t");
    const event = readLeef(`LEEF:${bare}`);
    if (!event) return undefined;
    const written = event.attributes.get("devTime");
    return {
      id: event.id,
      time: (written === undefined ? undefined : monthTime(written, time)) ?? time(readSyslogHeader(unit)?.stamp),
      fields: event.attributes,
    };
  }
  return readNative(unit, time);
}

function readNative(unit: string, time: Time): FireboxLine | undefined {
  const match = native.exec(unit.slice(0, 400));
  if (!match) return undefined;
  const text = unit.slice(match.index + match[0].length);
  const before = unit.slice(0, match.index);
  const own = /\(([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8})\)/.exec(before)?.[1];
  const written = packet.exec(text.slice(0, 400))?.groups;
  const pairs = readPairs(text);
  const fields = new Map([...pairs].map(([key, value]) => [names[key] ?? key, value]));
  for (const [key, value] of Object.entries(written ?? {})) if (value !== undefined) fields.set(key, value);
  const flag = /^[^"=]{0,400}? offset [0-9]{1,3} ([A-Z]{1,6}) /.exec(text.slice(0, 400))?.[1];
  if (flag !== undefined) fields.set("tcp_flag", flag);
  if (!written && !fields.has("msg")) fields.set("msg", text.trim());
  const policy = /\(([^()"]{1,128})\) *$/.exec(text.slice(-200))?.[1];
  if (policy !== undefined) fields.set("policy", policy);
  return {
    id: `${match[1]}${match[2]}`,
    // The Firebox's own stamp is UTC.
    time: (own === undefined ? undefined : readIsoTime(own, (wall) => wall)) ?? time(readSyslogHeader(unit)?.stamp),
    fields,
  };
}

/** Names that differ from those of LEEF. */
const names: Record<string, string> = { sent_bytes: "srcBytes", rcvd_bytes: "dstBytes", src_user: "usrName" };
