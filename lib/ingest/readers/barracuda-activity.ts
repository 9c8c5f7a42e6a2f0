import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { splitUrl } from "../../model/path-template";
import { hasPorts, readProtocol } from "../../model/protocol";
import type { Reading } from "./barracuda-reading";
import { integerOf, portOf } from "./json";

const names =
  "type proto srcIF srcIP srcPort srcMAC dstIP dstPort dstService dstIF rule info srcNAT dstNAT duration count receivedBytes sentBytes receivedPackets sentPackets user protocol application target content urlcat".split(
    " ",
  );
const line = /(?:^|[ \]])(?:Local)?(Allow|Block|Deny|Drop|Remove|Fail|Detect|Terminate): (?=[^|\n]{0,200}\|)/;
const stamp = /(?:^|[ >])([0-9]{4}) ([0-9]{2}) ([0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})(?: [A-Z][a-z]{2,10})? ([+-][0-9]{2}:[0-9]{2})? ?/;

export const isActivity = (text: string): boolean => line.test(text.slice(0, 400)) && text.split("|", 16).length > 15;

/** "2026 03 01 10:00:00 Info +01:00": the stamp of the firewall's own files, and its offset. */
export function activityStamp(text: string): string | undefined {
  const match = stamp.exec(text.slice(0, 200));
  return match ? `${match[1]}-${match[2]}-${match[3]}T${match[4]}${match[5] ?? ""}` : undefined;
}

/** A line of the activity log: values by their place, or by their names. @returns undefined where it is none. */
export function readActivity(text: string, time: number | undefined): Reading | undefined {
  const match = line.exec(text.slice(0, 400));
  if (!match) return undefined;
  const cells = text.slice(match.index + match[0].length).split("|", 40);
  const fields = new Map<string, string>();
  for (const [i, cell] of cells.entries()) {
    const equals = cells[0]!.startsWith("type=") ? cell.indexOf("=") : -1;
    const name = equals < 0 ? names[i] : cell.slice(0, equals);
    const value = cell.slice(equals + 1).trim();
    if (name !== undefined && value !== "") fields.set(name, value);
  }
  const get = (name: string): string | undefined => fields.get(name);
  const transport = readProtocol(get("proto"));
  const isPorted = transport.protocolNumber === undefined || hasPorts(transport.protocolNumber);
  const word = match[1]!;
  const c: Connection = {
    kind: "connection",
    loggedTime: time,
    startTime: time,
    srcIp: canonicalAddress(get("srcIP") ?? ""),
    srcPort: isPorted ? portOf(get("srcPort")) || undefined : undefined,
    dstIp: canonicalAddress(get("dstIP") ?? ""),
    dstPort: isPorted ? portOf(get("dstPort")) || undefined : undefined,
    ...transport,
    srcNatIp: translated(get("srcNAT"), get("srcIP")),
    dstNatIp: translated(get("dstNAT"), get("dstIP")),
    bytesOut: integerOf(get("sentBytes")),
    bytesIn: integerOf(get("receivedBytes")),
    packetsOut: integerOf(get("sentPackets")),
    packetsIn: integerOf(get("receivedPackets")),
    durationMs: integerOf(get("duration")),
    srcUser: get("user"),
    application: get("protocol")?.toLowerCase(),
    action: actions[word] ?? "allowed",
    engineRule: get("rule"),
    engineReason: get("info"),
  };
  const count = integerOf(get("count"));
  if (count !== undefined && count > 1) c.count = count;
  const target = get("target");
  if (target?.includes("/")) c.url = target;
  c.dstHost = canonicalHost((c.url === undefined ? target : splitUrl(c.url)?.host) ?? "");
  if (c.dstHost !== undefined) c.dstHostOrigin = c.url === undefined ? "log" : "url";
  return { connection: c, phase: phases[word] };
}

const actions: Record<string, Action> = { Block: "denied", Deny: "denied", Drop: "denied", Terminate: "denied", Detect: "alerted" };
const phases: Record<string, Reading["phase"]> = { Allow: "begin", Remove: "end", Fail: "end", Detect: "remark" };

function translated(after: string | undefined, before: string | undefined): string | undefined {
  const ip = canonicalAddress(after ?? "");
  return ip === "0.0.0.0" || ip === "::" || ip === canonicalAddress(before ?? "") ? undefined : ip;
}
