import { isScalar } from "yaml";
import { formatAddress, parseAddress, parseCidr } from "../model/address";
import type { GroupKind, PortRange } from "../model/policy";
import { protocolKeyword, protocolNumber } from "../model/protocol";
import { canonicalPattern } from "./pattern";
import type { Field, Reader, Word } from "./reader";
import { canonicalRegion, regionSets } from "./regions";
import { quote, short } from "./yaml";

/** Canonical form of one word of a kind; nothing after a problem. */
export const canonical: Record<GroupKind, (reader: Reader, word: Word) => string[]> = {
  service: name,
  environment: name,
  team: name,
  host,
  cidr,
};

function name(_reader: Reader, word: Word): string[] {
  return [word.text];
}

function host(reader: Reader, word: Word): string[] {
  const read = canonicalPattern(word.text);
  if ("pattern" in read) return [read.pattern];
  reader.error(word.at, "bad-host", `${quote(word.text)} is no destination: ${read.why}.`, read.fix);
  return [];
}

function cidr(reader: Reader, word: Word): string[] {
  const read = parseCidr(word.text);
  if (read) {
    const first = formatAddress(read.family === 4 ? { family: 4, value: Number(read.first) } : { family: 6, value: read.first });
    return [`${first}/${read.length}`];
  }
  const network = networkOf(word.text);
  if (network) reader.error(word.at, "host-bits", `${quote(word.text)} has bits set beyond its length.`, `Write ${network}.`);
  else reader.error(word.at, "bad-cidr", `${quote(word.text)} is no address range.`, "Write for example 192.0.2.0/24.");
  return [];
}

/** The prefix that an address with host bits lies in. */
function networkOf(text: string): string | undefined {
  const [address, length] = text.split("/");
  const parsed = parseAddress(address ?? "");
  const bits = parsed?.family === 4 ? 32 : 128;
  if (!parsed || !/^\d{1,3}$/.test(length ?? "") || Number(length) > bits) return undefined;
  const span = 1n << BigInt(bits - Number(length));
  const first = BigInt(parsed.value) - (BigInt(parsed.value) % span);
  return `${formatAddress(parsed.family === 4 ? { family: 4, value: Number(first) } : { family: 6, value: first })}/${length}`;
}

export function readRegions(reader: Reader, words: readonly Word[]): string[] {
  return [
    ...new Set(
      words.flatMap((word) => {
        const region = canonicalRegion(word.text);
        if (region) return [region];
        const known = regionSets.map((r) => r.name).join(", ");
        reader.error(word.at, "bad-region", `${quote(word.text)} is no region: a two-letter country code, or one of ${known}.`);
        return [];
      }),
    ),
  ];
}

const PORT = /^(\d{1,5})(?:-(\d{1,5}))?$/;

/** `443`, `"8000-8100"`, or a list of them. Ranges come out sorted and merged, so that equal sets of ports are equal. */
export function readPorts(reader: Reader, field: Field): PortRange[] | undefined {
  const ranges = reader.nodes(field, "`port`")?.flatMap((node): PortRange[] => {
    const value = isScalar(node) ? node.value : undefined;
    const match = typeof value === "number" || typeof value === "string" ? PORT.exec(String(value)) : null;
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (match && first <= last && last <= 65_535) return [{ first, last }];
    const fix = value === "any" || value === "*" ? "Leave `port` out to mean any port." : "Write for example 443, or 8000-8100.";
    reader.error(
      reader.place(node),
      "bad-port",
      `${typeof value === "object" ? "This" : quote(String(value))} is no port (0 to 65535) or range of ports.`,
      fix,
    );
    return [];
  });
  if (!ranges) return undefined;
  ranges.sort((a, b) => a.first - b.first || a.last - b.last);
  const merged: PortRange[] = [];
  for (const r of ranges) {
    const previous = merged.at(-1);
    if (previous && r.first <= previous.last + 1)
      merged[merged.length - 1] = { first: previous.first, last: Math.max(previous.last, r.last) };
    else merged.push(r);
  }
  return merged;
}

/** IANA keywords; a closed list, so that `https` or `tpc` is found out. */
export function readProtocols(reader: Reader, words: readonly Word[]): string[] {
  return [
    ...new Set(
      words.flatMap((word) => {
        const number = protocolNumber(word.text);
        const keyword = number === undefined ? undefined : protocolKeyword(number);
        if (keyword) return [keyword];
        const isApplication = ["http", "https", "tls", "ssl", "dns", "ssh", "quic", "smtp"].includes(word.text.toLowerCase());
        const what = isApplication ? "an application, and `protocol` is of the transport" : "no protocol that is known here";
        reader.error(
          word.at,
          "bad-protocol",
          `${quote(word.text)} is ${what}.`,
          isApplication ? "Write tcp or udp, and the port." : "Write its IANA keyword, such as tcp, udp or icmp.",
        );
        return [];
      }),
    ),
  ];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A whole UTC day. */
export function readDay(reader: Reader, word: Word | undefined): string | undefined {
  if (!word) return undefined;
  const ms = DAY.test(word.text) ? Date.parse(`${word.text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === word.text) return word.text;
  const parsed = Date.parse(word.text);
  const fix = Number.isNaN(parsed) ? "Write for example 2030-01-31." : `Write ${new Date(parsed).toISOString().slice(0, 10)}.`;
  reader.error(word.at, "bad-day", `\`until\` is a whole UTC day (YYYY-MM-DD), not ${quote(short(word.text))}.`, fix);
  return undefined;
}
