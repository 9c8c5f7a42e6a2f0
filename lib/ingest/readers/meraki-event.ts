import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { portOf } from "./json";

const word = "[0-9A-Fa-f.:]{2,45}";
const ends = [
  new RegExp(
    `Server IP=(?<dst>${word}) Server port=(?<dstPort>[0-9]{1,5}) (?:Prot\\[\\w{2,8}\\] )?Peer IP=(?<src>${word}) Peer port=(?<srcPort>[0-9]{1,5})`,
  ),
  new RegExp(`user id '(?<user>[^']{1,200})' local ip (?<nat>${word})(?: connected from (?<src>${word}))?`),
  new RegExp(`\\bPeer IP=(?<src>${word})(?: Peer port=(?<srcPort>[0-9]{1,5}))?`),
  new RegExp(`url='(?<url>[^']{1,8192})' .{0,400}?server='(?<dst>${word}):(?<dstPort>[0-9]{1,5})'`),
  new RegExp(`\\bVPN: .{0,200}?(?<src>${word})\\[(?<srcPort>[0-9]{1,5})\\](?:-|<=>)(?<dst>${word})\\[(?<dstPort>[0-9]{1,5})\\]`),
  new RegExp(`peer_contact='(?<dst>${word}):(?<dstPort>[0-9]{1,5})'`),
  new RegExp(`\\b(?<dhcp>dhcp) lease of ip (?<src>${word})`),
  new RegExp(`\\b(?:ip_src|client_ip|ip)='(?<src>${word})'`),
] as const;

/** What can be told of messages that are about the network and not of it: leases, tunnels, wireless clients. */
export function readMerakiEvent(text: string, time: number): Partial<Connection> {
  for (const pattern of ends) {
    const g = pattern.exec(text)?.groups;
    if (!g) continue;
    return {
      loggedTime: time,
      action: decided(text),
      application: g["dhcp"],
      url: g["url"],
      srcIp: canonicalAddress(g["src"] ?? ""),
      srcPort: portOf(g["srcPort"]),
      srcNatIp: canonicalAddress(g["nat"] ?? ""),
      dstIp: canonicalAddress(g["dst"] ?? ""),
      dstPort: portOf(g["dstPort"]),
      srcUser: g["user"]?.split("@", 1)[0],
    };
  }
  return {
    loggedTime: time,
    action: decided(text),
    srcUser: /\b(?:identity|username|user)='(?<user>[^'@]{1,200})/.exec(text)?.groups?.["user"],
  };
}

/** Who may in, and which site a category closes. */
function decided(text: string): Action | undefined {
  const type = text.slice(0, 200);
  if (/\b(?:content_filtering_block|[a-z_]*auth_failure)\b/.test(type)) return "denied";
  return /\b(?:client_vpn_connect|anyconnect_vpn_connect)\b/.test(type) ? "allowed" : undefined;
}
