import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { readProtocol } from "../../model/protocol";
import type { FortinetFields } from "./fortinet-fields";
import type { FortinetTimes } from "./fortinet-time";
import { integerOf, portOf } from "./json";

/** What can be told of the firewall's own events: who did it, from where, and the ends of a tunnel. */
export function readFortinetEvent(fields: FortinetFields, times: FortinetTimes): Partial<Connection> {
  const read: Partial<Connection> = { loggedTime: times.logged, startTime: times.event, ...readProtocol(fields.get("proto")) };
  const local = address(fields.get("locip"));
  const remote = address(fields.get("remip"));
  // The far end of a tunnel asked to come in when its login failed; else it is named as the other end.
  const asked = remote !== undefined && local === undefined && /fail/.test(fields.get("action") ?? "");
  // "https(192.0.2.1)": how and from where an administrator came.
  const [, way, from] = /^([a-z]+)\(([0-9a-f:.]+)\)$/i.exec(fields.get("ui") ?? "") ?? [];
  read.srcIp =
    address(fields.get("srcip")) ??
    local ??
    (asked ? remote : undefined) ??
    address(fields.get("userip")) ??
    address(from) ??
    address(fields.get("ui")) ??
    address(fields.get("ip"));
  read.srcPort = portOf(fields.get("srcport") ?? fields.get("locport"));
  read.dstIp = address(fields.get("dstip")) ?? (asked ? undefined : remote);
  read.dstPort = portOf(fields.get("dstport") ?? fields.get("remport"));
  read.application = fields.get("service")?.toLowerCase();
  if (way && /^(?:https?|ssh|telnet)$/i.test(way)) read.application = way.toLowerCase();
  const seconds = integerOf(fields.get("duration"));
  if (seconds !== undefined) read.durationMs = seconds * 1000;
  read.bytesOut = integerOf(fields.get("sentbyte"));
  read.bytesIn = integerOf(fields.get("rcvdbyte"));
  read.srcUser = fields.get("user") ?? fields.get("unauthuser") ?? fields.get("xauthuser");
  read.engineRule = fields.get("policyname");
  read.engineRuleId = fields.get("policyid");
  return read;
}

const address = (text: string | undefined): string | undefined => (text === undefined ? undefined : canonicalAddress(text));
