import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { readDhcpLine } from "./dhcp-line";
import { readEndpoint } from "./endpoint";
import { portOf } from "./json";
import { Skip } from "./outcome";

type Fields = Partial<Connection>;

const leased = /\b(?:address|to|for:?) (?<ip>[0-9A-Fa-f:.]{3,45})(?:,|\/| |$)(?:port (?<port>[0-9]{1,5}))?/;
const peer = /^(?:(?<user>[^\s/]{1,128})\/)?(?<end>[0-9A-Fa-f.:]{3,45}:[0-9]{1,5}) (?:\[(?<named>[^\]]{1,128})\])?/;
const login = / for user '(?<user>[^']{1,128})' from: (?<src>[0-9A-Fa-f.:]{3,45})/;

/** What other programs of the firewall write into the same stream: nothing of them leaves through its rules. */
export function readProgram(program: string | undefined, text: string, time: number | undefined): Skip {
  const name = program?.replace(/^.*\//, "").toLowerCase() ?? "";
  const lease = readDhcpLine(text, time);
  if (/^dhc/.test(name) || lease)
    return new Skip("a lease of an address, not a connection", { ...lease?.fields, ...leaseOf(name, text, time) });
  if (name.startsWith("openvpn")) return new Skip("a message of the VPN server", vpnClient(text, time));
  if (/^(?:charon|racoon|ipsec)/.test(name)) return new Skip("a message of the IPsec daemon", { loggedTime: time, application: "ipsec" });
  const who = login.exec(text)?.groups;
  return new Skip("a message about the firewall itself", {
    loggedTime: time,
    srcIp: canonicalAddress(who?.["src"] ?? ""),
    srcUser: who?.["user"],
  });
}

function leaseOf(name: string, text: string, time: number | undefined): Fields {
  const g = leased.exec(text)?.groups;
  const srcIp = canonicalAddress(g?.["ip"] ?? "");
  const application = name.includes("6") || srcIp?.includes(":") ? "dhcpv6" : "dhcp";
  const c: Fields = { loggedTime: time, protocol: "udp", protocolNumber: 17, application };
  return srcIp === undefined ? c : { ...c, srcIp, srcPort: portOf(g?.["port"]) };
}

function vpnClient(text: string, time: number | undefined): Fields {
  const g = peer.exec(text)?.groups;
  const far = readEndpoint(g?.["end"] ?? /\[AF_INET6?\]([0-9A-Fa-f.:]{3,51})/.exec(text)?.[1]);
  const given = canonicalAddress(/\bpool returned IPv4=([0-9.]{7,15})/.exec(text)?.[1] ?? "");
  return {
    loggedTime: time,
    application: "openvpn",
    srcIp: far.ip,
    srcPort: far.port,
    srcNatIp: given,
    srcUser: g?.["user"] ?? g?.["named"],
  };
}
