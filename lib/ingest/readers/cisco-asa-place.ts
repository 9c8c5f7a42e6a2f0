import { canonicalAddress } from "../../model/address";
import { canonicalHost } from "../../model/host";

/** An end of a connection as a Cisco firewall writes it. */
export interface Place {
  ip?: string;
  host?: string;
  port?: number;
}

const nowhere: Place = {};

/** "outside:192.0.2.1/443", "192.0.2.1/443", "2001:db8::1", "inside:server-7/22": the interface goes, a service by its name is no port. */
export function readPlace(written: string | undefined): Place {
  if (written === undefined) return nowhere;
  const text = /[.:]$/.test(written) && !written.endsWith("::") ? written.slice(0, -1) : written;
  // Some messages of inspections separate the port by a bar.
  const slash = Math.max(text.lastIndexOf("/"), text.lastIndexOf("|"));
  const digits = slash < 0 ? "" : text.slice(slash + 1);
  const port = /^[0-9]{1,5}$/.test(digits) && Number(digits) <= 65_535 ? Number(digits) : undefined;
  const name = slash < 0 ? text : text.slice(0, slash);
  const whole = canonicalAddress(name);
  if (whole !== undefined) return { ip: whole, port };
  const bare = name.slice(name.indexOf(":") + 1).replace(/^\//, "");
  const ip = canonicalAddress(bare);
  if (ip !== undefined) return { ip, port };
  // The configuration may give addresses names.
  return { host: /[A-Za-z]/.test(bare) ? canonicalHost(bare) : undefined, port };
}

/** "LOCAL\user", "DOMAIN\user, 12:group", "user@domain": the user alone; masked ones ("*****") are none. */
export function readUser(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const account = text.split(",", 1)[0]!.trim();
  const user = account.slice(account.lastIndexOf("\\") + 1).split("@", 1)[0]!;
  // A group tag may stand where a user would.
  return user === "" || /^[*]+$/.test(user) || /^[0-9]{1,5}(?::.*)?$/.test(user) ? undefined : user;
}
