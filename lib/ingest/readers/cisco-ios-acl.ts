import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import { integerOf, portOf } from "./json";
import { readPacket } from "./packet";

const address = (name: string): string => `(?<${name}>[0-9A-Fa-f.:]{2,45})`;
/** Ports in brackets, then perhaps the interface and the card that the packet came by. */
const end = (name: string): string => `${address(name)}(?:\\((?<${name}Port>[0-9]{1,5})\\))?(?: ?\\([A-Za-z][^()]{0,80}\\))?`;
const extended = new RegExp(
  `^(?:list|access-list) (?<list>\\S{1,128})(?: \\((?<entry>[0-9]{1,10})\\))? (?<verb>permitted|denied|permit|deny) (?<proto>[A-Za-z0-9-]{1,20}) ${end("src")} -> ${end("dst")}(?: ?\\((?<type>[0-9]{1,3})(?:/(?<code>[0-9]{1,3}))?\\))?,? (?<count>[0-9]{1,12}) packet`,
);
const standard = new RegExp(`^list (?<list>\\S{1,128}) (?<verb>permitted|denied) ${address("src")}(?: (?<count>[0-9]{1,12}) packet|$)`);
/** NX-OS names each part. */
const named = new RegExp(
  `Source IP: ${address("src")}, Destination IP: ${address("dst")}, Source Port: (?<srcPort>[0-9]{1,5}), Destination Port: (?<dstPort>[0-9]{1,5})(?:, [^,]{1,80}){0,3}?, Protocol: "?(?<proto>[A-Za-z0-9-]{1,20})"?(?:\\([0-9]{1,3}\\))?,(?: [^,]{1,80},){0,6}? Hit-count = (?<count>[0-9]{1,12})`,
);

export const isAclMessage = (mnemonic: string): boolean => /^(?:IP)?ACCESSLOG(?:P|DP|NP|RP|SP|S)$|^ACLLOG_FLOW_INTERVAL$/.test(mnemonic);

/** What an access list let through or dropped. @returns undefined where the sentence is no known one. */
export function readAcl(text: string): Partial<Connection> | undefined {
  const line = text.slice(0, 1000);
  const g = (extended.exec(line) ?? named.exec(line) ?? standard.exec(line))?.groups;
  if (!g) return undefined;
  const transport = readProtocol(g["proto"]);
  // Without ports in the list the device does not look for them, and writes 0.
  const [srcPort, dstPort] = [portOf(g["srcPort"]) || undefined, portOf(g["dstPort"]) || undefined];
  const c: Partial<Connection> = readPacket({
    src: canonicalAddress(g["src"]!),
    dst: canonicalAddress(g["dst"] ?? ""),
    srcPort,
    dstPort,
    ...transport,
    icmpType: integerOf(g["type"]),
    icmpCode: integerOf(g["code"]),
  });
  c[c.reply ? "packetsIn" : "packetsOut"] = integerOf(g["count"]);
  c.action = g["verb"] === undefined ? "unknown" : g["verb"].startsWith("permit") ? "allowed" : "denied";
  c.engineRule = g["list"];
  c.engineRuleId = g["entry"];
  return c;
}
