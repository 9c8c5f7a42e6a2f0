import { canonicalAddress } from "../../model/address";
import type { Action, Connection } from "../../model/connection";
import { type Place, readPlace, readUser } from "./cisco-asa-place";
import { endsOf, lasting, protocolOf } from "./cisco-asa-traffic";
import { integerOf } from "./json";
import { tlsVersion } from "./tls-version";

/** "Group <g> User <u> IP <a>", with or without the angles. */
const client =
  /^Group (?:= )?<?[^<>\s,]{1,260}>?,? User(?:name =)? <?(?<user>[^<>\s,]{1,260})>?,? IP (?:= )?<?(?<src>[0-9A-Fa-f.:]{3,45})>?/;
const users = [
  /\b[Uu]sername ?[:=] ?(?<user>[^\s,)]{1,260})/,
  /\bUname: (?<user>[^\s,]{1,260})/,
  /\b[Uu]ser ?= ?(?<user>[^\s,:)]{1,260})/,
  /\b[Uu]ser '(?<user>[^']{1,260})'/,
  /\bfor user "(?<user>[^"]{1,260})"/,
  /\bfor user (?<user>[^\s,"']{1,260}) from /,
  /\bclient user (?<user>[^\s,]{1,260})/,
  /\bDAP: User (?<user>[^\s,]{1,260})/,
  /\bIP-User mapping [0-9A-Fa-f.:]{3,45} - (?<user>\S{1,260})/,
] as const;
const sources = [
  /\buser IP = (?<src>[0-9A-Fa-f.:]{3,45})/,
  /^(?:Host|Threat-detection (?:adds|removes) host) (?<src>[0-9A-Fa-f.:]{3,45}) /,
  /\bIP-User mapping (?<src>[0-9A-Fa-f.:]{3,45}) - /,
  /\b(?:from IP|[Aa]ssigned(?: IP=?)?|IP address:|IP =|Addr|configuration:|, IP|session from) ?(?<src>[0-9A-Fa-f.:]{3,45})/,
] as const;
const server = /\bserver = {1,2}(?<dst>[0-9A-Fa-f.:]{3,45})/;
const place = (name: string): string => `(?<${name}>[^\\s(),]{3,260})`;
const account = "(?: ?\\((?:user ?= ?)?(?<user>[^()]{1,260})\\))?";
/** Two ends, in whatever sentence: translations, logins to the firewall, handshakes with it, negotiations of tunnels. */
const ends = [
  new RegExp(`\\b(?<proto>UDP|TCP) secondary channel for ${place("dst")} to ${place("src")} from`),
  new RegExp(`\\b(?<proto>TCP|UDP|ICMP|GRE|SCTP)\\b.{0,60}? from ${place("src")}${account} to ${place("dst")}`),
  new RegExp(`\\b(?:from|with client|with server) ${place("src")}${account} to ${place("dst")}`),
  new RegExp(`\\bfaddr ${place("src")} (?:to )?laddr ${place("dst")}`),
  new RegExp(`\\bbetween ${place("src")} and ${place("dst")}`),
  /\bLocal:(?<src>[^\s]{3,45}?):(?<srcPort>[0-9]{1,5}) Remote:(?<dst>[^\s]{3,260}?):(?<dstPort>[0-9]{1,5}) /,
  new RegExp(`\\b(?:with client|with server|local-host|from laddr|from|pool address) ${place("src")}`),
] as const;

/** What became of an attempt to log in. */
const actions = new Map<string, Action>([
  ..."109005 109007 113004 113008 113009 113012 605005 611101 716003 734001".split(" ").map((id) => [id, "allowed"] as const),
  ..."109006 109008 109024 109025 113005 113015 113021 113029 113030 113031 113032 113033 113034 113035 113036 113037 113038 113040 322001 605004 611102 716004 716039"
    .split(" ")
    .map((id) => [id, "denied"] as const),
]);

/** What can be told of messages about the firewall itself, its users and its tunnels. */
export function readAsaEvent(text: string, id: string | undefined, time: number | undefined): Partial<Connection> {
  const c: Partial<Connection> = { loggedTime: time, action: id === undefined ? undefined : actions.get(id) };
  const took = /\b[Dd]uration:? (?<duration>[0-9:hms]{4,20})\b/.exec(text)?.groups;
  if (took) Object.assign(c, lasting(took["duration"]!, time));
  const session = client.exec(text)?.groups;
  if (session) {
    c.srcIp = canonicalAddress(session["src"]!);
    c.srcUser = readUser(session["user"]);
    readVpnEnd(c, text);
    return c;
  }
  readEnds(c, text);
  c.srcUser ??= readUser(first(users, text)?.["user"]);
  c.srcIp ??= canonicalAddress(first(sources, text)?.["src"] ?? "");
  c.dstIp ??= canonicalAddress(server.exec(text)?.groups?.["dst"] ?? "");
  const version = tlsVersion(/\bfor (TLSv?[0-9.]{0,4}|SSLv?[0-9.]{0,4})\b/.exec(text)?.[1]);
  if (version !== undefined) c.tls = { version };
  return c;
}

function readEnds(c: Partial<Connection>, text: string): void {
  const g = first(ends, text);
  if (!g) return;
  const isListed = g["dstPort"] !== undefined || text.includes("local-host ");
  const src = { ...readEnd(g["src"], isListed) };
  const dst = { ...readEnd(g["dst"], isListed) };
  src.port ??= integerOf(g["srcPort"]);
  dst.port ??= integerOf(g["dstPort"]);
  Object.assign(c, endsOf(src, dst, protocolOf(g["proto"])));
  c.srcUser = readUser(g["user"]);
  // A service of the firewall by its name.
  const service = /\/([a-z]{2,20})$/.exec(g["dst"] ?? "")?.[1];
  if (service !== undefined) c.application = service;
}

/** A word of the sentence ("reading from terminal") is no name: a name has a port, or is of a local host. */
function readEnd(written: string | undefined, isListed: boolean): Place {
  const end = readPlace(written);
  if (end.ip === undefined && end.host === undefined) return {};
  return end.ip !== undefined || isListed || /.\/[0-9]{1,6}[.:]?$/.test(written ?? "") ? end : {};
}

/** The end of a VPN session: the firewall is the sender, and the client the other end. */
function readVpnEnd(c: Partial<Connection>, text: string): void {
  const bytes = /\bBytes xmt: ([0-9]{1,15}), Bytes rcv: ([0-9]{1,15})/.exec(text);
  if (!bytes) return;
  c.dstIp = c.srcIp;
  c.srcIp = undefined;
  c.bytesOut = integerOf(bytes[1]);
  c.bytesIn = integerOf(bytes[2]);
}

function first(patterns: readonly RegExp[], text: string): Record<string, string | undefined> | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return match.groups;
  }
  return undefined;
}
