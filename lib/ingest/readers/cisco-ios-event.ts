import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { portOf } from "./json";

const address = (name: string): string => `(?<${name}>[0-9A-Fa-f.:]{3,45}?)`;
const patterns = [
  new RegExp(`\\[user: (?<user>[^\\]]{1,128})\\] \\[Source: ${address("src")}\\] \\[localport: (?<dstPort>[0-9]{1,5})\\]`),
  new RegExp(`\\bUser (?<user>\\S{1,128}) has exited tty session [0-9]{1,5}\\(${address("src")}\\)`),
  new RegExp(`\\b(?:by|as) (?<user>\\S{1,128}) on (?:vty|console|tty)[0-9 ]{0,5}(?:\\(${address("src")}\\))?`),
  new RegExp(`\\bSession (?:request )?from ${address("src")} \\(tty = [0-9]{1,5}\\)(?: for user '(?<user>[^']{0,128})')?`),
  new RegExp(
    `'(?<url>[a-z]{2,8}://[^']{1,2048})' invoked from ${address("src")}:(?<srcPort>[0-9]{1,5}) via \\S{1,20} user (?<user>\\S{1,128})`,
  ),
  new RegExp(`\\b(?:failure|success\\S{0,10}) from ${address("src")}:(?<srcPort>[0-9]{1,5}) for (?<application>[a-z]{2,20})\\b`),
  new RegExp(`\\bJoin from ${address("src")} for invalid RP ${address("dst")}(?= |$)`),
  new RegExp(`\\bto host ${address("dst")} port (?<dstPort>[0-9]{1,5})`),
  new RegExp(`\\bDuplicate address ${address("src")} on `),
  /\bUser(?:name)?: ?(?<user>[^\s,]{1,128})/,
] as const;

/** What can be told of messages about the device itself. */
export function readIosEvent(text: string, time: number | undefined): Partial<Connection> {
  const line = text.slice(0, 4000);
  for (const pattern of patterns) {
    const g = pattern.exec(line)?.groups;
    if (!g) continue;
    return {
      loggedTime: time,
      srcIp: canonicalAddress(g["src"] ?? ""),
      srcPort: portOf(g["srcPort"]),
      srcUser: g["user"] || undefined,
      dstIp: canonicalAddress(g["dst"] ?? ""),
      dstPort: portOf(g["dstPort"]),
      application: g["application"],
      url: g["url"],
    };
  }
  return { loggedTime: time };
}
