/**
 * Addresses: parse, canonical text, longest-prefix match. IPv4-mapped IPv6 is IPv4 everywhere (RFC 4291, 2.5.5.2);
 * IPv6 text is RFC 5952. Written by hand because every record passes here several times.
 */
export type Address = { family: 4; value: number } | { family: 6; value: bigint };

// A record's two addresses are asked for again and again on its way, as the same texts.
let last = "";
let lastValue = -1;
let other = "";
let otherValue = -1;

/** @returns the address as u32, or -1. Strict: four decimal octets without leading zeros (RFC 6943, 3.1.1). */
export function parseIpv4(text: string): number {
  if (text === last) return lastValue;
  if (text === other) return otherValue;
  other = last;
  otherValue = lastValue;
  lastValue = readIpv4(text);
  last = text;
  return lastValue;
}

function readIpv4(text: string): number {
  let value = 0;
  let octet = -1;
  let octets = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      if (octet === 0) return -1;
      octet = (octet < 0 ? 0 : octet * 10) + (c - 48);
      if (octet > 255) return -1;
    } else if (c === 46) {
      if (octet < 0 || octets === 3) return -1;
      value = value * 256 + octet;
      octet = -1;
      octets++;
    } else return -1;
  }
  return octets === 3 && octet >= 0 ? value * 256 + octet : -1;
}

