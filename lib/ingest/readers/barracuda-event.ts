import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { portOf } from "./json";

const address = (name: string): string => `(?<${name}>[0-9A-Fa-f.:]{3,45}?)`;
const patterns = [
  new RegExp(
    `\\|(?<proto>TCP|UDP|ICMP) ${address("src")}:(?<srcPort>[0-9]{1,5}) \\([^)]{1,40}\\) -> ${address("dst")}:(?<dstPort>[0-9]{1,5})\\)`,
  ),
  new RegExp(`LOGIN ATTEMPT: .{0,80}?Login (?:(?<user>[^\\s_]{1,128})\\S{0,128} )?from ${address("src")}(?= ?:)`),
  new RegExp(`\\bpeer=${address("src")} .{0,200}? user=(?<user>\\S{1,128})`),
  new RegExp(`_${address("src")}_(?<srcPort>[0-9]{1,5})_[0-9]{1,10}$`),
  new RegExp(`\\bSession\\(${address("src")}:(?<srcPort>[0-9]{1,5})\\)`),
  new RegExp(`\\[[^\\]@]{1,60}@${address("src")}_(?<srcPort>[0-9]{1,5})\\]`),
  new RegExp(`Send Event .{0,600}? to Control Center ${address("dst")}$`),
] as const;

/** What can be told of the other logs of the same stream: logins, sessions of administrators, events. */
export function readBarracudaEvent(text: string, time: number | undefined): Partial<Connection> {
  const line = text.slice(0, 4000).trimEnd();
  for (const pattern of patterns) {
    const g = pattern.exec(line)?.groups;
    if (!g) continue;
    return {
      loggedTime: time,
      ...readProtocol(g["proto"]),
      srcIp: canonicalAddress(g["src"] ?? ""),
      srcPort: portOf(g["srcPort"]),
      dstIp: canonicalAddress(g["dst"] ?? ""),
      dstPort: portOf(g["dstPort"]),
      srcUser: g["user"],
    };
  }
  return { loggedTime: time };
}
