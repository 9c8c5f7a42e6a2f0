import { canonicalAddress } from "../../model/address";
import { canonicalHost } from "../../model/host";
import { Skip } from "./outcome";

const lease =
  /^DHCP(?:DISCOVER|OFFER|REQUEST|DECLINE|ACK|NAK|RELEASE|INFORM|LEASEQUERY|LEASEACTIVE|LEASEUNKNOWN|LEASEUNASSIGNED|EXPIRE)\b(?: (?:on|for|of|to|from) ([0-9A-Fa-f.:]{2,45}))?/;
const lease6 =
  /^(?:(?:Sending |Encapsulating )?(?:Solicit|Advertise|Request|Confirm|Renew|Rebind|Reply|Release|Decline|Reconfigure|Information-request|Relay-forward|Relay-reply)\b)[^\n]{0,200}?(?: (?:address|to|from) ([0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,43})(?= |$))/;

/** What ISC's DHCP server says: a lease, which is no connection. @returns undefined for any other line. */
export function readDhcpLine(message: string, loggedTime: number | undefined): Skip | undefined {
  const start = message.slice(0, 1000);
  const match = lease.exec(start) ?? lease6.exec(start);
  if (!match) return undefined;
  const srcIp = match[1] === undefined ? undefined : canonicalAddress(match[1]);
  const named = /(?:[0-9a-f]{2}:){5}[0-9a-f]{2} \(([^()\s]{1,255})\)/i.exec(start)?.[1];
  const srcHost = named === undefined ? undefined : canonicalHost(named);
  // DHCP knows no other transport (RFC 2131, RFC 8415).
  return new Skip("a lease of an address, not a connection", { loggedTime, srcIp, srcHost, protocol: "udp", protocolNumber: 17 });
}
