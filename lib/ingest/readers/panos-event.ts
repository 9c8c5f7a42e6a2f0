import { canonicalAddress } from "../../model/address";
import type { Connection } from "../../model/connection";
import { canonicalHost } from "../../model/host";
import { directoryUser } from "./directory-user";
import { integerOf, portOf } from "./json";
import type { PanosFields } from "./panos-fields";

/** What can be told of PAN-OS's own events: logins, tunnels, leases, changes. */
export function readPanosEvent(fields: PanosFields, loggedTime: number | undefined): Partial<Connection> {
  const read: Partial<Connection> = { loggedTime };
  if (fields.type === "GLOBALPROTECT") {
    // Before the tunnel stands, the client has its own address alone.
    read.srcNatIp = address(fields.get("public_ip")) ?? address(fields.get("public_ipv6"));
    read.srcIp = address(fields.get("private_ip")) ?? address(fields.get("private_ipv6")) ?? read.srcNatIp;
    const seconds = integerOf(fields.get("login_duration"));
    if (seconds !== undefined) read.durationMs = seconds * 1000;
  } else read.srcIp = address(fields.get("src")) ?? address(fields.get("srcipv6")) ?? address(fields.get("host"));
  read.dstIp = address(fields.get("dst"));
  read.srcUser = directoryUser(fields.get("srcuser") ?? fields.get("admin"));
  readDescription(read, fields.get("opaque")?.slice(0, 1000));
  return read;
}

/** System events are sentences. */
function readDescription(read: Partial<Connection>, text: string | undefined): void {
  if (text === undefined) return;
  const first = (...patterns: readonly RegExp[]): string | undefined =>
    patterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  read.srcUser ??= directoryUser(first(/\b[Uu]ser '([^']{1,128})'/, /\b[Uu]ser (\S{1,128}) (?:logged|from)\b/));
  read.srcIp ??= address(
    first(/\b[Ff]rom:? '?([0-9a-fA-F.:]{2,45}[0-9a-fA-F])\b/, /\binitiated by ([0-9a-fA-F.:]{2,45})/, /\bip ([0-9.]{7,15})\b/),
  );
  read.dstIp ??= address(
    first(/\b[Ss]erver [Aa]ddress '?([0-9a-fA-F.:]{2,45})\b/, /\bto address: ([0-9a-fA-F.:]{2,45}) /, / IP: ([0-9a-fA-F.:]{2,45}) /),
  );
  read.dstPort ??= portOf(first(/ port: ([0-9]{1,5})\b/));
  const elected = canonicalHost(first(/^CLOUD ELECTION: (\S{1,253}) IP/) ?? "");
  if (elected) Object.assign(read, { dstHost: elected, dstHostOrigin: "log" });
  read.application ??= first(/ using (https?|ssh|telnet)\b/)?.toLowerCase();
}

const address = (text: string | undefined): string | undefined => {
  const found = text === undefined ? undefined : canonicalAddress(text);
  return found === "0.0.0.0" || found === "::" ? undefined : found;
};
