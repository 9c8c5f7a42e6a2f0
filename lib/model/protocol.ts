/** IANA protocol numbers and their keywords in lower case, for the ones that logs of networks hold. */
const keywords: Record<number, string> = {
  0: "hopopt",
  1: "icmp",
  2: "igmp",
  4: "ipv4",
  6: "tcp",
  8: "egp",
  9: "igp",
  17: "udp",
  27: "rdp",
  33: "dccp",
  41: "ipv6",
  43: "ipv6-route",
  44: "ipv6-frag",
  46: "rsvp",
  47: "gre",
  50: "esp",
  51: "ah",
  58: "ipv6-icmp",
  59: "ipv6-nonxt",
  60: "ipv6-opts",
  88: "eigrp",
  89: "ospfigp",
  94: "ipip",
  97: "etherip",
  103: "pim",
  108: "ipcomp",
  112: "vrrp",
  115: "l2tp",
  132: "sctp",
  133: "fc",
  136: "udplite",
};

const numbers: ReadonlyMap<string, number> = new Map([
  ...Object.entries(keywords).map(([number, keyword]) => [keyword, Number(number)] as const),
  // Other spellings that loggers use.
  ["icmp6", 58],
  ["icmpv6", 58],
  ["ospf", 89],
  ["udp-lite", 136],
  ["ipencap", 4],
  ["ip-in-ip", 4],
]);

/** @returns the keyword, or undefined for a number without one here. */
export const protocolKeyword = (number: number): string | undefined => keywords[number];

/** @param keyword in any case. */
export const protocolNumber = (keyword: string): number | undefined => numbers.get(keyword) ?? numbers.get(keyword.toLowerCase());

/** Protocol fields from what a log writes: a number, a keyword in any case, or both spellings mixed. Empty where it is neither. */
export function readProtocol(text: string | number | undefined): { protocol?: string; protocolNumber?: number } {
  if (text === undefined || text === "") return {};
  const written = String(text).trim().toLowerCase();
  const number = /^[0-9]{1,3}$/.test(written) ? Number(written) : numbers.get(written);
  if (number === undefined) return /^[a-z][a-z0-9-]{0,31}$/.test(written) ? { protocol: written } : {};
  if (number > 255) return {};
  const protocol = keywords[number];
  return protocol ? { protocol, protocolNumber: number } : { protocolNumber: number };
}

/** Whether the protocol has ports: what a log writes in their place for ICMP is no port. */
export const hasPorts = (number: number): boolean => number === 6 || number === 17 || number === 132 || number === 33 || number === 136;
