import { type CidrTable, canonicalAddress, cidrSet } from "./address";

// Everything that is not "globally reachable" in IANA's special-purpose registries (RFC 6890 and its updates).
const notPublicV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
const v4 = cidrSet(notPublicV4);
/** Global unicast is 2000::/3; inside it, what carries an IPv4 address or is for documentation is refused too. */
const globalV6 = cidrSet(["2000::/3"]);
const notPublicV6 = cidrSet(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);

/** Whether an address is one of the public internet. False for what is no address. */
export function isPublicAddress(text: string): boolean {
  const address = canonicalAddress(text);
  if (address === undefined) return false;
  return address.includes(":") ? globalV6.has(address) && !notPublicV6.has(address) : !v4.has(address);
}

/** The literal address in a URL's host, canonical; undefined for a name. The URL parser has undone decimal, octal and hex spellings. */
export function literalAddress(url: URL): string | undefined {
  return canonicalAddress(url.hostname.replace(/^\[|\]$/g, ""));
}

/** Why an outgoing call may not go to a URL, by its text alone; undefined when nothing speaks against it. */
export function refuseUrl(url: URL, allowed: CidrTable<true>): string | undefined {
  if (url.protocol !== "https:" && url.protocol !== "http:") return "Only http and https addresses can be called.";
  if (url.username || url.password) return "An address with a user name or password in it is not called.";
  const literal = literalAddress(url);
  return literal === undefined ? undefined : refuseAddress(literal, allowed);
}

export function refuseAddress(address: string, allowed: CidrTable<true>): string | undefined {
  if (isPublicAddress(address) || allowed.has(address)) return undefined;
  return "It is a private or reserved address. An administrator can list its network under the settings.";
}
