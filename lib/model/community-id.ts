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
  const value = BigInt(address.value);
  const bits = address.family === 4 ? 32 : 128;
  return Array.from({ length: bits / 8 }, (_, i) => Number((value >> BigInt(bits - 8 * (i + 1))) & 255n));
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((octet, i) => octet !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
};

/** SHA-1 (RFC 3174) of at most 55 bytes, one block: all that is needed here, in a room without Node. */
function sha1(message: readonly number[]): number[] {
  const block = [...message, 0x80, ...new Array<number>(63 - message.length).fill(0)];
  block[62] = (message.length * 8) >> 8;
  block[63] = (message.length * 8) & 255;
  const w = Array.from(
    { length: 16 },
    (_, i) => (block[4 * i]! << 24) | (block[4 * i + 1]! << 16) | (block[4 * i + 2]! << 8) | block[4 * i + 3]!,
  );
  const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
  for (let i = 16; i < 80; i++) w.push(rotate(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1));
  const start = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  let [a, b, c, d, e] = start as [number, number, number, number, number];
  for (let i = 0; i < 80; i++) {
    const [f, k] =
      i < 20
        ? [(b & c) | (~b & d), 0x5a827999]
        : i < 40
          ? [b ^ c ^ d, 0x6ed9eba1]
          : i < 60
            ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
            : [b ^ c ^ d, 0xca62c1d6];
    [a, b, c, d, e] = [(rotate(a, 5) + f + e + k + w[i]!) | 0, a, rotate(b, 30), c, d];
  }
  return [a, b, c, d, e].flatMap((x, i) => {
    const sum = (x + start[i]!) | 0;
    return [(sum >>> 24) & 255, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255];
  });
}

const base64 = (bytes: readonly number[]): string => btoa(String.fromCharCode(...bytes));
