import { canonicalAddress } from "../model/address";
import { canonicalHost } from "../model/host";
import { hasPorts, protocolKeyword, protocolNumber } from "../model/protocol";
import type { NameProof } from "../model/verdict";

/** What a decision is made of. What is not known is absent: it leaves the rules that ask for it undecided. */
export interface DecideSubject {
  service?: string;
  environment?: string;
  team?: string;
  /** All tags of the workload: a key that is not in a given set is known not to be there. */
  tags?: Readonly<Record<string, string>>;
  dstHost?: string;
  dstIp?: string;
  dstPort?: number;
  protocol?: string;
  asn?: number;
  /** ISO 3166-1 alpha-2; "ZZ" is not known. */
  country?: string;
  proof?: NameProof;
  /** ms since the epoch; rules with `until` ask for it. */
  at?: number;
  /** DNS may still name the address: then a miss for lack of a name is unknown, not denied. */
  mayResolve?: boolean;
}

/** The subject in canonical form. `null` is known to be absent (no rule of that field can match), `undefined` not known. */
export interface Facts {
  service: string | undefined;
  environment: string | undefined;
  team: string | undefined;
  tags: Readonly<Record<string, string>> | undefined;
  host: string | null | undefined;
  ip: string | undefined;
  port: number | null | undefined;
  protocol: string | undefined;
  asn: number | undefined;
  country: string | undefined;
  proof: NameProof | undefined;
  at: number | undefined;
}

export function factsOf(s: DecideSubject): Facts {
  const given = s.dstHost ? canonicalHost(s.dstHost) : undefined;
  const asAddress = s.dstHost && given === undefined ? canonicalAddress(s.dstHost) : undefined;
  const ip = (s.dstIp ? canonicalAddress(s.dstIp) : undefined) ?? asAddress;
  // A name that is none (and no address) is still a name that was used: no rule can name it.
  const isOddName = !!s.dstHost && given === undefined && asAddress === undefined;
  const protocol = s.protocol ? protocolOf(s.protocol) : undefined;
  return {
    service: s.service || undefined,
    environment: s.environment || undefined,
    team: s.team || undefined,
    tags: s.tags,
    host: given ?? (isOddName || (ip !== undefined && !s.mayResolve) ? null : undefined),
    ip,
    port: s.dstPort ?? (protocol !== undefined && isPortless(protocol) ? null : undefined),
    protocol,
    asn: s.asn,
    country: knownCountry(s.country),
    proof: s.proof,
    at: s.at,
  };
}

/** The IANA keyword; what has none stays as it was written, in lower case. */
function protocolOf(text: string): string {
  if (text === "tcp" || text === "udp") return text;
  const number = protocolNumber(text);
  return (number === undefined ? undefined : protocolKeyword(number)) ?? text.toLowerCase();
}

/** A rule for a port does not speak of a protocol that is known to have none. */
function isPortless(protocol: string): boolean {
  const number = protocolNumber(protocol);
  return number !== undefined && !hasPorts(number);
}

const knownCountry = (code: string | undefined): string | undefined => {
  const country = code?.toUpperCase();
  return country && country !== "ZZ" ? country : undefined;
};