export function formatIpv4(value: number): string {
  return `${(value >>> 24) & 255}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

function parseIpv6(text: string): bigint | undefined {
  let head = text;
  let tail: number | undefined;
  const lastColon = text.lastIndexOf(":");
  if (text.includes(".", lastColon)) {
    tail = parseIpv4(text.slice(lastColon + 1));
    if (tail < 0) return undefined;
    head = `${text.slice(0, lastColon)}:0:0`;
  }
  const gap = head.indexOf("::");
  if (gap !== head.lastIndexOf("::") || head.includes(":::")) return undefined;
  const groups = (part: string): number[] | undefined => {
    if (part === "") return [];
    const out: number[] = [];
    for (const g of part.split(":")) {
      if (!/^[0-9a-f]{1,4}$/i.test(g)) return undefined;
      out.push(Number.parseInt(g, 16));
    }
    return out;
  };
  const before = groups(gap < 0 ? head : head.slice(0, gap));
  const after = gap < 0 ? [] : groups(head.slice(gap + 2));
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const g of [...before, ...new Array<number>(missing).fill(0), ...after]) value = (value << 16n) | BigInt(g);
  return tail === undefined ? value : (value & ~0xffffffffn) | BigInt(tail);
}

const MAPPED = 0xffffn << 32n;

/** Zone ids (%eth0) and brackets are dropped: a log names the interface elsewhere. */
export function parseAddress(text: string): Address | undefined {
  const v4 = parseIpv4(text);
  if (v4 >= 0) return { family: 4, value: v4 };
  if (text.length < 2 || text.length > 64 || !text.includes(":")) return undefined;
  const bare = (text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text).split("%", 1)[0]!;
  const v6 = parseIpv6(bare);
  if (v6 === undefined) return undefined;
  if (v6 >> 32n === MAPPED >> 32n) return { family: 4, value: Number(v6 & 0xffffffffn) };
  return { family: 6, value: v6 };
}

export function formatAddress(a: Address): string {
  if (a.family === 4) return formatIpv4(a.value);
  const groups: number[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((a.value >> shift) & 0xffffn));
  let best = 0;
  let bestAt = -1;
  for (let i = 0; i < 8; ) {
    let j = i;
    while (j < 8 && groups[j] === 0) j++;
    if (j - i > best && j - i > 1) {
      best = j - i;
      bestAt = i;
    }
    i = j + 1;
  }
  const hex = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((g) => g.toString(16))
      .join(":");
  return bestAt < 0 ? hex(0, 8) : `${hex(0, bestAt)}::${hex(bestAt + best, 8)}`;
}

/** The address in canonical text, or undefined where the text is none. */
export function canonicalAddress(text: string): string | undefined {
  if (parseIpv4(text) >= 0) return text;
  const a = parseAddress(text);
  return a && formatAddress(a);
}

export interface Cidr {
  family: 4 | 6;
  first: bigint;
  last: bigint;
  /** In the family's own bits: an IPv4-mapped prefix is counted as IPv4. */
  length: number;
}

/** An address alone is a prefix of full length. @returns undefined where the text is no prefix or has host bits set. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  let length = bits;
  if (slash >= 0) {
    const written = text.slice(slash + 1);
    if (!/^(0|[1-9][0-9]{0,2})$/.test(written)) return undefined;
    length = Number(written);
    if (address.family === 4 && text.includes(":")) length -= 96;
  }
  if (length < 0 || length > bits) return undefined;
  const span = 1n << BigInt(bits - length);
  const first = BigInt(address.value);
  if (first % span !== 0n) return undefined;
  return { family: address.family, first, last: first + span - 1n, length };
}

/** Longest-prefix match over a fixed set: disjoint intervals and a binary search. */
export class CidrTable<T> {
  readonly #v4starts: Float64Array;
  readonly #v4values: (T | undefined)[];
  readonly #v6starts: bigint[];
  readonly #v6values: (T | undefined)[];

  /** Of two entries for the same prefix the first one given holds. */
  constructor(entries: readonly { cidr: Cidr; value: T }[]) {
    const v4 = flatten(entries.filter((e) => e.cidr.family === 4));
    const v6 = flatten(entries.filter((e) => e.cidr.family === 6));
    this.#v4starts = Float64Array.from(v4, (e) => Number(e.start));
    this.#v4values = v4.map((e) => e.value);
    this.#v6starts = v6.map((e) => e.start);
    this.#v6values = v6.map((e) => e.value);
  }

  find(text: string): T | undefined {
    const v4 = parseIpv4(text);
    if (v4 >= 0) return search(this.#v4starts, this.#v4values, v4);
    const a = parseAddress(text);
    if (!a) return undefined;
    return a.family === 4 ? search(this.#v4starts, this.#v4values, a.value) : search(this.#v6starts, this.#v6values, a.value);
  }

  has(text: string): boolean {
    return this.find(text) !== undefined;
  }
}

function search<N extends number | bigint, T>(starts: ArrayLike<N>, values: readonly (T | undefined)[], key: N): T | undefined {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (starts[mid]! <= key) low = mid + 1;
    else high = mid;
  }
  return low === 0 ? undefined : values[low - 1];
}

/** Nested prefixes become disjoint intervals that each carry the value of the longest prefix over them. */
function flatten<T>(entries: readonly { cidr: Cidr; value: T }[]): { start: bigint; value: T | undefined }[] {
  const sorted = entries
    .map((e, order) => ({ ...e, order }))
    .sort((a, b) =>
      a.cidr.first < b.cidr.first ? -1 : a.cidr.first > b.cidr.first ? 1 : a.cidr.length - b.cidr.length || b.order - a.order,
    );
  const out: { start: bigint; value: T | undefined }[] = [];
  const open: { last: bigint; value: T }[] = [];
  const put = (start: bigint, value: T | undefined): void => {
    const previous = out.at(-1);
    if (previous && previous.start === start) previous.value = value;
    else out.push({ start, value });
  };
  const closeBefore = (start: bigint): void => {
    while (open.length > 0 && open.at(-1)!.last < start) {
      const { last } = open.pop()!;
      put(last + 1n, open.at(-1)?.value);
    }
  };
  for (const { cidr, value } of sorted) {
    closeBefore(cidr.first);
    put(cidr.first, value);
    open.push({ last: cidr.last, value });
  }
  while (open.length > 0) {
    const { last } = open.pop()!;
    put(last + 1n, open.at(-1)?.value);
  }
  return out;
}

/** What is ours unless an installation says otherwise: RFC 1918, 6598, 3927, 1122 loopback, 4193, 4291 link-local. */
export const privateRanges = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "127.0.0.0/8",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
] as const;

/** A table that says whether an address is inside any of the prefixes. @throws RangeError naming the prefix that is none. */
export function cidrSet(prefixes: readonly string[]): CidrTable<true> {
  return new CidrTable(
    prefixes.map((p) => {
      const cidr = parseCidr(p);
      if (!cidr) throw new RangeError(`${p} is not a CIDR.`);
      return { cidr, value: true as const };
    }),
  );
}
