import { parseAddress } from "./address";

/** What a Community ID is made of; for ICMP the ports are type and code. */
export interface Tuple {
  srcIp: string;
  dstIp: string;
  protocolNumber: number;
  srcPort?: number;
  dstPort?: number;
}

/**
 * Community ID, version 1, seed 0: the same text for both directions of a flow, whoever logs it.
 *
 * @returns undefined where an address is none.
 * @see https://github.com/corelight/community-id-spec
 */
export function communityId(tuple: Tuple): string | undefined {
  const src = octets(tuple.srcIp);
  const dst = octets(tuple.dstIp);
  if (!src || !dst || src.length !== dst.length) return undefined;
  const ports = portsOf(tuple);
  const swap = !ports?.oneWay && (compare(src, dst) || (ports ? ports.src - ports.dst : 0)) > 0;
  const [a, b] = swap ? [dst, src] : [src, dst];
  const bytes = [0, 0, ...a, ...b, tuple.protocolNumber & 255, 0];
  if (ports) {
    const [p, q] = swap ? [ports.dst, ports.src] : [ports.src, ports.dst];
    bytes.push(p >> 8, p & 255, q >> 8, q & 255);
  }
  return `1:${base64(sha1(bytes))}`;
}

// Requests and their replies (RFC 792, 4443) fold into one flow; anything else in ICMP goes one way.
const icmp = new Map([8, 0, 13, 14, 15, 16, 17, 18, 10, 9].flatMap((type, i, all) => [[type, all[i ^ 1]!]]));
const icmp6 = new Map([128, 129, 133, 134, 135, 136, 130, 131, 144, 145, 139, 140].flatMap((type, i, all) => [[type, all[i ^ 1]!]]));

function portsOf({ protocolNumber, srcPort, dstPort }: Tuple): { src: number; dst: number; oneWay: boolean } | undefined {
  if (srcPort === undefined && dstPort === undefined) return undefined;
  const [src, dst] = [srcPort ?? 0, dstPort ?? 0];
  if (protocolNumber === 1 || protocolNumber === 58) {
    const other = (protocolNumber === 1 ? icmp : icmp6).get(src);
    return { src, dst: other ?? dst, oneWay: other === undefined };
  }
  return [6, 17, 132].includes(protocolNumber) ? { src, dst, oneWay: false } : undefined;
}

function octets(text: string): number[] | undefined {
  const address = parseAddress(text);
  if (!address) return undefined;
  if (address.family === 4) return [address.value >>> 24, (address.value >>> 16) & 255, (address.value >>> 8) & 255, address.value & 255];
  const hex = address.value.toString(16).padStart(32, "0");
  return Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((octet, i) => octet !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
};

/** SHA-1 (RFC 3174) of at most 55 bytes, one block: all that is needed here, in a room without Node. */
function sha1(message: readonly number[]): number[] {
  w.fill(0, 0, 16);
  for (const [i, byte] of [...message, 0x80].entries()) w[i >> 2] = w[i >> 2]! | (byte << (24 - 8 * (i & 3)));
  w[15] = message.length * 8;
  for (let i = 16; i < 80; i++) {
    const x = w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!;
    w[i] = (x << 1) | (x >>> 31);
  }
  let a = start[0]!;
  let b = start[1]!;
  let c = start[2]!;
  let d = start[3]!;
  let e = start[4]!;
  for (let i = 0; i < 80; i++) {
    let f: number;
    if (i < 20) f = ((b & c) | (~b & d)) + 0x5a827999;
    else if (i < 40) f = (b ^ c ^ d) + 0x6ed9eba1;
    else if (i < 60) f = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
    else f = (b ^ c ^ d) + 0xca62c1d6;
    const next = (((a << 5) | (a >>> 27)) + f + e + w[i]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  return [a, b, c, d, e].flatMap((x, i) => {
    const sum = (x + start[i]!) | 0;
    return [(sum >>> 24) & 255, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255];
  });
}
const w = new Int32Array(80);
const start = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);

const base64 = (bytes: readonly number[]): string => btoa(String.fromCharCode(...bytes));
