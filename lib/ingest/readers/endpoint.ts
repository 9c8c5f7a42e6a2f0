import { canonicalAddress } from "../../model/address";
import { canonicalHost } from "../../model/host";

export interface Endpoint {
  ip?: string;
  host?: string;
  port?: number;
}

/** "192.0.2.1:443", "[2001:db8::1]:443", "api.example:443", or any of them without a port. Empty where it is none. */
export function readEndpoint(text: string | undefined): Endpoint {
  if (text === undefined || text === "" || text === "-" || text.length > 300) return {};
  const whole = canonicalAddress(text);
  if (whole !== undefined) return { ip: whole };
  const colon = text.lastIndexOf(":");
  const digits = colon < 0 ? "" : text.slice(colon + 1);
  const hasPort = /^[0-9]{1,5}$/.test(digits) && Number(digits) <= 65_535;
  const name = hasPort ? text.slice(0, colon) : text;
  // Port 0 is what a logger writes where there is none.
  const port = hasPort && Number(digits) > 0 ? Number(digits) : undefined;
  const ip = canonicalAddress(name);
  if (ip !== undefined) return { ip, port };
  const host = canonicalHost(name);
  return host === undefined ? {} : { host, port };
}
